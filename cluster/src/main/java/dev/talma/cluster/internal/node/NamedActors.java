package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.SystemClosedException;
import dev.talma.TalmaException;
import dev.talma.cluster.ClusterUnavailableException;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.placement.Decision;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Ring;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.cluster.internal.placement.Routing;
import dev.talma.remote.Gateway;
import dev.talma.remote.Handle;
import dev.talma.remote.Parcel;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The named actors: the references to them, and what becomes of each message for one.
///
/// What is decided by one [Routing] has to be on its way before the next one is told to others. So
/// everything is routed under the read lock of the [Barrier], and nothing in there waits: where the
/// way is full, the lock is given back, and all is decided anew after a while.
final class NamedActors implements Barrier.Actors, Residents.Relatives {
  private final String clusterName;
  private final Map<String, ActorType<?>> types;
  private final Desk desk;
  private final Links links;
  private final Barrier barrier;
  private final Residents residents;
  private final NamedWatches watches;
  private final Carriage carriage;
  private final WeakTable<Target.Named, Handle<?>> known = new WeakTable<>();

  NamedActors(
      String clusterName,
      Map<String, ActorType<?>> types,
      Desk desk,
      Links links,
      Barrier barrier) {
    this.clusterName = clusterName;
    this.types = types;
    this.desk = desk;
    this.links = links;
    this.barrier = barrier;
    this.residents = new Residents(desk.gateway(), desk.traffic(), barrier, this);
    this.watches = new NamedWatches(this, desk, barrier, residents);
    this.carriage = new Carriage(this, desk, links, barrier);
  }

  String clusterName() {
    return clusterName;
  }

  NamedWatches watches() {
    return watches;
  }

  Residents residents() {
    return residents;
  }

  // --- references

  /// {@return the reference to a named actor}
  ///
  /// @throws MalformedException if nothing can be called so
  Handle<?> handle(Target.Named target) {
    Handle<?> there = known.find(target);
    return there == null ? make(target, Optional.empty()) : there;
  }

  /// {@return the reference to a named actor}
  ///
  /// @param role where its type may live, if this node does not know the type
  /// @throws MalformedException if nothing can be called so
  Handle<?> handle(Target.Named target, Optional<String> role) {
    if (role.isEmpty()) {
      return handle(target);
    }
    Handle<?> there = known.find(target);
    Handle<?> handle = there == null ? make(target, role) : there;
    route(handle).learn(role.get());
    return handle;
  }

  private Handle<?> make(Target.Named target, Optional<String> role) {
    ActorType<?> type = types.get(target.type());
    try {
      type = type == null ? UnknownType.of(target.type(), role) : type;
      String _ = Gateway.checkedName(target.name());
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
    NamedRoute route = new NamedRoute(this, type, target, Optional.empty());
    return known.get(target, _ -> desk.gateway().ref(target.path(), route));
  }

  /// {@return where actors of its type may live}
  Optional<String> role(Target.Named target) {
    ActorType<?> type = types.get(target.type());
    return type == null ? Optional.empty() : type.role();
  }

  NamedRoute route(Target.Named target) {
    return route(handle(target));
  }

  /// {@return the route of one of these references}
  NamedRoute route(Handle<?> handle) {
    return (NamedRoute) desk.gateway().route(handle.ref()).orElseThrow();
  }

  /// {@return the actor, if it runs on this node}
  Optional<ActorRef<?>> here(Target.Named target) {
    Resident resident = residents.find(target);
    return resident == null ? Optional.empty() : Optional.of(resident.ref());
  }

  /// {@return the references that are used}
  List<Handle<?>> handles() {
    return known.values();
  }

  // --- what actors here send

  /// Sends a parcel to the actor, wherever it is.
  void carry(NamedRoute to, Parcel parcel) {
    carriage.carry(to, parcel);
  }

  Decision decide(NamedRoute to, @Nullable Resident resident, @Nullable Resident leaving) {
    Routing routing = barrier.routing();
    if (leaving == null) {
      return barrier.isBehind(to.key())
          ? routing.behind(routing.local())
          : to.decisions().sent(routing, presence(resident));
    }
    return routing.decide(
        to.key(),
        routing.handOver(),
        leaving.next().isPresent() ? Presence.NATIVE : Presence.ABSENT);
  }

  private static Presence presence(@Nullable Resident resident) {
    return resident == null ? Presence.ABSENT : resident.presence();
  }

  static ActorRef<?> here(@Nullable Resident resident, @Nullable Resident leaving) {
    if (resident != null) {
      resident.used();
      return resident.ref();
    }
    if (leaving != null) {
      return leaving.next().orElseThrow();
    }
    throw new AssertionError("decided for one that is not here");
  }

  ActorRef<?> start(
      NamedRoute to, @Nullable Resident leaving, Optional<Object> state, Presence as) {
    if (leaving == null) {
      return residents.start(to.type(), to.target(), state, as).ref();
    }
    ActorRef<?> next = residents.startNext(leaving, state);
    // too late, if the former one has gone meanwhile: then it is one like any other
    return leaving.next(next)
        ? next
        : residents.start(to.type(), to.target(), Optional.empty(), as).ref();
  }

  private void forward(Item item, NodeId peer, Route onward) {
    ActorRef<?> ref = handle(item.to().target()).ref();
    Optional<Link> link = links.find(peer);
    link.ifPresent(there -> item.forward(desk, there, ref, onward));
    if (link.isEmpty()) {
      item.unreachable(desk, ref, noConnection(peer));
    }
  }

  static String noConnection(NodeId peer) {
    return "there is no connection with " + peer.name();
  }

  /// Keeps what has come from elsewhere, or was kept before: of a signal, there is nobody who could
  /// be told that there is no room.
  private void hold(Item item, Route route) {
    if (!barrier.held().hold(item.to().key(), route, item, item.isSignal())) {
      item.overflow(desk, handle(item.to().target()).ref());
    }
  }

  // --- what comes from other nodes, and what was held

  /// Something for a named actor has come over a link.
  void arrived(Link link, Item item, Route sent) {
    NamedRoute to = item.to();
    barrier.route(() -> settle(item, as -> kept(to, link, arrived(to, link.peer(), sent, as))));
  }

  private Decision arrived(NamedRoute to, NodeId peer, Route sent, Presence as) {
    Routing routing = barrier.routing();
    return barrier.isBehind(to.key())
        ? routing.behind(routing.arrived(sent, peer))
        : to.decisions().arrived(routing, sent, peer, as);
  }

  /// Whoever knows a type knows its role, which this node may not: what comes back from where it
  /// would go belongs here then, or it would go round for ever.
  private static Decision kept(NamedRoute to, Link link, Decision decision) {
    return UnknownType.is(to.type())
            && decision instanceof Decision.Forward(NodeId owner, _)
            && owner.equals(link.peer())
        ? new Decision.Activate(Presence.NATIVE) // which is refused, as there is no recipe
        : decision;
  }

  @Override
  public void settle(Item item, Route route) {
    try {
      settle(item, as -> barrier.routing().decide(item.to().key(), route, as));
    } catch (RuntimeException | Error e) { // what else was held is to be settled nevertheless
      Target.Named target = item.to().target();
      NodeLog.notDone(target, e);
      item.notStarted(desk, handle(target).ref(), new StartFailure(target, e));
    }
  }

  /// Decides, and does it. An actor that was found here may end before it has got the item: then
  /// its name is free, and it is decided anew.
  private void settle(Item item, Function<Presence, Decision> decide) {
    Resident found = residents.find(item.to().target());
    while (!settle(item, found, decide.apply(presence(found)))) {
      Resident next = residents.find(item.to().target());
      if (next != null && next == found) { // it was on its way out, and has crashed
        item.ended(desk, next.ref());
        return;
      }
      found = next;
    }
  }

  private boolean settle(Item item, @Nullable Resident resident, Decision decision) {
    switch (decision) {
      case Decision.Here _ -> {
        return item.deliver(desk, here(resident, null));
      }
      case Decision.Conflict _ -> {
        return item.conflict(desk, here(resident, null));
      }
      case Decision.Activate(Presence as) -> {
        if (item.starts()) {
          activate(item, as);
        }
      }
      case Decision.Hold(Route held) -> hold(item, held);
      case Decision.Forward(NodeId peer, Route onward) -> forward(item, peer, onward);
      case Decision.Refuse(String why) -> refuse(item, why);
    }
    return true;
  }

  private void refuse(Item item, String why) {
    ActorRef<?> ref = handle(item.to().target()).ref();
    Optional<String> leaving = barrier.leaving();
    if (item instanceof Item.OfParcel(_, Parcel parcel)
        && leaving.isPresent()
        && !Desk.isAskedElsewhere(parcel)) {
      item.closed(desk, ref, leaving.get()); // that there is nobody else is not what its sender did
    } else { // an asker elsewhere would hear of the end of this node only when that comes
      item.refuse(desk, ref, why);
    }
  }

  /// {@return what the sender is told}
  TalmaException refusal(Parcel parcel, String why) {
    Optional<String> leaving = barrier.leaving();
    return leaving.isPresent() && !Desk.isAskedElsewhere(parcel)
        ? new SystemClosedException(leaving.get())
        : new ClusterUnavailableException(why);
  }

  private void activate(Item item, Presence as) {
    NamedRoute to = item.to();
    Resident resident;
    try {
      resident = residents.start(to.type(), to.target(), item.state(), as);
    } catch (StartFailure failure) {
      item.notStarted(desk, handle(to.target()).ref(), failure);
      return;
    }
    if (!item.deliver(desk, resident.ref())) {
      item.ended(desk, resident.ref()); // it has crashed at once, and may do so again
    }
  }

  /// This node ends: so does what waits here.
  void close(String why) {
    barrier.held().end(item -> item.closed(desk, handle(item.to().target()).ref(), why));
  }

  // --- those that leave

  @Override
  public Iterator<Resident> all() {
    return residents.all().iterator();
  }

  @Override
  public void depart(Resident resident, Ring ring) {
    Optional<NodeId> owner = ring.owner(resident.key());
    if (!owner.equals(Optional.of(desk.outgoing().self()))) {
      depart(resident, "moved to another node", true);
    }
  }

  /// @param keepsState whether its state goes to the next one, who is started by that
  private void depart(Resident resident, String why, boolean keepsState) {
    if (!resident.leave(barrier.handOvers()::begins)) {
      return;
    }
    Target.Named target = resident.target();
    NamedRoute onward = new NamedRoute(this, resident.type(), target, Optional.of(resident));
    desk.gateway()
        .depart(
            resident.ref(),
            desk.gateway().ref(target.path(), onward).ref(),
            handle(target).ref(),
            why,
            state ->
                state.filter(_ -> keepsState).ifPresent(left -> handOver(onward, resident, left)));
  }

  /// Sends the state that one leaves to whoever takes its place, before the messages follow.
  private void handOver(NamedRoute to, Resident leaving, Object state) {
    Optional<Class<?>> declared = to.type().state();
    if (declared.isEmpty() || !declared.get().isInstance(state)) {
      desk.outgoing()
          .stateLost(
              to.target().path(),
              "it has handed over a "
                  + state.getClass().getName()
                  + ", and its type names "
                  + declared
                      .map(each -> each.getName() + " as the class of its state")
                      .orElse("none")
                  + "; write withState("
                  + state.getClass().getSimpleName()
                  + ".class) at the ActorType");
      return;
    }
    barrier.route(() -> handOver(new Item.OfState(to, state), leaving));
  }

  private void handOver(Item.OfState item, Resident leaving) {
    NamedRoute to = item.to();
    switch (decide(to, null, leaving)) {
      case Decision.Here _, Decision.Conflict _ ->
          item.conflict(desk, leaving.next().orElseThrow());
      case Decision.Activate(Presence as) -> {
        ActorRef<?> _ = start(to, leaving, item.state(), as);
      }
      case Decision.Hold(Route held) -> hold(item, held);
      case Decision.Forward(NodeId peer, Route onward) -> forward(item, peer, onward);
      case Decision.Refuse(String why) -> item.refuse(desk, handle(to.target()).ref(), why);
    }
  }

  @Override
  public void stop(Resident resident, String why) {
    if (resident.leave(barrier.handOvers()::begins)) {
      resident.ref().stop(ExitReason.shutdown(why));
    }
  }

  /// Ends those that have had nothing to do for long.
  void endIdle() {
    if (types.values().stream().noneMatch(type -> type.idleTimeout().isPresent())) {
      return;
    }
    for (Resident resident : residents.all()) {
      resident
          .type()
          .idleTimeout()
          .filter(_ -> resident.isDue())
          .ifPresent(
              limit ->
                  desk.gateway()
                      .askIdle(resident.ref(), limit.toNanos(), idle -> endIdle(resident, idle)));
    }
  }

  private void endIdle(Resident resident, boolean idle) {
    if (idle) {
      depart(resident, "it was idle", false);
    } else {
      resident.stays();
    }
  }

  @Override
  public void began(Target.Named target) {
    watches.began(target);
  }

  @Override
  public void replaced(Resident former) {
    watches.replaced(former);
  }

  @Override
  public void inherits(Resident heir) {
    barrier.handOvers().inherits(heir, this);
  }

  @Override
  public void over(Resident resident, Optional<ExitReason> reason) {
    reason.ifPresent(why -> watches.ended(resident, why));
    if (reason.isEmpty()) {
      desk.traffic().movedOut();
      watches.departed(resident.target());
    }
    barrier.handOvers().ended(resident, this);
  }

  @Override
  public void adopted() {
    watches.renew();
  }

  // --- watches by actors here

  void watch(NamedRoute route) {
    watches.watch(route);
  }

  void unwatch(NamedRoute route) {
    watches.unwatch(route);
  }
}
