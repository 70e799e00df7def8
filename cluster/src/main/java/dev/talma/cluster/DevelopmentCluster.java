package dev.talma.cluster;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.cluster.internal.node.ClusterNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// Several nodes in one JVM, to try a cluster and to test with: real sockets on the loopback
/// interface, real membership, messages as bytes. Only the machine is one.
///
/// {@snippet :
/// try (var cluster = DevelopmentCluster.start(3, COUNTER)) {
///   ActorRef<Counter> ref = cluster.actor(COUNTER, "visits");
///   ref.send(new Counter.Increment(100));
/// }
/// }
///
/// *Threading*: every method may be called from every thread.
public final class DevelopmentCluster implements AutoCloseable {
  private static final Duration FORMATION = Duration.ofSeconds(30);

  private final UnaryOperator<ClusterSettings> configure;
  private final List<Cluster> nodes = new CopyOnWriteArrayList<>();
  private int started;

  private DevelopmentCluster(UnaryOperator<ClusterSettings> configure) {
    this.configure = configure;
  }

  /// {@return a cluster of some nodes, which have found each other}
  ///
  /// @param nodes how many, at least 1
  /// @param types the kinds of named actors
  /// @throws IllegalArgumentException if there are to be none
  public static DevelopmentCluster start(int nodes, ActorType<?>... types) {
    return start(nodes, settings -> settings.types(types));
  }

  /// {@return a cluster of some nodes, which have found each other}
  ///
  /// @param nodes how many, at least 1
  /// @param configure changes the settings of each node, also of those that are
  ///   [added][#add(UnaryOperator)]. It finds the name of the node in them, `node-1` and so on, and
  ///   may change it; addresses and seeds are set after it
  /// @throws IllegalArgumentException if there are to be none, or two of one name
  /// @throws IllegalStateException if the nodes do not find each other within half a minute
  public static DevelopmentCluster start(int nodes, UnaryOperator<ClusterSettings> configure) {
    if (nodes < 1) {
      throw new IllegalArgumentException("A cluster has at least 1 node, not " + nodes);
    }
    DevelopmentCluster cluster = new DevelopmentCluster(configure);
    boolean formed = false;
    try {
      for (int i = 0; i < nodes; i++) {
        Cluster _ = cluster.join(UnaryOperator.identity());
      }
      cluster.await();
      formed = true;
      return cluster;
    } finally {
      if (!formed) {
        cluster.close();
      }
    }
  }

  /// {@return the actor of that type and name, as the first node reaches it}
  ///
  /// @param type the kind of actor
  /// @param name its name
  /// @param <M> the type of its messages
  public <M> ActorRef<M> actor(ActorType<M> type, String name) {
    return node(0).actor(type, name);
  }

  /// {@return the nodes that run, in the order of their start}
  public List<Cluster> nodes() {
    return List.copyOf(nodes);
  }

  /// {@return a node}
  ///
  /// @param index which one of [#nodes()]
  public Cluster node(int index) {
    return nodes.get(index);
  }

  /// Starts one more node, and waits until all know of it.
  ///
  /// @return the node
  public Cluster add() {
    return add(UnaryOperator.identity());
  }

  /// Starts one more node that differs from the others, such as one with another role, a newer
  /// version with more types, or one that crashed and comes again under its name, and waits until
  /// all know of it.
  ///
  /// @param change changes the settings that it has like the others
  /// @return the node
  /// @throws IllegalArgumentException if a node of that name runs
  public Cluster add(UnaryOperator<ClusterSettings> change) {
    Cluster node = join(change);
    await();
    return node;
  }

  /// Has a node leave in good order, and waits until the others have noticed.
  ///
  /// @param node one of [#nodes()]
  public void leave(Cluster node) {
    take(node);
    node.close();
    await();
  }

  /// Ends a node without a word to the others, as a crash of its process would, and does not wait.
  ///
  /// @param node one of [#nodes()]
  public void crash(Cluster node) {
    take(node);
    ((ClusterNode) node).crash();
  }

  private void take(Cluster node) {
    if (!nodes.remove(node)) {
      throw new IllegalArgumentException(node + " is no running node of this cluster");
    }
  }

  /// Waits until the nodes that run are the members, and no others, as each of them sees it.
  ///
  /// @throws IllegalStateException if that takes longer than half a minute
  public void await() {
    try {
      for (Cluster node : nodes) {
        if (!((ClusterNode) node).awaitExactly(nodes.size(), FORMATION)) {
          throw new IllegalStateException(
              node
                  + " did not come to know "
                  + nodes.size()
                  + " members within "
                  + FORMATION.toSeconds()
                  + " s, but "
                  + node.members());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the nodes", e);
    }
  }

  private synchronized Cluster join(UnaryOperator<ClusterSettings> change) {
    started++;
    ClusterSettings given =
        ClusterSettings.defaults().timing(Timing.local()).node("node-" + started);
    ClusterSettings settings = change.apply(configure.apply(given));
    List<String> seeds = new ArrayList<>();
    for (Cluster node : nodes) {
      if (node.name().equals(settings.node())) {
        throw new IllegalArgumentException("A node of the name " + node.name() + " runs already");
      }
      seeds.add(node.address().toString());
    }
    Cluster node =
        Cluster.join(_ -> settings.bind("127.0.0.1", 0).seeds(seeds.toArray(String[]::new)));
    nodes.add(node);
    return node;
  }

  /// Closes the nodes, the last one first.
  @Override
  public void close() {
    nodes.forEach(node -> ((ClusterNode) node).allClose());
    for (Cluster node : nodes.reversed()) {
      nodes.remove(node);
      node.close();
    }
  }
}
