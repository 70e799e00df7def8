package dev.talma.examples.cluster;

import static java.util.stream.Collectors.joining;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.cluster.Cluster;
import dev.talma.examples.cluster.DistributedCounter.Counter;
import dev.talma.examples.cluster.DistributedCounter.Reading;
import dev.talma.examples.cluster.ServiceRegistry.Registry;
import dev.talma.examples.cluster.ServiceRegistry.Service;
import dev.talma.examples.cluster.ShardedCache.Shard;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What can be asked in words, and how the answers read.
final class Questions {
  private Questions() {}

  /// A question that is ready to be asked.
  ///
  /// @param type whom: the kind of actor
  /// @param name whom
  /// @param body asks it, and gives the answer in words
  record Question(ActorType<?> type, String name, Body body) {
    String ask(Cluster cluster) {
      return body.ask(cluster);
    }
  }

  /// Asks something.
  interface Body {
    String ask(Cluster cluster);
  }

  /// Says how an answer reads.
  private interface Words<R> {
    String of(R answer);
  }

  /// {@return the question that words ask}
  ///
  /// @param words the type, the name, and the message
  static Question parse(List<String> words) throws UsageException {
    if (words.size() < 3) {
      throw new UsageException("what is to be asked?");
    }
    String name = words.get(1);
    List<String> message = words.subList(2, words.size());
    int values = message.size() - 1;
    return switch (words.getFirst() + " " + message.getFirst() + " " + values) {
      case "counter increment 0", "counter increment 1" ->
          counter(name, new Counter.Increment(values == 0 ? 1 : number(message.get(1))));
      case "counter get 0" -> counter(name, new Counter.Get());
      case "cache put 2" ->
          shard(name, new Shard.Put(message.get(1), message.get(2)), Questions::stats);
      case "cache get 1" ->
          shard(name, new Shard.Get(message.get(1)), (Optional<String> v) -> v.orElse("not there"));
      case "cache stats 0" -> shard(name, new Shard.GetStats(), Questions::stats);
      case "service start 0" ->
          question(ServiceRegistry.SERVICE, name, new Service.Start(), node -> "runs on " + node);
      case "registry list 0" ->
          question(ServiceRegistry.REGISTRY, name, new Registry.GetServices(), Questions::list);
      default -> throw new UsageException("\"" + String.join(" ", words) + "\" is no question");
    };
  }

  private static Question counter(String name, Request<Counter, Reading> request) {
    return question(
        DistributedCounter.COUNTER, name, request, reading -> Integer.toString(reading.count()));
  }

  private static <R> Question shard(String name, Request<Shard, R> request, Words<R> words) {
    return question(ShardedCache.SHARD, name, request, words);
  }

  private static <M, R> Question question(
      ActorType<M> type, String name, Request<M, R> request, Words<R> words) {
    return new Question(
        type,
        name,
        cluster -> {
          ActorRef<M> ref = cluster.actor(type, name);
          return words.of(ref.ask(request));
        });
  }

  private static String stats(ShardedCache.Stats stats) {
    return stats.entries() + " entries, " + stats.hits() + " hits, " + stats.misses() + " misses";
  }

  private static String list(Map<String, String> services) {
    return services.isEmpty()
        ? "no services"
        : services.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getKey() + " on " + each.getValue())
            .collect(joining("\n"));
  }

  private static int number(String text) throws UsageException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UsageException("increment needs a number, and not " + text);
    }
  }
}
