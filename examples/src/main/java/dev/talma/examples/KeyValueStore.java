package dev.talma.examples;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Request;
import dev.talma.otp.CallResult;
import dev.talma.otp.CastResult;
import dev.talma.otp.GenServer;
import dev.talma.otp.InitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// A store of values by keys, used by many at the same time. As one server handles one message at a
/// time, reading, changing and writing a value is one step, without a lock. What was put with a
/// time to live is gone after that.
final class KeyValueStore {

  /// The protocol. What is called is a `Question`, so that the compiler sees that each has a case.
  sealed interface Store {
    sealed interface Question<R> extends Store, Request<Store, R> {}

    record Get(String key) implements Question<Optional<String>> {}

    /// Answered with the value before.
    record Put(String key, String value, Optional<Duration> timeToLive)
        implements Question<Optional<String>> {}

    /// Adds to a number; answered with the sum.
    record Add(String key, int n) implements Question<Integer> {}

    /// Answered with how many keys there are.
    record Size() implements Question<Integer> {}

    /// The server tells itself that the time of a value is over.
    record Expire(String key, long version) implements Store {}
  }

  /// A value.
  ///
  /// @param text the value itself
  /// @param version tells it from others that had or will have the same key
  record Value(String text, long version) {}

  /// The table is the server's own: nobody else ever sees it, so that it may be changed in place.
  ///
  /// @param values what is there
  /// @param writes how many values there have been
  record Table(Map<String, Value> values, long writes) {}

  static final class Server extends GenServer<Store, Table> {
    @Override
    protected InitResult<Table> init() {
      return ok(new Table(new HashMap<>(), 0));
    }

    @Override
    protected CallResult<Table> handleCall(Request<Store, ?> request, Table table) {
      return switch ((Store.Question<?>) request) {
        case Store.Get get -> reply(get, find(table, get.key()), table);
        case Store.Put put -> {
          Optional<String> before = find(table, put.key());
          Table next = write(table, put.key(), put.value());
          put.timeToLive()
              .ifPresent(time -> ctx().schedule(new Store.Expire(put.key(), next.writes()), time));
          yield reply(put, before, next);
        }
        case Store.Add add -> {
          int sum = find(table, add.key()).map(Integer::parseInt).orElse(0) + add.n();
          yield reply(add, sum, write(table, add.key(), Integer.toString(sum)));
        }
        case Store.Size size -> reply(size, table.values().size(), table);
      };
    }

    @Override
    protected CastResult<Table> handleInfo(Store message, Table table) {
      return switch (message) {
        case Store.Expire(String key, long version) -> {
          Value there = table.values().get(key);
          if (there != null && there.version() == version) { // a newer one has its own time
            table.values().remove(key);
          }
          yield noReply(table);
        }
        default -> unexpected(message);
      };
    }

    private static Optional<String> find(Table table, String key) {
      return Optional.ofNullable(table.values().get(key)).map(Value::text);
    }

    private static Table write(Table table, String key, String value) {
      long version = table.writes() + 1;
      table.values().put(key, new Value(value, version));
      return new Table(table.values(), version);
    }
  }

  private static final int CLIENTS = 8;
  private static final int ROUNDS = 1_000;

  /// One of those who use the store, on a thread of its own.
  private static Callable<Integer> client(ActorRef<Store> store, int number) {
    return () -> {
      for (int i = 0; i < ROUNDS; i++) {
        int _ = GenServer.call(store, new Store.Add("visits", 1));
      }
      var put = new Store.Put("client-" + number, "was here", Optional.empty());
      return GenServer.call(store, put).isEmpty() ? 1 : 0;
    };
  }

  static void main() throws Exception {
    try (var system = ActorSystem.create("store");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ActorRef<Store> store = GenServer.start(system, "store", Server::new);

      List<Callable<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(client(store, i));
      }
      int newKeys = 0;
      for (var done : threads.invokeAll(clients)) {
        newKeys += done.get();
      }
      IO.println(CLIENTS + " clients wrote " + newKeys + " keys of their own");
      IO.println("visits: " + GenServer.call(store, new Store.Get("visits")).orElse("none"));
      IO.println("keys: " + GenServer.call(store, new Store.Size()));

      Optional<Duration> soon = Optional.of(Duration.ofMillis(200));
      var _ = GenServer.call(store, new Store.Put("session", "Ada", soon));
      var _ = GenServer.call(store, new Store.Put("kept", "Grace", soon));
      var _ = GenServer.call(store, new Store.Put("kept", "Edsger", Optional.empty()));
      IO.println("session: " + GenServer.call(store, new Store.Get("session")).orElse("gone"));
      while (GenServer.call(store, new Store.Get("session")).isPresent()) {
        Thread.sleep(Duration.ofMillis(20));
      }
      IO.println("session after a while: gone");
      IO.println("kept: " + GenServer.call(store, new Store.Get("kept")).orElse("gone"));
    }
  }

  private KeyValueStore() {}
}
