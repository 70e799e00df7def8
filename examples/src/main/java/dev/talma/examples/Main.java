package dev.talma.examples;

import dev.talma.examples.cluster.DistributedCounter;
import dev.talma.examples.cluster.ServiceRegistry;
import dev.talma.examples.cluster.ShardedCache;
import dev.talma.examples.wordcount.WordCount;
import java.util.List;

/// Runs an example by its name; without one, lists them all.
final class Main {

  /// Every example, in the order in which to read them.
  private static final List<Example> EXAMPLES =
      List.of(
          new Example("quickstart", "an actor that counts: prints 8", _ -> Quickstart.main()),
          new Example("ping-pong", "two actors that play to each other", _ -> PingPong.main()),
          new Example("ask-pattern", "all ways to ask, and all ways to fail", AskPattern::main),
          new Example("parent-child", "owners, restarts, ordered stop", ParentChild::main),
          new Example("state-machine", "a door that closes by itself", StateMachine::main),
          new Example(
              "gen-server",
              "the counter as a server: prints 5 and 0",
              _ -> GenServerCounter.main()),
          new Example(
              "kv-store", "a store for many clients; values expire", _ -> KeyValueStore.main()),
          new Example("pipeline", "a slow stage slows the source", Pipeline::main),
          new Example(
              "task-queue", "jobs as tasks, tried again, results in order", TaskQueue::main),
          new Example("pub-sub", "topics whose dead readers are gone", PubSub::main),
          new Example(
              "supervision-tree", "a tree of supervisors that heals, drawn", SupervisionTree::main),
          new Example("word-count", "PATH...: wc -lw by a team, which may crash", WordCount::main),
          new Example(
              "distributed-counter",
              "[--processes]: counters that move among nodes",
              DistributedCounter::main),
          new Example(
              "service-registry",
              "[--processes]: heartbeats; who is killed is noticed",
              ServiceRegistry::main),
          new Example(
              "sharded-cache",
              "[--processes]: hits and misses as nodes come and go",
              ShardedCache::main));

  private static final List<String> HELP = List.of("help", "-h", "--help");

  private Main() {}

  static void main(String[] args) throws Exception {
    if (args.length == 0 || HELP.contains(args[0])) {
      System.out.printf("usage: ./talma run NAME [ARGS...]%n%n%s", list());
      return;
    }
    for (Example example : EXAMPLES) {
      if (example.name().equals(args[0])) {
        example.body().main(List.of(args).subList(1, args.length).toArray(String[]::new));
        return;
      }
    }
    System.err.printf("There is no example named '%s'. There are:%n%s", args[0], list());
    System.exit(2);
  }

  private static String list() {
    var list = new StringBuilder();
    for (Example example : EXAMPLES) {
      list.append("  %-20s %s%n".formatted(example.name(), example.summary()));
    }
    return list.toString();
  }

  /// An example.
  ///
  /// @param name what to call it on the command line
  /// @param summary what it shows, in one line
  /// @param body its main method
  private record Example(String name, String summary, Body body) {}

  /// A main method.
  private interface Body {
    void main(String[] args) throws Exception;
  }
}
