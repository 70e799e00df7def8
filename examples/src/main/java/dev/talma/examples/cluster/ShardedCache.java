package dev.talma.examples.cluster;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.cluster.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A cache that is spread over the nodes: a key belongs to one of some shards, and each shard is an
/// actor. When a node joins, some shards move to it, with all that they hold. When a node is
/// killed, what its shards held is gone, as it is a cache: it is loaded again.
public final class ShardedCache {

  /// The protocol of a shard.
  sealed interface Shard {
    /// Asks for a value; answered with nothing if it is not there.
    record Get(String key) implements Shard, Request<Shard, Optional<String>> {}

    /// Keeps a value.
    record Put(String key, String value) implements Shard, Request<Shard, Stats> {}

    /// Asks how it goes.
    record GetStats() implements Shard, Request<Shard, Stats> {}
  }

  /// How it goes.
  ///
  /// @param node where the shard is
  /// @param entries how many keys it holds
  /// @param hits how many values were asked for and were there
  /// @param misses how many were not
  record Stats(String node, int entries, long hits, long misses) {}

  /// What a shard takes along when it moves.
  ///
  /// @param entries the one that was not used for longest first
  /// @param hits as in its statistics
  /// @param misses as in its statistics
  record Contents(List<Entry> entries, long hits, long misses) {}

  /// A key with its value.
  record Entry(String key, String value) {}

  static final ActorType<Shard> SHARD =
      ActorType.of("cache", Shard.class, ShardedCache::shard)
          .withState(Contents.class)
          .withRole(ExampleTypes.ROLE);

  private static final int CAPACITY = 1_000; // of one shard

  static Actor<Shard> shard() {
    return (mailbox, ctx) -> {
      var before = ctx.handedOver(Contents.class).orElse(new Contents(List.of(), 0, 0));
      var entries = new LeastRecentlyUsed();
      before.entries().forEach(entry -> entries.put(entry.key(), entry.value()));
      long hits = before.hits();
      long misses = before.misses();
      String node = ctx.system().name();
      for (var msg : mailbox) {
        switch (msg) {
          case Shard.Get get -> {
            Optional<String> value = Optional.ofNullable(entries.get(get.key()));
            hits += value.isPresent() ? 1 : 0;
            misses += value.isPresent() ? 0 : 1;
            ctx.reply(get, value);
          }
          case Shard.Put put -> {
            entries.put(put.key(), put.value());
            ctx.reply(put, new Stats(node, entries.size(), hits, misses));
          }
          case Shard.GetStats get -> ctx.reply(get, new Stats(node, entries.size(), hits, misses));
        }
      }
      List<Entry> all = new ArrayList<>();
      entries.forEach((key, value) -> all.add(new Entry(key, value)));
      ctx.handOver(new Contents(all, hits, misses));
    };
  }

  /// Forgets what was not used for longest, when there is too much.
  private static final class LeastRecentlyUsed extends LinkedHashMap<String, String> {
    private static final long serialVersionUID = 1L;

    LeastRecentlyUsed() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
      return size() > CAPACITY;
    }
  }

  /// The cache, as those who use it see it.
  private static final class Cache {
    private final List<ActorRef<Shard>> shards = new ArrayList<>();

    Cache(Cluster cluster, int shards) {
      for (int i = 0; i < shards; i++) {
        this.shards.add(cluster.actor(SHARD, "shard-" + i));
      }
    }

    /// {@return whether it was there; if not, it is now}
    boolean read(String key) {
      ActorRef<Shard> shard = shards.get(Math.floorMod(key.hashCode(), shards.size()));
      if (shard.ask(new Shard.Get(key)).isPresent()) {
        return true;
      }
      Stats _ = shard.ask(new Shard.Put(key, "loaded for " + key));
      return false;
    }

    /// {@return how it goes with each shard}
    List<Stats> stats() {
      return shards.stream().map(shard -> shard.ask(new Shard.GetStats())).toList();
    }
  }

  private static final int SHARDS = 32;
  private static final int KEYS = 1_000;

  /// Runs the example.
  ///
  /// @param args `--processes`, or none
  /// @throws Exception if a node does not start
  public static void main(String[] args) throws Exception {
    try (var nodes = Nodes.start(3, args, SHARD)) {
      Cache cache = new Cache(nodes.here(), SHARDS);
      IO.println("an empty cache of " + SHARDS + " shards on 3 nodes");
      readAll(cache);
      readAll(cache);

      List<Stats> before = cache.stats();
      String joined = nodes.add();
      List<Stats> after = cache.stats();
      int moved = 0;
      int entries = 0;
      for (int i = 0; i < SHARDS; i++) {
        if (!before.get(i).node().equals(after.get(i).node())) {
          moved++;
          entries += after.get(i).entries();
        }
      }
      IO.println(
          joined + " has joined: " + moved + " shards moved to it, with " + entries + " entries");
      readAll(cache);

      int held =
          after.stream()
              .filter(each -> each.node().equals("node-2"))
              .mapToInt(Stats::entries)
              .sum();
      nodes.kill("node-2");
      IO.println("node-2 was killed: it held " + held + " entries");
      readAll(cache);
      readAll(cache);

      IO.println();
      print(cache.stats());
    }
  }

  private static void readAll(Cache cache) {
    int hits = 0;
    for (int i = 0; i < KEYS; i++) {
      hits += cache.read("user-" + i) ? 1 : 0;
    }
    IO.println(
        String.format(Locale.ROOT, "%,6d reads: %,5d hits, %,5d misses", KEYS, hits, KEYS - hits));
  }

  private static void print(List<Stats> shards) {
    record Sum(int shards, int entries, long hits, long misses) {
      Sum plus(Sum other) {
        return new Sum(
            shards + other.shards,
            entries + other.entries,
            hits + other.hits,
            misses + other.misses);
      }
    }
    Map<String, Sum> sums = new TreeMap<>();
    for (Stats each : shards) {
      var _ =
          sums.merge(
              each.node(), new Sum(1, each.entries(), each.hits(), each.misses()), Sum::plus);
    }
    IO.println("node     shards  entries    hits  misses");
    sums.forEach(
        (node, sum) ->
            IO.println(
                "%-8s %6d %8d %7d %7d"
                    .formatted(node, sum.shards(), sum.entries(), sum.hits(), sum.misses())));
  }

  private ShardedCache() {}
}
