package dev.talma.examples.cluster;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// Counters with names, spread over the nodes. One asks for a counter by its name and need not know
/// where it is. When a node joins or leaves, counters move with their counts, while others go on to
/// use them: nothing is lost and nothing is counted twice.
public final class DistributedCounter {

  /// The protocol.
  public sealed interface Counter {
    /// May be sent or asked; answered with the count after it.
    ///
    /// @param amount how much to add
    record Increment(int amount) implements Counter, Request<Counter, Reading> {}

    /// Asks for the count.
    record Get() implements Counter, Request<Counter, Reading> {}
  }

  /// What a counter says.
  ///
  /// @param count the count
  /// @param node where the counter is
  public record Reading(int count, String node) {}

  /// A counter that takes its count along when it moves.
  public static final ActorType<Counter> COUNTER =
      ActorType.of("counter", Counter.class, DistributedCounter::counter)
          .withState(Integer.class)
          .withRole(ExampleTypes.ROLE);

  static Actor<Counter> counter() {
    return (mailbox, ctx) -> {
      String node = ctx.system().name();
      int count = ctx.handedOver(Integer.class).orElse(0);
      for (var msg : mailbox) {
        switch (msg) {
          case Counter.Increment increment -> {
            count += increment.amount();
            ctx.reply(increment, new Reading(count, node));
          }
          case Counter.Get get -> ctx.reply(get, new Reading(count, node));
        }
      }
      ctx.handOver(count); // to the one that goes on with it elsewhere
    };
  }

  private static final int COUNTERS = 60;
  private static final int CLIENTS = 4;

  /// Runs the example.
  ///
  /// @param args `--processes`, or none
  /// @throws Exception if a node does not start
  public static void main(String[] args) throws Exception {
    try (var nodes = Nodes.start(3, args, COUNTER);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Cluster here = nodes.here();
      ActorRef<Counter> visits = here.actor(COUNTER, "visits");
      visits.send(new Counter.Increment(5));
      visits.send(new Counter.Increment(3));
      Reading reading = visits.ask(new Counter.Get());
      IO.println("visits: " + reading.count() + ", counted on " + reading.node());

      List<ActorRef<Counter>> counters = new ArrayList<>();
      for (int i = 0; i < COUNTERS; i++) {
        counters.add(here.actor(COUNTER, "page-" + i));
      }
      IO.println(COUNTERS + " counters: " + spread(counters));

      var enough = new AtomicBoolean();
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(client(counters, i, enough)));
      }
      IO.println(nodes.add() + " joins: " + spread(counters));
      nodes.leave("node-2");
      IO.println("node-2 leaves: " + spread(counters));
      enough.set(true);

      int answered = 0;
      for (Future<Integer> client : clients) {
        answered += client.get();
      }
      int counted = 0;
      for (ActorRef<Counter> counter : counters) {
        counted += counter.ask(new Counter.Get()).count();
      }
      IO.println("increments that were answered meanwhile: " + answered);
      IO.println("what the counters say:                   " + counted);
      IO.println(counted == answered ? "nothing was lost" : "THAT IS NOT THE SAME");
    }
  }

  /// One of those who count, as fast as the answers come.
  private static Callable<Integer> client(
      List<ActorRef<Counter>> counters, int first, AtomicBoolean enough) {
    return () -> {
      int answered = 0;
      while (!enough.get()) {
        Reading _ = counters.get((first + answered) % COUNTERS).ask(new Counter.Increment(1));
        answered++;
      }
      return answered;
    };
  }

  /// {@return how many of some counters each node has, as they say themselves}
  private static String spread(List<ActorRef<Counter>> counters) {
    return counters.stream()
        .map(counter -> counter.ask(new Counter.Get()).node())
        .collect(groupingBy(node -> node, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(each -> each.getValue() + " on " + each.getKey())
        .collect(joining(", "));
  }

  private DistributedCounter() {}
}
