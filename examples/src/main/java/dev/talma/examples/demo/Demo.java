package dev.talma.examples.demo;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.Timing;
import dev.talma.examples.cluster.ExampleTypes;
import dev.talma.examples.cluster.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Three nodes in JVMs of their own with counters spread over them, and clients that count; a node
/// is killed and replaced, then one leaves in good order. All is shown while it happens, with a
/// summary at the end, after about half a minute.
///
/// The clients and what is shown are in this JVM. It is a member as well, but has none of the
/// counters.
public final class Demo {
  private static final int COUNTERS = 90;
  private static final int CLIENTS = 32;
  private static final Duration LOOK = Duration.ofSeconds(6);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final Cluster observer;
  private final Fleet fleet;
  private final Load load;
  private final Camera camera;
  private final List<String> summary = new ArrayList<>();
  private boolean fine = true;

  private Demo(Cluster observer, Fleet fleet, Load load, Camera camera) {
    this.observer = observer;
    this.fleet = fleet;
    this.load = load;
    this.camera = camera;
  }

  /// Runs the demonstration, and ends the JVM: with 0, or with 1 if something was not as it should
  /// be.
  ///
  /// @param args `--plain` for lines of text even on a terminal
  /// @throws Exception if a node does not start
  public static void main(String[] args) throws Exception {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.println(Usage.of("demo"));
      return;
    }
    if (!arguments.isEmpty() && !arguments.equals(List.of("--plain"))) {
      System.err.println("talma demo: the only option is --plain");
      System.exit(2);
    }
    if (System.getProperty("talma.log") == null) {
      System.setProperty("talma.log", "off"); // what goes wrong is what is shown
    }
    long start = System.nanoTime();
    Screen screen = Screen.on(!arguments.isEmpty(), System.out);
    boolean fine;
    try (var observer =
            Cluster.join(
                settings -> ExampleTypes.known(settings).node("observer").timing(Timing.local()));
        var fleet = new Fleet(observer);
        var load = new Load(observer, COUNTERS, CLIENTS);
        var camera = new Camera(screen, observer, fleet, load, start)) {
      var demo = new Demo(observer, fleet, load, camera);
      demo.run();
      fine = demo.fine;
    } catch (IllegalStateException e) {
      System.err.println("talma demo: " + e.getMessage());
      fine = false;
    }
    System.exit(fine ? 0 : 1);
  }

  private void run() throws Exception {
    camera.title("three nodes are started");
    fleet.start("node-1");
    fleet.start("node-2");
    fleet.start("node-3");
    camera.start();
    fleet.await(3);
    var _ = observer.onMember(MemberEvent.class, this::tell);
    camera.tell(
        String.format(
            Locale.ROOT,
            "3 nodes are up, each a JVM; %d clients ask %d counters",
            CLIENTS,
            COUNTERS));
    camera.title("all is well");
    load.start();
    Thread.sleep(LOOK);

    killed("node-2");
    Thread.sleep(LOOK);
    replaced("node-4");
    Thread.sleep(LOOK);
    left("node-1");
    Thread.sleep(LOOK.dividedBy(2));
    end();
  }

  private void tell(MemberEvent event) {
    String name = event.member().name();
    switch (event) {
      case MemberEvent.Joined _ -> camera.tell(name + " has joined");
      case MemberEvent.Unreachable _ -> camera.tell(name + " cannot be reached");
      case MemberEvent.Reachable _ -> camera.tell(name + " is reached again");
      case MemberEvent.Leaving _ -> camera.tell(name + " says that it leaves");
      case MemberEvent.Removed(_, boolean orderly) ->
          camera.tell(name + (orderly ? " has left" : " is lost: the others have its counters"));
      case MemberEvent.Updated _ -> {}
    }
  }

  private void killed(String node) throws InterruptedException {
    camera.title(node + " is killed");
    long pid = fleet.pid(node);
    long failedBefore = load.failed();
    Outage outage = load.begins(node);
    camera.tell(
        "kill -9 "
            + pid
            + ": "
            + node
            + " is gone, with "
            + outage.counters().size()
            + " counters");
    fleet.kill(node);
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!outage.isOver() && System.nanoTime() - end < 0) {
      Thread.sleep(10);
    }
    fleet.await(2);
    long failed = load.failed() - failedBefore;
    int all = outage.counters().size();
    String recovered =
        outage.isOver()
            ? "all " + all + " answer again after " + Painter.seconds(outage.longest())
            : "only "
                + outage.recovered()
                + " of "
                + all
                + " answer again, after "
                + LONGEST.toSeconds()
                + " s";
    fine &= outage.isOver();
    camera.tell(String.format(Locale.ROOT, "its counters: %,d asks failed, %s", failed, recovered));
    camera.title("two nodes have it all");
    summary.add(
        String.format(
            Locale.ROOT,
            "%s was killed, with %d counters: %,d asks failed, %s",
            node,
            all,
            failed,
            recovered));
  }

  private void replaced(String node) throws Exception {
    camera.title(node + " is started in its place");
    long failedBefore = load.failed();
    fleet.start(node);
    fleet.await(3);
    Thread.sleep(1_000); // each counter has answered since
    moved(node + " has joined", load.on(node).size(), load.failed() - failedBefore);
    camera.title("three nodes again");
  }

  private void left(String node) throws InterruptedException {
    camera.title(node + " leaves in good order");
    long failedBefore = load.failed();
    Set<Integer> had = new HashSet<>(load.on(node));
    fleet.leave(node);
    fleet.await(2);
    Thread.sleep(1_000);
    had.removeAll(load.on(node));
    moved(node + " has left", had.size(), load.failed() - failedBefore);
    camera.title("two nodes have it all");
  }

  private void moved(String what, int counters, long failed) {
    String moved =
        String.format(
            Locale.ROOT, "%d counters moved with their counts; %,d asks failed", counters, failed);
    camera.tell(moved);
    summary.add(what + ": " + moved);
  }

  private void end() throws InterruptedException {
    camera.title("the end");
    List<String> wrong = load.check();
    fine &= wrong.isEmpty();
    List<String> lines = new ArrayList<>(List.of("", "Summary"));
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,d asks answered, half of them within %s and 99 %% within %s",
            load.answered(),
            Painter.milliseconds(load.latencies().quantile(0.5)),
            Painter.milliseconds(load.latencies().quantile(0.99))));
    summary.forEach(line -> lines.add("  " + line));
    if (!load.byFailure().isEmpty()) {
      lines.add("  asks failed with: " + load.byFailure());
    }
    if (wrong.isEmpty()) {
      lines.add(
          "  every answered increment is counted exactly once, except on the counters of the");
      lines.add("  killed node: they began again from 0, as their counts were nowhere else");
    } else {
      lines.add("  THIS IS WRONG: " + String.join(", ", wrong));
    }
    camera.end(lines);
  }
}
