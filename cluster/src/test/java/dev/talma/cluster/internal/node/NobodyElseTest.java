package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.SystemClosedException;
import dev.talma.cluster.ClusterUnavailableException;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.remote.AskFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What those hear who ask, by way of a node that leaves, where nobody else could have the actor.
class NobodyElseTest {
  private static final Duration LONG = Duration.ofDays(1);

  record Run() implements Request<Run, Integer> {}

  private final ActorType<Run> type =
      ActorType.of("type", Run.class, NobodyElseTest::none).withRole("none");
  private final OneNode node = new OneNode(type);
  private final FakeSession session = new FakeSession(OneNode.peer());
  private final Link link = node.connect(session, Run.class);

  private static Actor<Run> none() {
    throw new AssertionError("nobody may have one");
  }

  @AfterEach
  void close() {
    node.close();
  }

  /// Asks on behalf of somebody on another node, by an actor here whose place the named one takes.
  private void askFromElsewhere(long correlation) throws InterruptedException {
    ActorRef<Run> former =
        node.gateway()
            .local()
            .spawn(
                (mailbox, _) -> {
                  for (var _ : mailbox) {}
                });
    ActorRef<Run> named = node.actor(type, "a");
    node.gateway().depart(former, named, named, "moved", _ -> {});
    assertTrue(former.awaitTermination(Duration.ofSeconds(20)));
    Ticket ticket = Ticket.of(OneNode.peer(), correlation, LONG.toNanos());
    Reply reply = new Reply(ticket, Run.class, node.outgoing());
    assertTrue(
        node.gateway().ask(former, new Run(), Optional.empty(), false, ticket.nanosLeft(), reply));
  }

  private void assertTold(long... correlations) {
    var told =
        session.taken().stream()
            .map(frame -> Wire.read(link, Input.of(frame.bytes())))
            .filter(Wire.Arrival.OfNote.class::isInstance)
            .map(arrival -> ((Wire.Arrival.OfNote) arrival).note())
            .filter(Note.Failure.class::isInstance)
            .map(Note.Failure.class::cast)
            .collect(Collectors.toMap(Note.Failure::correlation, Note.Failure::failure));
    assertEquals(correlations.length, told.size());
    for (long correlation : correlations) {
      var refused = assertInstanceOf(AskFailure.Refused.class, told.get(correlation));
      assertInstanceOf(ClusterUnavailableException.class, refused.why());
    }
  }

  @Test
  void anAskerElsewhereHearsThatNobodyMayHaveIt() throws Exception {
    askFromElsewhere(1); // is held
    node.barrier().leave("The node one is closed");
    node.form();
    askFromElsewhere(2);
    assertTold(1, 2);
  }

  @Test
  void anAskerHereHearsThatItsNodeIsClosed() {
    var asked = node.actor(type, "a").askAsync(new Run(), LONG);
    node.barrier().leave("The node one is closed");
    node.form();
    var failed = assertThrows(ExecutionException.class, () -> asked.get(20, TimeUnit.SECONDS));
    assertInstanceOf(SystemClosedException.class, failed.getCause());
    assertTold();
  }
}
