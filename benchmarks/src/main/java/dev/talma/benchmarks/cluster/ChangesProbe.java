package dev.talma.benchmarks.cluster;

import com.sun.management.OperatingSystemMXBean;
import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.TalmaException;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.DevelopmentCluster;
import dev.talma.cluster.Member;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Measures what becomes of a cluster when its nodes come and go: all nodes in this process, over
/// real sockets, with the timing for nodes on one machine.
///
/// Prints, in milliseconds, `sample crash MS` from the end of a node to the first answer of the
/// actor that takes the place of one of its own, `sample leave MS` the same for a node that leaves
/// in good order, `sample form MS` until twenty nodes have been started and know each other, and
/// then `sample idle P`: how much of one core they need, in percent. Run in a JVM of its own by
/// [dev.talma.benchmarks.Main].
public final class ChangesProbe {
  private static final int NODES = 3;
  private static final int MANY = 20;
  private static final int WARMUPS = 2;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(3);

  /// Where it is.
  record Where() implements Request<Where, String> {}

  private static final ActorType<Where> RESIDENT =
      ActorType.of(
          "resident",
          Where.class,
          () -> Actor.handler(() -> (where, ctx) -> ctx.reply(where, ctx.system().name())));

  private ChangesProbe() {}

  /// Measures.
  ///
  /// @param args how many rounds
  public static void main(String... args) throws InterruptedException {
    int rounds = Integer.parseInt(args[0]);
    try (var cluster = DevelopmentCluster.start(NODES, RESIDENT)) {
      for (int i = -WARMUPS; i < rounds; i++) {
        print(i, "leave", measure(cluster, true));
        print(i, "crash", measure(cluster, false));
      }
    }
    for (int i = -1; i < Math.min(2, rounds); i++) {
      crowd(i);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void print(int round, String metric, double value) {
    if (round >= 0) {
      System.out.println("sample " + metric + " " + value);
    }
  }

  private static double measure(DevelopmentCluster cluster, boolean orderly)
      throws InterruptedException {
    var node = cluster.nodes().getLast();
    var ref = cluster.actor(RESIDENT, nameAt(node));
    if (!ref.ask(new Where()).equals(node.name())) {
      throw new IllegalStateException("the actor is not where it should be");
    }
    long begin = System.nanoTime();
    var change =
        Thread.ofVirtual()
            .start(
                () -> {
                  if (orderly) {
                    cluster.leave(node);
                  } else {
                    cluster.crash(node);
                  }
                });
    awaitOther(ref, node.name(), begin);
    double millis = (System.nanoTime() - begin) / 1e6;
    change.join();
    cluster.await();
    Cluster _ = cluster.add();
    return millis;
  }

  private static String nameAt(Cluster node) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "resident-" + i)
        .filter(name -> node.owner(RESIDENT, name).map(Member::id).equals(Optional.of(node.id())))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitOther(ActorRef<Where> ref, String former, long begin) {
    while (System.nanoTime() - begin < PATIENCE_NANOS) {
      try {
        if (!ref.ask(new Where(), TIMEOUT).equals(former)) {
          return;
        }
      } catch (TalmaException e) {
        Thread.onSpinWait(); // it is not yet known that the node is gone
      }
    }
    throw new IllegalStateException("nobody has taken the place of an actor of " + former);
  }

  private static void crowd(int round) throws InterruptedException {
    long begin = System.nanoTime();
    try (var cluster = DevelopmentCluster.start(MANY, RESIDENT)) {
      print(round, "form", (System.nanoTime() - begin) / 1e6);
      if (cluster.nodes().size() != MANY) {
        throw new IllegalStateException("some nodes are missing");
      }
      Thread.sleep(SETTLING);
      long used = cpuNanos();
      long since = System.nanoTime();
      Thread.sleep(IDLE);
      print(round, "idle", 100.0 * (cpuNanos() - used) / (System.nanoTime() - since));
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
