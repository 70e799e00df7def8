package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Cancellable;
import dev.talma.DeadLetter;
import dev.talma.RequestFailedException;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Messages of one protocol that another node sends to an actor of another one.
class MisfitsTest extends TwoNodes {
  private static final Duration LONG = Duration.ofSeconds(20);

  @SuppressWarnings("unchecked") // what a node that is broken or in bad hands does
  private static ActorRef<Chat.Heard> misused(ActorRef<Chat> ref) {
    return (ActorRef<Chat.Heard>) (ActorRef<?>) ref;
  }

  /// {@return the reference that the other node has of an actor of this one}
  private static ActorRef<Chat> asSeenThere(ActorRef<Chat> ref) {
    ActorRef<Chat> keeper = there().actor(Chat.ROOM, roomOn(there()));
    ActorRef<Chat> sender = here().actor(Chat.ROOM, keeper.path().substring("/room:".length()));
    sender.send(new Chat.Keep(ref));
    sender.ask(new Chat.Host(), LONG);
    return keeper.ask(new Chat.Kept(), LONG);
  }

  private static void assertRefused(ActorRef<Chat> ref) throws Exception {
    BlockingQueue<DeadLetter> dead = new LinkedBlockingQueue<>();
    Cancellable listening =
        here().onEvent(SystemEvent.DeadLettered.class, event -> dead.add(event.letter()));
    try {
      assertEquals("node-1", ref.ask(new Chat.Host(), LONG));
      long refused = here().clusterCounters().refused();
      misused(ref).send(new Chat.Heard.Line("not for you"));
      DeadLetter letter = dead.poll(20, TimeUnit.SECONDS);
      assertNotNull(letter);
      assertEquals(new Chat.Heard.Line("not for you"), letter.message());
      assertEquals(DeadLetter.Reason.NOT_UNDERSTOOD, letter.reason());
      assertEquals(refused + 1, here().clusterCounters().refused());
      var thrown =
          assertThrows(
              RequestFailedException.class,
              () -> misused(ref).ask(new Chat.Heard.Ask("you?"), LONG));
      assertTrue(thrown.getMessage().contains("is no message that"), thrown::getMessage);
      assertEquals("node-1", ref.ask(new Chat.Host(), LONG)); // and lives
    } finally {
      listening.cancel();
    }
  }

  @Test
  void aSingleActorGetsNothingThatItsReferenceDoesNotTake() throws Exception {
    assertRefused(asSeenThere(here().spawn(Chat.room())));
  }

  @Test
  void aNamedActorGetsNothingThatItsTypeDoesNotTake() throws Exception {
    assertRefused(there().actor(Chat.ROOM, roomOn(here())));
  }
}
