package dev.talma.examples.cluster;

import static java.util.stream.Collectors.joining;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Member;
import dev.talma.cluster.MemberEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/// A node of its own, until it is told to leave.
final class NodeTool {
  /// What to write to an attached node to have it leave.
  static final String LEAVE = "leave";

  private static final String LISTENS = " listens at ";
  private static final Duration DAY = Duration.ofDays(1);

  private NodeTool() {}

  static int run(List<String> arguments) throws Exception {
    NodeOptions options = NodeOptions.parse(arguments);
    if (options.attached()) {
      var _ = Thread.ofPlatform().daemon().name("standard input").start(NodeTool::obey);
    }
    // what the settings refuse is said before the node joins
    var made = options.applyTo(ClusterSettings.defaults());
    Cluster node = Cluster.join(_ -> made);
    var leaving = new Thread(() -> leave(node), "leave");
    Runtime.getRuntime().addShutdownHook(leaving);
    var shown = new AtomicReference<>("");
    var _ = node.onMember(MemberEvent.class, event -> tell(node, event, shown));
    System.out.println(
        node.name() + LISTENS + node.address() + (options.attached() ? "" : "; Ctrl-C to leave"));
    while (!node.awaitTermination(DAY)) {
      // until it ends
    }
    if (leaving.getState() != Thread.State.NEW) {
      return 0; // told to leave
    }
    System.err.println("talma node: " + node.name() + " has ended by itself; the log says why");
    return 1;
  }

  /// {@return where the node listens that has printed the line, if it says that}
  static Optional<String> addressIn(String line) {
    int at = line.indexOf(LISTENS);
    return at < 0
        ? Optional.empty()
        : Optional.of(line.substring(at + LISTENS.length()).split(";", 2)[0]);
  }

  /// Who has started an attached node tells it to leave, or is gone.
  private static void obey() {
    try (var lines =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
      if (LEAVE.equals(lines.readLine())) {
        System.exit(0);
      }
    } catch (IOException e) {
      // as at its end
    }
    Runtime.getRuntime().halt(1); // nobody is there to wait for a good order
  }

  private static void leave(Cluster node) {
    if (node.isTerminated()) {
      return; // by itself
    }
    say(node.name() + " leaves: what it has goes to the others");
    node.close();
    say(node.name() + " has left");
  }

  private static void tell(Cluster node, MemberEvent event, AtomicReference<String> shown) {
    if (!event.member().roles().contains(ExampleTypes.ROLE)) {
      return; // it looks in, or asks something
    }
    String name = event.member().name();
    switch (event) {
      case MemberEvent.Joined(Member member) -> say(name + " has joined, at " + member.address());
      case MemberEvent.Updated _ -> {}
      case MemberEvent.Unreachable _ -> say(name + " cannot be reached");
      case MemberEvent.Reachable _ -> say(name + " is reached again");
      case MemberEvent.Leaving _ -> say(name + " is leaving");
      case MemberEvent.Removed(_, boolean orderly) ->
          say(name + (orderly ? " has left" : " is lost"));
    }
    String shares = shares(node);
    if (!shares.equals(shown.getAndSet(shares)) && !shares.isEmpty()) {
      say("shares: " + shares);
    }
  }

  private static String shares(Cluster node) {
    Map<String, Double> byName = new TreeMap<>();
    Shares.of(node).forEach((id, share) -> byName.put(id.name(), share));
    return byName.entrySet().stream()
        .map(each -> each.getKey() + " " + Shares.percent(each.getValue()))
        .collect(joining(", "));
  }

  private static void say(String what) {
    System.out.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "  " + what);
  }
}
