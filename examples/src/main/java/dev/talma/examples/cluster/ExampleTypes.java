package dev.talma.examples.cluster;

import dev.talma.ActorType;
import dev.talma.cluster.ClusterSettings;
import java.util.List;

/// The kinds of actors that live on the nodes of the examples. They have a role, so that a process
/// which only looks in or asks can join without getting any of them.
public final class ExampleTypes {
  /// The role of those nodes.
  public static final String ROLE = "node";

  private static final List<ActorType<?>> ALL =
      List.of(
          DistributedCounter.COUNTER,
          ShardedCache.SHARD,
          ServiceRegistry.REGISTRY,
          ServiceRegistry.SERVICE);

  private ExampleTypes() {}

  /// {@return the settings with all types, and without the role}
  ///
  /// @param settings of a node
  public static ClusterSettings known(ClusterSettings settings) {
    return settings.types(ALL.toArray(ActorType<?>[]::new)).messages(ServiceRegistry.Notice.class);
  }
}
