package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.cluster.NodeId;
import dev.talma.remote.EndListener;
import dev.talma.remote.Gateway;
import dev.talma.remote.Handle;
import dev.talma.remote.Parcel;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The actors that are reached where they are: those of this node whose references have been sent
/// away, and those of other nodes whose references have come.
final class Processes {
  private final NodeId self;
  private final Gateway gateway;
  private final Links links;
  private final Outgoing outgoing;
  private final ConcurrentMap<Long, Exported> exported = new ConcurrentHashMap<>();
  private final WeakTable<Key, Handle<?>> known = new WeakTable<>();

  private record Key(NodeId node, long number) {}

  Processes(NodeId self, Gateway gateway, Links links, Outgoing outgoing) {
    this.self = self;
    this.gateway = gateway;
    this.links = links;
    this.outgoing = outgoing;
  }

  /// {@return how other nodes are to call an actor of this node} From now on it can be reached from
  /// there, until it ends.
  ///
  /// @param protocol what they may send to it, besides what they may already; Object if nothing is
  ///   known of that
  Target.Single export(ActorRef<?> ref, Class<?> protocol) {
    long number = gateway.number(ref);
    Exported there = exported.get(number);
    if (there == null) {
      there = exported(ref, number, protocol);
    }
    there.allow(protocol);
    return new Target.Single(number, ref.path());
  }

  private Exported exported(ActorRef<?> ref, long number, Class<?> protocol) {
    Exported made = new Exported(ref, protocol);
    Exported other = exported.putIfAbsent(number, made);
    if (other == null) {
      Runnable _ =
          gateway.watch(
              ref,
              new EndListener() {
                @Override
                public void ended(ExitReason reason) {
                  exported.remove(number);
                }

                @Override
                public void departed() {
                  exported.remove(number);
                }
              });
    }
    return other == null ? made : other;
  }

  /// {@return the living actor of this node by that number, if its reference was sent away}
  Optional<ActorRef<?>> find(Target.Single target) {
    return Optional.ofNullable(exported.get(target.number())).map(Exported::ref);
  }

  /// {@return whether other nodes may send a message to an actor of this node} To one that was sent
  /// away as an `ActorRef<M>`, an M. One of which only the sender of a message was sent is known to
  /// nobody but its receiver, and gets whatever comes.
  boolean takes(Target.Single target, Object message) {
    Exported there = exported.get(target.number());
    return there == null || there.takes(message);
  }

  /// {@return the reference to an actor of a node}
  ActorRef<?> ref(NodeId node, Target.Single target) {
    if (node.equals(self)) {
      return find(target).orElseGet(() -> ended(target));
    }
    return known
        .get(
            new Key(node, target.number()),
            _ -> gateway.ref(target.path(), new ProcessRoute(this, node, target)))
        .ref();
  }

  /// {@return a reference to an actor of this node that has ended}
  ActorRef<?> ended(Target.Single target) {
    Handle<Object> handle = gateway.ref(target.path(), new ProcessRoute(this, self, target));
    handle.end(ExitReason.noProcess());
    return handle.ref();
  }

  private Optional<Handle<?>> handle(NodeId node, long number) {
    return Optional.ofNullable(known.find(new Key(node, number)));
  }

  // --- what is sent

  void carry(ProcessRoute route, Parcel parcel) {
    ActorRef<?> target = ref(route.node(), route.target());
    Optional<Link> link = links.find(route.node());
    if (link.isEmpty()) {
      LetterFrame.unreachable(parcel, target, "there is no connection with " + route.node().name());
      return;
    }
    outgoing.send(link.get(), parcel, target, route.target());
  }

  void watch(ProcessRoute route) {
    if (!outgoing.tell(route.node(), new Note.Watch(route.target(), false))) {
      handle(route.node(), route.target().number())
          .ifPresent(handle -> handle.tell(ExitReason.noConnection()));
    }
  }

  void unwatch(ProcessRoute route) {
    outgoing.tell(route.node(), new Note.Unwatch(route.target(), false));
  }

  // --- what is heard

  /// An actor of another node has ended.
  void ended(NodeId node, Target.Single target, ExitReason reason) {
    handle(node, target.number()).ifPresent(handle -> handle.end(reason));
  }

  /// There is no connection with a node any more.
  void lost(NodeId node) {
    for (Handle<?> handle : known.values()) {
      if (gateway.route(handle.ref()).orElseThrow() instanceof ProcessRoute route
          && route.node().equals(node)) {
        handle.tell(ExitReason.noConnection());
      }
    }
  }
}
