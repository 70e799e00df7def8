package dev.talma.benchmarks.cluster;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.DevelopmentCluster;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.Timing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Measures how soon a node that is gone is no member any more: one in a process of its own, as
/// seen by all others, which are in this one.
///
/// Prints, in milliseconds, `sample silent MS` from the moment when its process is stopped, with
/// its connections open, until the last of the others has removed it, `sample silent-first MS`
/// until the first one has, and `sample killed MS` and `sample killed-first MS` the same from `kill
/// -9`. Run in a JVM of its own by [dev.talma.benchmarks.Main]; needs the command `kill`.
public final class LossProbe {
  private static final int ROUNDS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private LossProbe() {}

  /// Measures.
  ///
  /// @param args the timing, `lan` or `wan`; how many nodes; how many rounds, three at most. Or
  ///   `gone`, the timing, and a seed: is the other process
  public static void main(String... args) throws Exception {
    if (args[0].equals("gone")) {
      beGone(timing(args[1]), args[2]);
      return;
    }
    int nodes = Integer.parseInt(args[1]);
    Timing timing = timing(args[0]);
    try (var others = DevelopmentCluster.start(nodes - 1, settings -> settings.timing(timing))) {
      for (int i = 0; i < Math.min(ROUNDS, Integer.parseInt(args[2])); i++) {
        measure(others, args[0], "silent", "-STOP");
        measure(others, args[0], "killed", "-KILL");
      }
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static Timing timing(String name) {
    return switch (name) {
      case "lan" -> Timing.lan();
      case "wan" -> Timing.wan();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void beGone(Timing timing, String seed) throws IOException {
    Cluster _ = Cluster.join(settings -> gone(settings, timing).seeds(seed));
    while (System.in.read() >= 0) {
      Thread.onSpinWait(); // nothing is said; the end is what counts
    }
    Runtime.getRuntime().halt(0);
  }

  private static ClusterSettings gone(ClusterSettings settings, Timing timing) {
    return settings.node("gone").bind("127.0.0.1", 0).timing(timing);
  }

  private static void measure(
      DevelopmentCluster others, String timing, String metric, String signal) throws Exception {
    int count = others.nodes().size();
    Process process = start(timing, others.node(0).address().toString());
    try {
      for (Cluster node : others.nodes()) {
        if (!node.awaitMembers(count + 1, PATIENCE)) {
          throw new IllegalStateException(node + " does not see the node that is to be lost");
        }
      }
      var all = new CountDownLatch(count);
      var first = new AtomicLong(Long.MAX_VALUE);
      var last = new AtomicLong(Long.MIN_VALUE);
      for (Cluster node : others.nodes()) {
        var _ =
            node.onMember(
                MemberEvent.Removed.class,
                event -> {
                  long now = System.nanoTime();
                  first.accumulateAndGet(now, Math::min);
                  last.accumulateAndGet(now, Math::max);
                  all.countDown();
                });
      }
      long begin = System.nanoTime();
      int exit = new ProcessBuilder("kill", signal, "" + process.pid()).start().waitFor();
      if (exit != 0 || !all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("the node is still a member for " + all.getCount());
      }
      System.out.println("sample " + metric + "-first " + (first.get() - begin) / 1e6);
      System.out.println("sample " + metric + " " + (last.get() - begin) / 1e6);
    } finally {
      process.destroyForcibly();
    }
    others.await();
  }

  private static Process start(String timing, String seed) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LossProbe.class.getName(), "gone", timing, seed));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
