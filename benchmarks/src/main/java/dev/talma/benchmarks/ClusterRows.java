package dev.talma.benchmarks;

import static dev.talma.benchmarks.Side.EVENTS;
import static dev.talma.benchmarks.Side.PEKKO;

import dev.talma.benchmarks.cluster.ChangesProbe;
import dev.talma.benchmarks.cluster.LossProbe;
import dev.talma.benchmarks.cluster.MessagesProbe;
import java.util.List;
import java.util.stream.Stream;

/// The rows about nodes that talk to each other.
final class ClusterRows {
  private ClusterRows() {}

  static Stream<Row> all() {
    return Stream.of(
        messages("cluster-messages", "plain", "", 667, 110),
        messages("cluster-messages-tls", "tls", ", TLS", 1_000, 130),
        changes(),
        loss("lan", "LAN"),
        loss("wan", "WAN"));
  }

  /// @param message the most nanoseconds for a message
  /// @param ask the most microseconds for the median ask
  private static Row messages(
      String name, String protection, String title, double message, double ask) {
    return new Row(
        name,
        "two JVMs%s: 100-byte messages, asks one by one, asks with 64 unanswered".formatted(title),
        Row.Group.CLUSTER,
        true,
        List.of(
            line(name, protection, "message", "two JVMs%s: 100-byte message".formatted(title), "ns")
                .target(EVENTS, new Target.AtMost(message)),
            line(name, protection, "ask", "  ask, one after the other, median", "µs")
                .target(EVENTS, new Target.AtMost(ask)),
            line(name, protection, "ask-64", "  ask, 64 unanswered", "ns")
                .target(EVENTS, new Target.AtMost(8_333))));
  }

  private static Line line(
      String name, String protection, String metric, String title, String unit) {
    var line = Line.of(name + "-" + metric, title, unit);
    for (var side : List.of(PEKKO, EVENTS)) {
      line =
          line.with(
              side,
              new Job.Probe(
                  MessagesProbe.class.getName(), List.of(side.key(), protection), List.of()),
              metric);
    }
    return line;
  }

  private static Row loss(String timing, String title) {
    var name = "cluster-loss-" + timing;
    var job = new Job.Probe(LossProbe.class.getName(), List.of(timing, "20"), List.of());
    return new Row(
            name,
            "one of 20 nodes is stopped or killed, timing %s; until nobody has it as a member"
                .formatted(title),
            Row.Group.CLUSTER_LOSS,
            true,
            List.of(
                Line.of(name + "-silent", "one of 20 stands still, removed by all, " + title, "ms")
                    .with(EVENTS, job, "silent"),
                Line.of(name + "-killed", "  is killed, removed by all", "ms")
                    .with(EVENTS, job, "killed")))
        .once();
  }

  private static Row changes() {
    var job = new Job.Probe(ChangesProbe.class.getName(), List.of(), List.of());
    return new Row(
            "cluster-changes",
            "nodes of one JVM come and go; until an actor of theirs answers elsewhere",
            Row.Group.CLUSTER,
            true,
            List.of(
                change(job, "crash", "a node crashes, answer from elsewhere", "ms", 1_000),
                change(job, "leave", "a node leaves, answer from elsewhere", "ms", 200),
                change(job, "form", "20 nodes in one JVM, form a cluster", "ms", 2_000),
                change(job, "idle", "  CPU when idle, of one core", "%", 10)))
        .once();
  }

  private static Line change(Job job, String metric, String title, String unit, double most) {
    return Line.of("cluster-changes-" + metric, title, unit)
        .with(EVENTS, job, metric)
        .target(EVENTS, new Target.AtMost(most));
  }
}
