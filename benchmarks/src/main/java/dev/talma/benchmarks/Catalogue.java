package dev.talma.benchmarks;

import static dev.talma.benchmarks.Side.BEAM;
import static dev.talma.benchmarks.Side.EVENTS;
import static dev.talma.benchmarks.Side.LOOP;
import static dev.talma.benchmarks.Side.PEKKO;

import dev.talma.benchmarks.workload.Ask;
import dev.talma.benchmarks.workload.Big;
import dev.talma.benchmarks.workload.BlockedProbe;
import dev.talma.benchmarks.workload.FanIn;
import dev.talma.benchmarks.workload.ForkJoinCreate;
import dev.talma.benchmarks.workload.ForkJoinThroughput;
import dev.talma.benchmarks.workload.GenServers;
import dev.talma.benchmarks.workload.HeapProbe;
import dev.talma.benchmarks.workload.PingPong;
import dev.talma.benchmarks.workload.Ring;
import dev.talma.benchmarks.workload.SelectiveReceive;
import dev.talma.benchmarks.workload.Skynet;
import dev.talma.benchmarks.workload.Spawn;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// All rows, with their targets.
final class Catalogue {
  private static final List<Side> JVM = List.of(PEKKO, EVENTS, LOOP);

  private Catalogue() {}

  /// {@return all rows, in the order of the table}
  static List<Row> rows() {
    return Stream.concat(local(), ClusterRows.all()).toList();
  }

  private static Stream<Row> local() {
    return Stream.of(
        standard(
            "ping-pong",
            "one ball between two actors; ns per round trip",
            jmh("ping-pong, 1 pair", PingPong.class, Map.of("pairs", "1"))
                .with(BEAM, new Job.Beam("ping-pong"))
                .target(EVENTS, ofPekko(0.5))
                .target(LOOP, ofPekko(1))),
        standard(
            "ping-pong-32",
            "32 pairs at the same time; ns per round trip",
            jmh("ping-pong, 32 pairs", PingPong.class, Map.of("pairs", "32"))
                .with(BEAM, new Job.Beam("ping-pong-32"))
                .target(EVENTS, ofPekko(1))
                .target(LOOP, ofPekko(2.5), ofBeam(1))),
        standard(
            "fan-in",
            "two threads send to one actor; ns per message",
            jmh("fan-in", FanIn.class, Map.of())
                .with(BEAM, new Job.Beam("fan-in"))
                .target(EVENTS, ofPekko(0.4))
                .target(LOOP, ofPekko(0.5))),
        standard(
            "ring",
            "one token in a ring of 500 actors; ns per hop",
            jmh("ring of 500", Ring.class, Map.of())
                .with(BEAM, new Job.Beam("ring"))
                .target(EVENTS, ofPekko(1))
                .target(LOOP, ofPekko(2.5), ofBeam(1.5))),
        standard(
            "spawn",
            "an actor creates children, each handles one message; ns per child",
            jmh("spawn + 1 message", Spawn.class, Map.of())
                .with(BEAM, new Job.Beam("spawn"))
                .target(EVENTS, ofPekko(0.1))
                .target(LOOP, ofPekko(0.25))),
        ask(),
        genServer(),
        heap(),
        blocked(
            "blocked-sleep",
            "10,000 handlers sleep 100 ms at once, and a quick one behind",
            "sleep"),
        blocked("blocked-lock", "the same, waiting for a lock (ReentrantLock)", "lock"),
        blocked("blocked-monitor", "the same, waiting for a monitor (synchronized)", "monitor"),
        classic(
            "fork-join-create",
            "actors that handle one message and end; ns per actor",
            jmh("fork-join, create", ForkJoinCreate.class, Map.of())
                .with(BEAM, new Job.Beam("fork-join-create"))),
        classic(
            "fork-join-throughput",
            "one thread sends to 60 actors in turn; ns per message",
            jmh("fork-join, throughput", ForkJoinThroughput.class, Map.of())
                .with(BEAM, new Job.Beam("fork-join-throughput"))),
        classic(
            "big",
            "120 actors ping each other at random; ns per ping with its pong",
            jmh("big", Big.class, Map.of()).with(BEAM, new Job.Beam("big"))),
        skynet(),
        selective());
  }

  private static Row ask() {
    var fromThread =
        Line.of("ask-thread", "ask, from a thread", "ns")
            .with(PEKKO, benchmark(Ask.class, "pekkoFromThread"))
            .with(EVENTS, benchmark(Ask.class, "eventsFromThread"))
            .with(LOOP, benchmark(Ask.class, "loopFromThread"));
    // Pekko's asks end in futures, which an actor must not wait for. The way of an actor,
    // context.ask, is slower than that of a thread; Talma is held against the faster one.
    var fromActor =
        Line.of("ask-actor", "ask, from an actor (Pekko: from a thread)", "ns")
            .with(PEKKO, benchmark(Ask.class, "pekkoFromThread"))
            .with(EVENTS, benchmark(Ask.class, "eventsFromActor"))
            .with(LOOP, benchmark(Ask.class, "loopFromActor"))
            .with(BEAM, new Job.Beam("ask"))
            .target(EVENTS, ofPekko(0.25), ofBeam(1.5))
            .target(LOOP, ofPekko(0.25), ofBeam(1.5));
    var inFull =
        Line.of("ask-watching", "  (Pekko: context.ask; BEAM: with a monitor)", "ns")
            .with(PEKKO, benchmark(Ask.class, "pekkoFromActor"))
            .with(EVENTS, benchmark(Ask.class, "eventsFromActor"))
            .with(LOOP, benchmark(Ask.class, "loopFromActor"))
            .with(BEAM, new Job.Beam("ask"), "monitored");
    return standard(
        "ask",
        "question after question to one actor; ns per answer",
        fromThread,
        fromActor,
        inFull);
  }

  private static Row genServer() {
    var call =
        Line.of("gen-server-call", "GenServer, call", "ns")
            .with(EVENTS, benchmark(GenServers.class, "call"))
            .with(BEAM, new Job.Beam("gen-server"), "call")
            .target(EVENTS, ofBeam(0.75));
    var cast =
        Line.of("gen-server-cast", "  cast", "ns")
            .with(EVENTS, benchmark(GenServers.class, "cast"))
            .with(BEAM, new Job.Beam("gen-server"), "cast")
            .target(EVENTS, ofBeam(0.5));
    var start =
        Line.of("gen-server-start", "  start + 1 call", "ns")
            .with(EVENTS, benchmark(GenServers.class, "startAndCall"))
            .with(BEAM, new Job.Beam("gen-server"), "start")
            .target(EVENTS, ofBeam(0.25));
    return standard(
        "gen-server",
        "calls, casts and starts of generic servers (BEAM: gen_server); ns for each",
        call,
        cast,
        start);
  }

  private static Row heap() {
    var plain =
        Line.of("heap", "heap per idle actor", "B")
            .with(BEAM, new Job.Beam("heap"), "bytes")
            .target(EVENTS, new Target.AtMost(300))
            .target(LOOP, new Target.AtMost(1_100));
    var compact =
        Line.of("heap-compact", "  with compact object headers", "B")
            .target(EVENTS, new Target.AtMost(300))
            .target(LOOP, new Target.AtMost(1_100));
    for (var side : JVM) {
      plain = plain.with(side, heapProbe(side, List.of("-XX:-UseCompactObjectHeaders")), "bytes");
      compact =
          compact.with(side, heapProbe(side, List.of("-XX:+UseCompactObjectHeaders")), "bytes");
    }
    return standard(
            "heap", "200,000 actors that have handled a message; bytes per actor", plain, compact)
        .once();
  }

  private static Job heapProbe(Side side, List<String> options) {
    return new Job.Probe(HeapProbe.class.getName(), List.of(side.key()), options);
  }

  private static Row blocked(String name, String description, String how) {
    var all =
        Line.of(name + "-all", "10,000 blocked 100 ms (%s), all done".formatted(how), "ms")
            .target(EVENTS, new Target.AtMost(1_000))
            .target(LOOP, new Target.AtMost(1_000));
    var quick =
        Line.of(name + "-quick", "  a quick one behind them", "ms")
            .target(EVENTS, new Target.AtMost(20))
            .target(LOOP, new Target.AtMost(20));
    for (var side : JVM) {
      var job = new Job.Probe(BlockedProbe.class.getName(), List.of(side.key(), how), List.of());
      all = all.with(side, job, "all");
      quick = quick.with(side, job, "quick");
    }
    if (how.equals("sleep")) {
      all = all.with(BEAM, new Job.Beam(name), "all");
      quick = quick.with(BEAM, new Job.Beam(name), "quick");
    }
    return standard(name, description, all, quick).once();
  }

  private static Row selective() {
    var unmarked =
        Line.of("selective", "selective receive past 1,000", "ns")
            .with(LOOP, benchmark(SelectiveReceive.class, "loop"))
            .with(BEAM, new Job.Beam("selective"));
    var marked =
        Line.of("selective-marked", "  with a mark", "ns")
            .with(LOOP, benchmark(SelectiveReceive.class, "loopMarked"))
            .with(BEAM, new Job.Beam("selective-marked"));
    return classic(
        "selective",
        "an answer is picked out from behind 1,000 messages; ns per answer",
        unmarked,
        marked);
  }

  private static Row standard(String name, String description, Line... lines) {
    return new Row(name, description, Row.Group.STANDARD, true, List.of(lines));
  }

  private static Row classic(String name, String description, Line... lines) {
    return new Row(name, description, Row.Group.CLASSIC, true, List.of(lines));
  }

  private static Row skynet() {
    var line =
        line(
            "skynet, 1M leaves",
            side ->
                new Job.Jmh(
                    Skynet.class.getName() + "." + side.key(),
                    Map.of(),
                    List.of("-Xmx4g"), // Pekko's million takes most of it
                    Job.Pace.SLOW));
    return classic(
        "skynet",
        "a tree of actors with a million leaves sums them up; ns per leaf",
        line.with(BEAM, new Job.Beam("skynet")));
  }

  /// A line whose figures come from the methods of a benchmark that are called like the sides.
  private static Line jmh(String title, Class<?> benchmark, Map<String, String> parameters) {
    return line(title, side -> jmh(benchmark, side.key(), parameters));
  }

  private static Line line(String title, Function<Side, Job> job) {
    var line = Line.of(title.replaceAll("\\W+", "-"), title, "ns");
    for (var side : JVM) {
      line = line.with(side, job.apply(side));
    }
    return line;
  }

  private static Job benchmark(Class<?> benchmark, String method) {
    return jmh(benchmark, method, Map.of());
  }

  private static Job jmh(Class<?> benchmark, String method, Map<String, String> parameters) {
    var name = benchmark.getName() + "." + method;
    return new Job.Jmh(name, parameters, List.of(), Job.Pace.NORMAL);
  }

  private static Target ofPekko(double limit) {
    return new Target.Ratio(PEKKO, limit);
  }

  private static Target ofBeam(double limit) {
    return new Target.Ratio(BEAM, limit);
  }
}
