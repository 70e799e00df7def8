package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.NodeLostException;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.SystemSettings;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.transport.Session.Offer;
import dev.talma.remote.Gateway;
import dev.talma.remote.Parcel;
import dev.talma.remote.PendingReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An ask that was forwarded to several, some of them on other nodes: it is over when the last of
/// them cannot answer, and not before.
class SharedAskTest {
  private static final NodeId SELF = new NodeId("node-1", "a");
  private static final NodeId PEER = new NodeId("node-2", "b");
  private static final NodeId ASKER = new NodeId("node-3", "c");
  private static final dev.talma.cluster.internal.placement.Route ONWARD =
      new dev.talma.cluster.internal.placement.Route(
          SELF, 3, 0, SELF, 1, 2, dev.talma.cluster.internal.placement.Route.Kind.HAND_OVER);

  sealed interface Quiz {
    record Question() implements Quiz, Request<Quiz, String> {}
  }

  private final Gateway gateway = Gateway.open("shared", SystemSettings.defaults(), Alone::new);
  private final Traffic traffic = new Traffic();
  private final Links links = new Links();
  private final Correlations correlations = new Correlations();
  private final Outgoing outgoing =
      new Outgoing(SELF, links, correlations, new Post(Outbound.defaults(), traffic), traffic);
  private final FakeSession session = new FakeSession(PEER);
  private final Link link = link(session);
  private final BlockingQueue<ReplyTo<String>> rights = new LinkedBlockingQueue<>();

  /// What was to go to the other node.
  private final List<Parcel> parcels = new ArrayList<>();

  private Link link(FakeSession over) {
    Schema schema = Schema.of(List.of(Quiz.class));
    return new Link(
        over,
        schema.peer(schema.table(), "x"),
        new Nowhere(SELF),
        new SystemMessages(List.of()),
        0);
  }

  @AfterEach
  void close() {
    gateway.local().close();
  }

  /// A reference to an actor of the other node.
  private ActorRef<Quiz> far(boolean atOnce) {
    Target target = new Target.Single(7, "/far");
    return gateway
        .<Quiz>ref(
            "/far",
            new Carrier(
                parcel -> {
                  if (atOnce) {
                    outgoing.send(link, parcel, far(true), target);
                  }
                  parcels.add(parcel);
                }))
        .ref();
  }

  /// One that keeps the right to answer.
  private ActorRef<Quiz> near() {
    Actor<Quiz> keeper =
        Actor.handler(
            () ->
                (message, ctx) -> {
                  if (message instanceof Quiz.Question question) {
                    rights.add(ctx.replyTo(question));
                  }
                });
    return gateway.local().spawn(keeper);
  }

  private ActorRef<Quiz> forwarder(List<ActorRef<Quiz>> targets) {
    Actor<Quiz> forwarder =
        Actor.handler(
            () -> (message, ctx) -> targets.forEach(target -> ctx.forward(message, target)));
    return gateway.local().spawn(forwarder);
  }

  private long lostLetters() {
    return gateway.local().counters().deadLetters().get(DeadLetter.Reason.NODE_LOST);
  }

  private ReplyTo<String> right() throws InterruptedException {
    ReplyTo<String> right = rights.poll(20, TimeUnit.SECONDS);
    assertTrue(right != null, "it was not asked");
    return right;
  }

  @Test
  void aFrameThatIsLostWithItsConnectionTakesOneOfThem() throws Exception {
    CompletableFuture<String> answer =
        forwarder(List.of(far(true), near())).askAsync(new Quiz.Question(), Duration.ofSeconds(50));
    ReplyTo<String> right = right();
    session.lose();
    correlations.lost(PEER, "it is gone");
    assertEquals(0, correlations.size());
    assertTrue(right.isOpen(), "it was given up for one of them");
    right.reply("here");
    assertEquals("here", answer.get(20, TimeUnit.SECONDS));
    assertEquals(1, lostLetters());
  }

  @Test
  void aFrameThatIsLostAfterItsConnectionTakesOneOfThem() throws Exception {
    CompletableFuture<String> answer =
        forwarder(List.of(far(true), near())).askAsync(new Quiz.Question(), Duration.ofSeconds(50));
    ReplyTo<String> right = right();
    correlations.lost(PEER, "it is gone");
    session.lose();
    assertTrue(right.isOpen(), "it was given up for one of them");
    right.reply("here");
    assertEquals("here", answer.get(20, TimeUnit.SECONDS));
    assertEquals(1, lostLetters());
  }

  @Test
  void whenAllOfThemAreLostItFails() {
    CompletableFuture<String> answer =
        forwarder(List.of(far(true), far(true)))
            .askAsync(new Quiz.Question(), Duration.ofSeconds(50));
    gateway.local().spawn(Actor.<Quiz>handler(() -> (_, _) -> {}));
    awaitParcels(2);
    session.lose();
    correlations.lost(PEER, "it is gone");
    var thrown = assertThrows(ExecutionException.class, () -> answer.get(20, TimeUnit.SECONDS));
    assertInstanceOf(NodeLostException.class, thrown.getCause());
  }

  private void awaitParcels(int count) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (session.taken().size() < count) {
      assertTrue(System.nanoTime() - end < 0, "they do not come");
      Thread.onSpinWait();
    }
  }

  // --- with an asker on a third node

  private final BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();

  private Reply fromAfar() {
    return new Reply(Ticket.of(ASKER, 4711, 50_000_000_000L), Quiz.Question.class, outgoing);
  }

  /// The forwarder is done with what it was asked by the third node.
  private void forwarded(List<ActorRef<Quiz>> targets, PendingReply.Outcome origin)
      throws Exception {
    ActorRef<Quiz> forwarder = forwarder(targets);
    gateway.ask(forwarder, new Quiz.Question(), Optional.empty(), false, 50_000_000_000L, origin);
    forwarder.stop();
    assertTrue(forwarder.awaitTermination(Duration.ofSeconds(20)));
  }

  /// {@return the ticket as the other node gets it}
  private Ticket handedOver(Parcel parcel) {
    int before = session.taken().size();
    Target target = new Target.Named("quiz", "a");
    assertEquals(
        Offer.ACCEPTED,
        outgoing.offer(outgoing.write(link, parcel, far(true), target, ONWARD, true)));
    byte[] bytes = session.taken().get(before).bytes();
    var arrival = (Wire.Arrival.OfLetter) Wire.read(link, Input.of(bytes));
    return arrival.letter().ticket().orElseThrow();
  }

  @Test
  void theTicketGoesAlongWithTheOnlyOneThatMayAnswer() throws Exception {
    forwarded(List.of(far(false)), fromAfar());
    Ticket ticket = handedOver(parcels.getFirst());
    assertEquals(ASKER, ticket.asker());
    assertEquals(0, correlations.size());
  }

  @Test
  void theTicketStaysWhereSeveralMayAnswer() throws Exception {
    PendingReply.Outcome origin =
        new PendingReply.Outcome() {
          @Override
          public void answered(Object value) {
            outcomes.add(value);
          }

          @Override
          public void failed(dev.talma.remote.AskFailure failure) {
            outcomes.add(failure);
          }
        };
    forwarded(List.of(far(false), far(false)), fromAfar());
    Ticket first = handedOver(parcels.getFirst());
    assertEquals(PEER, first.asker()); // whoever writes, as it is read

    assertFalse(parcels.getLast().ask().orElseThrow().isSole());
    assertEquals(1, correlations.size());

    parcels.clear();
    forwarded(List.of(far(false), near()), origin);
    ReplyTo<String> right = right();
    Ticket _ = handedOver(parcels.getFirst());
    session.answer(Offer.CLOSED);
    correlations.lost(PEER, "it is gone");
    assertTrue(outcomes.isEmpty(), "the one that is here may answer");
    right.reply("here");
    assertEquals("here", outcomes.poll(20, TimeUnit.SECONDS));
  }
}
