package dev.talma.cluster;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Cancellable;
import dev.talma.cluster.internal.node.ClusterNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// A node of a cluster: an actor system whose named actors live on one of the nodes each, and are
/// reached from all of them.
///
/// {@snippet :
/// try (var system = Cluster.join(c -> c
///     .node("node-1").bind("0.0.0.0", 8001).advertise("node-1.example.com", 8001)
///     .seeds("node-2.example.com:8001").tls(Tls.pem(cert, key, ca))
///     .types(COUNTER))) {
///   ActorRef<Counter> ref = system.actor(COUNTER, "visits"); // wherever it lives
///   ref.send(new Counter.Increment(1));
///   int n = ref.ask(new Counter.Get());
/// }
/// }
///
/// *Named actors* are got with [#actor(ActorType, String)]. Which node has one follows from its
/// name and the members. It is started there by its first message. When nodes join or leave in good
/// order, actors that have to move finish the message in their hands and go with the messages that
/// wait for them, in order, and with their state if they [hand it
/// over][dev.talma.Context#handOver(Object)]; when their node is lost, they start afresh on another
/// one. The reference stays good all the time.
///
/// *Other actors*, those that are [spawned][#spawn(String, dev.talma.Actor)], live where they were
/// started and end with their node. References to them may be sent to other nodes in messages, and
/// are good there.
///
/// *Ordering*: what one actor sends to another arrives in the order of sending, also while the
/// receiver moves, unless a node is lost meanwhile.
///
/// *Failure*: an ask whose actor lives on a node that is lost fails with
/// [NodeLostException][dev.talma.NodeLostException] as soon as the loss is known; monitors and
/// links give [NoConnection][dev.talma.ExitReason.NoConnection]. While the members do not agree on
/// who they are, as when the network is cut in two, each part may run an actor of its own under the
/// same name; [ClusterSettings#minMembers(int)] keeps a minority from that.
///
/// Closing leaves the cluster in good order first: the actors move to other nodes.
///
/// *Threading*: every method may be called from every thread.
public interface Cluster extends ActorSystem {

  /// Starts a node, which looks for the others by itself from then on. Does not wait for them: see
  /// [#awaitMembers(int, Duration)].
  ///
  /// @param configure changes the default settings
  /// @return the node
  /// @throws IllegalArgumentException if the settings make no sense, or a type has a protocol that
  ///   cannot be sent
  /// @throws java.io.UncheckedIOException if the address cannot be bound or a file of the
  ///   certificate not read
  static Cluster join(UnaryOperator<ClusterSettings> configure) {
    return ClusterNode.join(configure.apply(ClusterSettings.defaults()));
  }

  /// {@return who this node is}
  NodeId id();

  /// {@return where others reach this node}
  Address address();

  /// {@return the actor of that type and name, wherever in the cluster it lives} The reference
  /// means whoever has the name: it stays good when the actor moves, ends or is started again.
  ///
  /// @param type one of [ClusterSettings#types(ActorType[])], the same on all nodes
  /// @param name its name among those of the same type
  /// @param <M> the type of its messages
  /// @throws IllegalArgumentException if the type is none of those
  @Override
  <M> ActorRef<M> actor(ActorType<M> type, String name);

  /// {@return the members as this node knows them now, itself among them, by name}
  List<Member> members();

  /// Gives changes among the members to a function, one at a time and in order, from now on.
  ///
  /// @param type which changes; [MemberEvent] itself for all
  /// @param listener what to do with one; runs on an actor of its own
  /// @param <E> the type of the changes
  /// @return to end it
  <E extends MemberEvent> Cancellable onMember(Class<E> type, Consumer<? super E> listener);

  /// Waits until this node knows of at least so many members, itself among them, and actors can be
  /// reached on all of them.
  ///
  /// @param members how many
  /// @param timeout how long to wait at most
  /// @return whether there are
  /// @throws InterruptedException if the waiting thread is interrupted
  /// @throws dev.talma.SystemClosedException if this node is closed, or was refused, as another one
  ///   lives under its name
  boolean awaitMembers(int members, Duration timeout) throws InterruptedException;

  /// Publishes a small value under this node's name. All members get to know it, in time and in no
  /// particular order with messages; of values published quickly one after the other, some may not
  /// be seen. It is gone with the node.
  ///
  /// @param key any text
  /// @param value any text
  /// @throws IllegalArgumentException if all that the node publishes would be more than 4 KiB
  void publish(String key, String value);

  /// Takes a value back.
  ///
  /// @param key as published
  void unpublish(String key);

  /// {@return on which node the actor of that type and name lives, or would live if it were
  /// started, as this node knows it now} Empty if there are too few members, or none with its role.
  ///
  /// @param type the kind of actor
  /// @param name its name
  Optional<Member> owner(ActorType<?> type, String name);

  /// {@return which part of the names each member has, in all 1}
  Map<NodeId, Double> shares();

  /// {@return what has passed between this node and others, in numbers}
  ClusterCounters clusterCounters();

  /// Leaves the cluster in good order and closes: named actors move to other nodes with what waits
  /// for them, then this node's own actors stop, and what they have sent last leaves. Takes at most
  /// [ClusterSettings#leaveTimeout()], what closing a system takes, and a few seconds.
  @Override
  void close();
}
