package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.SystemSettings;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.cluster.internal.placement.Placements;
import dev.talma.cluster.internal.placement.Ring;
import dev.talma.cluster.internal.placement.RingMember;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.remote.Gateway;
import dev.talma.remote.Handle;
import dev.talma.remote.Parcel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The named actors of one node, without a network, or with a connection over which nothing is
/// sent.
final class OneNode implements AutoCloseable {
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");

  private final Gateway gateway = Gateway.open("one", SystemSettings.defaults(), Alone::new);
  private final Links links = new Links();
  private final Traffic traffic = new Traffic();
  private final Correlations correlations = new Correlations();
  private final Outgoing outgoing;
  private final Barrier barrier;
  private final NamedActors actors;

  OneNode(ActorType<?>... types) {
    this(Outbound.defaults(), 100, types);
  }

  /// @param holdLimit how much may wait until it is clear where it belongs
  OneNode(Outbound outbound, int holdLimit, ActorType<?>... types) {
    this.outgoing = new Outgoing(SELF, links, correlations, new Post(outbound, traffic), traffic);
    this.barrier =
        new Barrier(new Placement(SELF, 1), links, outgoing, Duration.ofDays(1), holdLimit);
    Map<String, ActorType<?>> byName =
        Arrays.stream(types).collect(Collectors.toMap(ActorType::name, Function.identity()));
    this.actors =
        new NamedActors("one", byName, new Desk(gateway, outgoing, traffic), links, barrier);
  }

  Gateway gateway() {
    return gateway;
  }

  Barrier barrier() {
    return barrier;
  }

  NamedActors actors() {
    return actors;
  }

  Correlations correlations() {
    return correlations;
  }

  Outgoing outgoing() {
    return outgoing;
  }

  static NodeId self() {
    return SELF;
  }

  static NodeId peer() {
    return PEER;
  }

  /// It has waited for others until now, and is alone.
  void form() {
    barrier.apply(actors, each -> each.viewChanged(Placements.view(SELF)));
  }

  /// {@return a connection with the other node} What is sent there is of that protocol.
  Link connect(FakeSession session, Class<?> protocol) {
    return connect(session, protocol, 0);
  }

  /// As [#connect(FakeSession, Class)].
  ///
  /// @param passing how many messages there may be at a time that are passed on
  Link connect(FakeSession session, Class<?> protocol, int passing) {
    Link link = link(session, passing, protocol);
    links.add(link);
    return link;
  }

  private Link link(FakeSession session, int passing, Class<?>... protocols) {
    Schema schema = Schema.of(List.of(protocols));
    AddressBook addresses = new AddressBook(SELF, "one", gateway, processes(), actors);
    return new Link(
        session,
        schema.peer(schema.table(), PEER.name()),
        addresses,
        new SystemMessages(List.of()),
        passing);
  }

  /// {@return what is not named}
  Processes processes() {
    return new Processes(SELF, gateway, links, outgoing);
  }

  /// The other node joins, and takes its names.
  void join() {
    PlacementMessage switched =
        Placements.sent(new Placement(PEER, 1).viewChanged(Placements.view(SELF, PEER)));
    barrier.apply(actors, each -> each.viewChanged(Placements.view(SELF, PEER)));
    barrier.apply(actors, each -> each.received(PEER, switched));
  }

  /// {@return a name that is the other node's once that has joined}
  static String nameOfPeer(ActorType<?> type) {
    Ring both =
        Ring.of(List.of(new RingMember(SELF, 1, Set.of()), new RingMember(PEER, 1, Set.of())));
    String name = "n";
    while (!both.owner(new Key(type.name(), name, type.role())).equals(Optional.of(PEER))) {
      name += "n";
    }
    return name;
  }

  @SuppressWarnings("unchecked") // the route is that of the type
  <M> ActorRef<M> actor(ActorType<M> type, String name) {
    return (ActorRef<M>) actors.handle(new Target.Named(type.name(), name)).ref();
  }

  NamedRoute route(ActorType<?> type, String name) {
    return actors.route(new Target.Named(type.name(), name));
  }

  /// {@return what is sent, as it comes to a route}
  @SuppressWarnings("unchecked") // it takes everything
  <M> Parcel parcel(Consumer<ActorRef<M>> send) {
    AtomicReference<Parcel> sent = new AtomicReference<>();
    send.accept((ActorRef<M>) gateway.ref("/taker", new Carrier(sent::set)).ref());
    return sent.get();
  }

  /// Settles something that was held, under the lock, as it is done when the nodes agree.
  void settle(ActorType<?> type, String name, Parcel parcel) {
    barrier.apply(
        actors,
        _ -> {
          actors.settle(new Item.OfParcel(route(type, name), parcel), barrier.routing().local());
          return List.of();
        });
  }

  /// There is a connection with the other node from now on.
  Link connect(FakeSession session) {
    Link link = link(session, 0);
    links.add(link);
    return link;
  }

  /// Whether an actor runs here.
  boolean isHere(ActorType<?> type, String name) {
    return actors.here(new Target.Named(type.name(), name)).isPresent();
  }

  /// There is no connection with the other node any more.
  void disconnect() {
    boolean _ = links.find(PEER).filter(links::remove).isPresent();
    actors.watches().lost(PEER);
    barrier.apply(actors, each -> each.sessionClosed(PEER));
  }

  /// {@return the reference to one that belongs to the other node}
  Handle<?> ofPeer(ActorType<?> type) {
    for (int i = 0; ; i++) {
      NamedRoute route = route(type, "it-" + i);
      if (barrier.owner(route.key()).equals(Optional.of(PEER))) {
        return actors.handle(route.target());
      }
    }
  }

  /// The two of them are members, and agree on that. For the first view only.
  void formBoth() {
    barrier.apply(actors, each -> each.viewChanged(Placements.view(SELF, PEER)));
    Placement peer = new Placement(PEER, 1);
    PlacementMessage switched = Placements.sent(peer.viewChanged(Placements.view(SELF, PEER)));
    PlacementMessage done = Placements.done(peer, SELF, switched, 1);
    barrier.apply(actors, each -> each.received(PEER, switched));
    barrier.apply(actors, each -> each.received(PEER, done));
  }

  /// A letter comes from another node.
  void arrived(ActorType<?> type, String name, Letter letter) {
    Link link = link(new FakeSession(PEER), 0);
    Item item = new Item.OfLetter(route(type, name), letter, PEER);
    actors.arrived(link, item, new Route(PEER, 0, 0, PEER, 1, 0, Route.Kind.SENT));
  }

  /// Has an actor leave, and returns when all that has waited for it is on its way. That it is over
  /// is not noticed before the latch is opened.
  void leave(ActorType<?> type, String name, CountDownLatch open) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    ActorRef<?> local = actors.here(new Target.Named(type.name(), name)).orElseThrow();
    // whoever is linked to it hears first
    Carrier linked =
        new Carrier(
            _ -> {
              ended.countDown();
              awaitNow(open);
            });
    boolean _ = gateway.link(local, gateway.ref("/linked", linked).ref());
    barrier.apply(
        actors,
        _ -> {
          Ring ring = Ring.of(List.of(new RingMember(PEER, 1, Set.of())));
          actors.all().forEachRemaining(each -> actors.depart(each, ring));
          return List.of();
        });
    ended.await();
  }

  private static void awaitNow(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    gateway.local().close();
  }
}
