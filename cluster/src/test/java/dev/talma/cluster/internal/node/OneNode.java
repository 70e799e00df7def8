package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.SystemSettings;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.Ring;
import dev.talma.cluster.internal.placement.RingMember;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.remote.Gateway;
import dev.talma.remote.Parcel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The named actors of one node, without a network.
final class OneNode implements AutoCloseable {
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");

  private final Gateway gateway = Gateway.open("one", SystemSettings.defaults(), Alone::new);
  private final Links links = new Links();
  private final Traffic traffic = new Traffic();
  private final Correlations correlations = new Correlations();
  private final Outgoing outgoing =
      new Outgoing(SELF, links, correlations, new Post(Outbound.defaults(), traffic), traffic);
  private final Barrier barrier =
      new Barrier(new Placement(SELF, 1), links, outgoing, Duration.ofDays(1), 100);
  private final NamedActors actors;

  OneNode(ActorType<?>... types) {
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

  static NodeId self() {
    return SELF;
  }

  /// It has waited for others until now, and is alone.
  void form() {
    barrier.apply(actors, each -> each.viewChanged(Placements.view(SELF)));
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

  /// A letter comes from another node.
  void arrived(ActorType<?> type, String name, Letter letter) {
    Schema schema = Schema.of(List.of());
    AddressBook addresses =
        new AddressBook(
            SELF, "one", gateway, new Processes(SELF, gateway, links, outgoing), actors);
    Link link =
        new Link(
            new FakeSession(PEER),
            schema.peer(schema.table(), "x"),
            addresses,
            new SystemMessages(List.of()));
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
          actors.depart(Ring.of(List.of(new RingMember(PEER, 1, Set.of()))));
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
