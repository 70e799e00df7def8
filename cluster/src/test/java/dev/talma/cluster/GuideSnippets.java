package dev.talma.cluster;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.SystemEvent;
import java.nio.file.Path;
import java.time.Duration;

/// The code that the guide and the javadoc show, compiled.
@SuppressWarnings("unused")
final class GuideSnippets {
  sealed interface Counter {
    record Increment(int amount) implements Counter {}

    record Get() implements Counter, Request<Counter, Integer> {}
  }

  sealed interface Account {
    record Deposit(long amount, String currency) implements Account {
      Deposit(long amount) {
        this(amount, "EUR"); // what older nodes mean
      }
    }
  }

  static final class Counters {
    static Actor<Counter> counter() {
      return (mailbox, ctx) -> {
        int count = ctx.handedOver(Integer.class).orElse(0);
        for (var msg : mailbox) {
          switch (msg) {
            case Counter.Increment(int amount) -> count += amount;
            case Counter.Get get -> ctx.reply(get, count);
          }
        }
        ctx.handOver(count); // does nothing if the actor ends for another reason
      };
    }
  }

  static final class WithState {
    static final ActorType<Counter> COUNTER =
        ActorType.of("counter", Counter.class, Counters::counter).withState(Integer.class);
  }

  static final ActorType<Counter> COUNTER =
      ActorType.of("counter", Counter.class, Counters::counter);

  void inOneJvm() {
    try (var cluster = DevelopmentCluster.start(3, COUNTER)) {
      ActorRef<Counter> ref = cluster.actor(COUNTER, "visits");
      ref.send(new Counter.Increment(100));
      int visits = ref.ask(new Counter.Get());
    }
  }

  void inTheJavadoc() {
    try (var cluster = DevelopmentCluster.start(3, COUNTER)) {
      ActorRef<Counter> ref = cluster.actor(COUNTER, "visits");
      ref.send(new Counter.Increment(100));
    }
  }

  void onRealMachines(Path certificate, Path key, Path authority) {
    var system =
        Cluster.join(
            c ->
                c.node("node-1")
                    .bind("0.0.0.0", 8001)
                    .advertise("node-1.example.com", 8001)
                    .seeds("node-1.example.com:8001", "node-2.example.com:8001")
                    .tls(Tls.pem(certificate, key, authority))
                    .types(COUNTER));
    system.close();
  }

  void joining(Path cert, Path key, Path ca) {
    try (var system =
        Cluster.join(
            c ->
                c.node("node-1")
                    .bind("0.0.0.0", 8001)
                    .advertise("node-1.example.com", 8001)
                    .seeds("node-2.example.com:8001")
                    .tls(Tls.pem(cert, key, ca))
                    .types(COUNTER))) {
      ActorRef<Counter> ref = system.actor(COUNTER, "visits"); // wherever it lives
      ref.send(new Counter.Increment(1));
      int n = ref.ask(new Counter.Get());
    }
  }

  ClusterSettings secured(ClusterSettings c) {
    return c.tls(
        Tls.pem(Path.of("node-1.pem"), Path.of("node-1-key.pem"), Path.of("authority.pem")));
  }

  static final class Program {
    static void main() throws InterruptedException {
      var system = Cluster.join(c -> c.node("node-1").types(COUNTER));
      Runtime.getRuntime().addShutdownHook(new Thread(system::close));
      while (!system.awaitTermination(Duration.ofDays(1))) {} // until SIGTERM or Ctrl-C
    }
  }

  void members(Cluster system) {
    system.onMember(
        MemberEvent.class,
        event -> {
          switch (event) {
            case MemberEvent.Joined(Member member) -> log(member.name() + " has joined");
            case MemberEvent.Removed(Member member, boolean orderly) ->
                log(member.name() + (orderly ? " has left" : " is lost"));
            default -> {}
          }
        });
  }

  static final ActorType<Counter> AUDIT =
      ActorType.of("audit", Counter.class, Counters::counter).withRole("back");

  void nodesThatDiffer() {
    var cluster =
        DevelopmentCluster.start(
            3, s -> s.types(COUNTER, AUDIT).roles(s.node().equals("node-1") ? "front" : "back"));
    Cluster older = cluster.add(s -> s.node("older").types(COUNTER));
  }

  void watching(Cluster system) {
    system.onEvent(SystemEvent.DeadLettered.class, event -> log("dropped: " + event.letter()));
    system.onEvent(SystemEvent.Crashed.class, event -> log(event.ref() + ": " + event.cause()));
  }

  private static void log(String line) {}
}
