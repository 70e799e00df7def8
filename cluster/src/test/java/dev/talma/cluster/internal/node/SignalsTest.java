package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.Request;
import dev.talma.SystemSettings;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.Outbound.WhenFull;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Offer;
import dev.talma.remote.Extension;
import dev.talma.remote.Gateway;
import dev.talma.remote.Parcel;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Links between nodes where there is no room, no connection, or nobody.
class SignalsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");
  private static final NodeId LOST = new NodeId("node-3", "c");
  private static final Target.Single FAR = new Target.Single(7, "/far");
  private static final Route FROM_PEER = new Route(PEER, 0, 0, PEER, 1, 0, Route.Kind.SENT);

  sealed interface Job {
    record Link(ActorRef<?> whom) implements Job, Request<Job, Boolean> {}
  }

  /// One node, with a connection over which nothing is sent.
  private static final class Node implements Extension {
    final Gateway gateway = Gateway.open("node-1", SystemSettings.defaults(), _ -> this);
    final Traffic traffic = new Traffic();
    final Links links = new Links();
    final Correlations correlations = new Correlations();
    final FakeSession session = new FakeSession(PEER);
    final Outgoing outgoing;
    final Desk desk;
    final Processes processes;
    final Barrier barrier;
    final NamedActors actors;
    final Link link;

    Node(WhenFull whenFull) {
      Post post = new Post(Outbound.defaults().withWhenFull(whenFull), traffic);
      outgoing = new Outgoing(SELF, links, correlations, post, traffic);
      desk = new Desk(gateway, outgoing, traffic);
      processes = new Processes(SELF, gateway, links, outgoing);
      barrier = new Barrier(new Placement(SELF, 1), links, outgoing, LONG, 1);
      actors = new NamedActors("test", Map.of(), desk, links, barrier);
      Schema schema = Schema.of(List.of(Job.class));
      link =
          new Link(
              session,
              schema.peer(schema.table(), PEER.name()),
              new AddressBook(SELF, "test", gateway, processes, actors),
              new SystemMessages(List.of()),
              0);
      links.add(link);
    }

    @Override
    public ActorSystem system() {
      return gateway.local();
    }

    @Override
    public <M> ActorRef<M> actor(ActorType<M> type, String name) {
      throw new UnsupportedOperationException();
    }

    ActorRef<Job> spawn() {
      Actor<Job> linker =
          (mailbox, ctx) -> {
            for (var msg : mailbox) {
              switch (msg) {
                case Job.Link it -> {
                  ctx.link(it.whom());
                  ctx.reply(it, true);
                }
              }
            }
          };
      return gateway.local().spawn(linker);
    }

    ActorRef<?> far() {
      return processes.ref(PEER, FAR);
    }

    /// {@return what is in the next frame for the other node}
    Letter next(int index) {
      long end = System.nanoTime() + LONG.toNanos();
      while (session.taken().size() <= index) {
        assertTrue(System.nanoTime() - end < 0, "nothing comes");
        Thread.onSpinWait();
      }
      byte[] bytes = session.taken().get(index).bytes();
      return ((Wire.Arrival.OfLetter) Wire.read(link, Input.of(bytes))).letter();
    }

    Incoming incoming() {
      return new Incoming(
          desk,
          correlations,
          processes,
          new ProcessWatches(gateway, processes, outgoing),
          actors,
          barrier);
    }
  }

  private Node node = new Node(WhenFull.WAIT);

  private Node node(WhenFull whenFull) {
    close();
    node = new Node(whenFull);
    return node;
  }

  @AfterEach
  void close() {
    node.gateway.local().close();
  }

  private static Letter letter(Parcel.Kind kind, Target target, ActorRef<?> from) {
    return new Letter(kind, target, Optional.of(from), "", Optional.empty(), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfALinkedActorIsToldAlsoWhenTheWayIsFull(WhenFull whenFull) {
    Node node = node(whenFull);
    ActorRef<Job> here = node.spawn();
    assertTrue(here.ask(new Job.Link(node.far()), LONG));
    assertEquals(Parcel.Kind.LINK, node.next(0).kind());
    node.session.beNarrow();
    here.stop(ExitReason.shutdown("enough"));
    Letter told = node.next(1);
    assertEquals(Parcel.Kind.EXIT, told.kind());
    assertEquals(ExitReason.shutdown("enough"), told.reason().orElseThrow());
  }

  @Test
  void whoStopsOneIsToldThatTheWayIsFullOrItIsDone() {
    Node told = node(WhenFull.FAIL);
    told.session.beNarrow();
    assertThrows(MailboxFullException.class, () -> told.far().stop());
    assertThrows(MailboxFullException.class, () -> told.far().kill());
    Node silent = node(WhenFull.DROP);
    silent.session.beNarrow();
    silent.far().stop();
    silent.far().kill();
    assertEquals(Parcel.Kind.STOP, silent.next(0).kind());
    assertEquals(Parcel.Kind.KILL, silent.next(1).kind());
  }

  @Test
  void ofANamedActorItIsToldTooAndHeldWhereTooMuchIs() {
    Target.Named target = new Target.Named("job", "a");
    Route onward = new Route(SELF, 3, 0, SELF, 1, 2, Route.Kind.SENT);
    ActorRef<?> ref = node.actors.handle(target).ref();
    ActorRef<Job> here = node.spawn();
    // nobody owns anything yet, so that all is held, and there is room for one
    assertTrue(here.ask(new Job.Link(ref), LONG));
    NamedRoute route = node.actors.route(target);
    Route held = node.barrier.routing().local();
    Key key = route.key();
    Letter message =
        new Letter(
            Parcel.Kind.MESSAGE, target, Optional.empty(), "x", Optional.empty(), Optional.empty());
    assertFalse(
        node.barrier.held().hold(key, held, new Item.OfLetter(route, message, PEER), false));
    for (Parcel.Kind kind : List.of(Parcel.Kind.EXIT, Parcel.Kind.UNLINK)) {
      node.actors.arrived(
          node.link, new Item.OfLetter(route, letter(kind, target, here), PEER), FROM_PEER);
    }
    List<Item> all = new CopyOnWriteArrayList<>();
    node.barrier.held().end(all::add);
    assertEquals(3, all.size());
    node.session.beNarrow();
    List<Parcel> parcels = new CopyOnWriteArrayList<>();
    ActorRef<?> caught = node.gateway.ref("/caught", new Carrier(parcels::add)).ref();
    assertTrue(here.ask(new Job.Link(caught), LONG));
    here.stop();
    long end = System.nanoTime() + LONG.toNanos();
    while (parcels.size() < 2) {
      assertTrue(System.nanoTime() - end < 0, "it is not told");
      Thread.onSpinWait();
    }
    Parcel exit = parcels.getLast();
    assertEquals(
        Offer.ACCEPTED,
        node.outgoing.offer(node.outgoing.write(node.link, exit, ref, target, onward, false)));
    assertEquals(Parcel.Kind.EXIT, node.next(0).kind());
  }

  @Test
  void aLinkThatOutlivesTheNodeOfItsSenderEndsAtOnce() throws Exception {
    ActorRef<Job> here = node.spawn();
    ActorRef<?> from = node.processes.ref(LOST, FAR);
    assertTrue(node.desk.deliver(letter(Parcel.Kind.LINK, FAR, from), here, LOST));
    assertTrue(here.awaitTermination(LONG));
    assertEquals(ExitReason.noConnection(), here.exitReason().orElseThrow());
  }

  @Test
  void aLinkFromANamedActorEndsWithTheConnectionOfItsNode() throws Exception {
    ActorRef<Job> here = node.spawn();
    ActorRef<?> from = node.actors.handle(new Target.Named("job", "a")).ref();
    assertTrue(node.desk.deliver(letter(Parcel.Kind.LINK, FAR, from), here, PEER));
    assertTrue(node.links.remove(node.link));
    // the one that has the name is another node's by now, or nobody's
    node.actors.watches().lost(PEER);
    assertTrue(here.awaitTermination(LONG));
    assertEquals(ExitReason.noConnection(), here.exitReason().orElseThrow());
  }

  @Test
  void aLinkFromANodeThatIsThereGoesOn() {
    ActorRef<Job> here = node.spawn();
    assertTrue(node.desk.deliver(letter(Parcel.Kind.LINK, FAR, node.far()), here, PEER));
    assertTrue(here.ask(new Job.Link(node.far()), LONG));
    assertTrue(here.isAlive());
  }

  @Test
  void aLinkToOneThatHasEndedIsRefusedOnce() {
    Letter link = letter(Parcel.Kind.LINK, FAR, node.spawn());
    byte[] bytes = Wire.letter(node.link, link, Optional.empty(), SELF);
    node.incoming().received(node.link, Unpooled.wrappedBuffer(bytes));
    List<Session.Frame> taken = node.session.taken();
    assertEquals(1, taken.size());
    assertEquals(Parcel.Kind.EXIT, node.next(0).kind());
  }
}
