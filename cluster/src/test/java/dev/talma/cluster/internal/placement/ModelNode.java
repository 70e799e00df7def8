package dev.talma.cluster.internal.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Ledger.Msg;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One node of a model cluster: does what [Placement] says, as the real executor does, with actors
/// that count their messages.
final class ModelNode {
  /// What is sent to an actor.
  sealed interface Payload {}

  /// A message.
  record Mail(Msg msg) implements Payload {}

  /// An actor that is handed over.
  record Moved(int count, Map<NodeId, Integer> last, List<Msg> waiting, Set<Msg> late)
      implements Payload {}

  /// What travels on links.
  sealed interface Frame {}

  /// For the machine.
  record Control(PlacementMessage message) implements Frame {}

  /// For an actor.
  record App(Key key, Route route, Payload payload) implements Frame {}

  /// The session ends here.
  record Closed() implements Frame {}

  /// Another session begins here.
  record Opened() implements Frame {}

  /// An actor.
  static final class Activation {
    int count;

    /// The last message of each sender that it has handled.
    final Map<NodeId, Integer> last = new HashMap<>();

    final Deque<Msg> waiting = new ArrayDeque<>();

    /// What waited for another one of its name, as there were two: its order is not promised.
    final Set<Msg> late = new HashSet<>();

    Presence presence = Presence.NATIVE;
  }

  final NodeId id;
  final Placement placement;
  final Map<NodeId, ModelCluster.Fact> known = new LinkedHashMap<>();
  final Set<NodeId> excluded = new HashSet<>();

  /// With whom the session has ended, and the next one has not begun.
  final Set<NodeId> cutOff = new HashSet<>();

  final Map<NodeId, ModelCluster.Fact> unheard = new LinkedHashMap<>();
  final Map<Key, Activation> activations = new LinkedHashMap<>();
  final HeldMessages<Payload> held = new HeldMessages<>();

  /// It believes what it sees; before that it hears of the others, and what they send it.
  boolean formed;

  private final ModelCluster cluster;
  boolean left;
  long adoption;
  boolean moving;

  /// Those that were told to go at once.
  private final Set<Key> told = new HashSet<>();

  /// The others do not wait any more for those that have still to go.
  boolean reported;

  long timer;

  ModelNode(NodeId id, ModelCluster cluster, int minMembers) {
    this.id = id;
    this.cluster = cluster;
    this.placement = new Placement(id, minMembers);
  }

  /// Looks at what it knows of the others.
  void look() {
    if (!formed) {
      return;
    }
    Set<RingMember> members = new HashSet<>();
    Set<NodeId> leaving = new HashSet<>();
    known.forEach(
        (node, fact) -> {
          if (excluded.contains(node)) {
            return;
          }
          switch (fact.status()) {
            case UP -> members.add(new RingMember(node, fact.weight(), fact.roles()));
            case LEAVING -> leaving.add(node);
            case GONE, CRASHED -> {}
          }
        });
    perform(placement.viewChanged(new View(members, leaving)));
  }

  void form() {
    formed = true;
    look();
  }

  void send(Key key) {
    decide(key, placement.routing().local(), new Mail(cluster.ledger.next(id, key)));
  }

  void receive(NodeId peer, Frame frame) {
    switch (frame) {
      case Control(PlacementMessage message) -> perform(placement.received(peer, message));
      case App(Key key, Route route, Payload payload) ->
          decide(key, placement.routing().arrived(route, peer), payload);
      case Closed _ -> perform(placement.sessionClosed(peer));
      case Opened _ -> {
        cutOff.remove(peer);
        perform(placement.sessionOpened(peer));
      }
    }
  }

  void perform(List<Action> actions) {
    cluster.trace(() -> id + " does " + actions);
    List<Action> all = new ArrayList<>(actions);
    for (int i = 0; i < all.size(); i++) { // it grows
      switch (all.get(i)) {
        case Action.Send(NodeId peer, PlacementMessage message) ->
            cluster.send(id, peer, new Control(message));
        case Action.Adopt _ -> moving = false;
        case Action.HandOver(long epoch, Ring _) -> {
          adoption = epoch;
          moving = true;
          reported = false;
          told.clear();
          activations.keySet().stream()
              .filter(_ -> cluster.random.nextBoolean())
              .forEach(told::add);
        }
        case Action.StopAll(long epoch, String _) -> {
          adoption = epoch;
          moving = true;
          activations.values().forEach(a -> a.waiting.forEach(cluster.ledger::lost));
          activations.clear();
        }
        case Action.Release _ -> {
          held.release();
          all.addAll(releaseSome());
        }
        case Action.ReleaseOne(long mark) -> {
          held.release(mark);
          all.addAll(releaseSome());
        }
        case Action.AwaitSettled(long ticket) -> timer = ticket;
        case Action.Settled _, Action.SettledLate _ -> {}
        case Action.Left _ -> {
          left = true;
          cluster.left(this);
        }
      }
    }
  }

  /// Decides about all that is to be released, or about a part of it.
  private List<Action> releaseSome() {
    boolean byAndBy = cluster.random.nextBoolean();
    for (var one : held.next(byAndBy ? 1 + cluster.random.nextInt(3) : Integer.MAX_VALUE)) {
      decide(one.key(), one.route(), one.message(), false);
    }
    return held.isReleasing() ? List.of() : placement.released();
  }

  void release() {
    perform(releaseSome());
  }

  private void decide(Key key, Route route, Payload payload) {
    decide(key, route, payload, held.isAhead(key));
  }

  private void decide(Key key, Route route, Payload payload, boolean behind) {
    Activation active = activations.get(key);
    Presence presence = active == null ? Presence.ABSENT : active.presence;
    Routing routing = placement.routing();
    Decision decision = behind ? routing.behind(route) : routing.decide(key, route, presence);
    cluster.trace(() -> id + ": " + payload + " " + route + " -> " + decision);
    switch (decision) {
      case Decision.Here _, Decision.Conflict _ -> deliver(activations.get(key), payload, false);
      case Decision.Activate(Presence since) -> {
        cluster.activated(this, key);
        Activation started = new Activation();
        started.presence = since;
        activations.put(key, started);
        deliver(started, payload, true);
      }
      case Decision.Hold(Route with) -> assertFalse(!held.hold(key, with, payload), "overflow");
      case Decision.Forward(NodeId peer, Route with) ->
          cluster.send(id, peer, new App(key, with, payload));
      case Decision.Refuse(String why) -> cluster.refused(payload, why);
    }
  }

  private static void deliver(Activation to, Payload payload, boolean fresh) {
    switch (payload) {
      case Mail(Msg msg) -> to.waiting.add(msg);
      case Moved(int count, var last, var waiting, var late) -> {
        to.late.addAll(late);
        if (fresh) {
          to.count = count;
          to.last.putAll(last);
        } else {
          to.late.addAll(waiting);
        }
        to.waiting.addAll(waiting);
      }
    }
  }

  /// Whether it has heard all, and everything is where it belongs.
  boolean isAtRest() {
    return unheard.isEmpty() && excluded.isEmpty() && placement.isSettled() && held.size() == 0;
  }

  /// The actors that have to go, by and by.
  List<Key> goers() {
    List<Key> goers = new ArrayList<>();
    if (moving) {
      for (Key key : activations.keySet()) {
        if (!placement.routing().owner(key).equals(Optional.of(id))) {
          goers.add(key);
        }
      }
    }
    return goers;
  }

  /// Whether one that has to go may do so: it was told when all agreed, or all do.
  boolean mayGo(Key key) {
    return told.contains(key) || mayTell();
  }

  boolean mayTell() {
    return placement.mayHandOver(adoption);
  }

  void handOver(Key key) {
    Activation gone = activations.remove(key);
    decide(
        key,
        placement.routing().handOver(),
        new Moved(
            gone.count,
            Map.copyOf(gone.last),
            new ArrayList<>(gone.waiting),
            Set.copyOf(gone.late)),
        false);
    if (reported) {
      perform(placement.followed(key));
    }
  }

  /// Those that have not gone are in the middle of a message.
  void reportBusy() {
    reported = true;
    perform(placement.handedOver(adoption, Set.copyOf(goers())));
  }

  void reportHandedOver() {
    moving = false;
    perform(placement.handedOver(adoption));
  }

  /// An actor handles a message.
  void handle(Key key) {
    Activation active = activations.get(key);
    Msg msg = active.waiting.remove();
    boolean late = active.late.contains(msg);
    cluster.ledger.handled(msg, late ? new HashMap<>() : active.last, id);
    active.count++;
  }

  List<Key> busy() {
    return activations.keySet().stream()
        .filter(k -> !activations.get(k).waiting.isEmpty())
        .toList();
  }

  void die() {
    activations.values().forEach(a -> a.waiting.forEach(cluster.ledger::lost));
    held.release();
    held.next(Integer.MAX_VALUE).forEach(h -> cluster.lost(h.message()));
  }

  void assertEmptyHanded() {
    assertEquals(Map.of(), new HashMap<>(activations), id + " has left with actors");
    assertEquals(0, held.size(), id + " has left with messages");
  }
}
