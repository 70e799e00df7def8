package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.NoProcessException;
import dev.talma.NotAnsweredException;
import dev.talma.RequestFailedException;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// An ask of an actor on another node is as one of an actor here.
class AskAcrossNodesTest extends TwoNodes {

  @Test
  void itIsAnswered() {
    assertEquals("node-2", remoteRoom().ask(new Chat.Host()));
  }

  @Test
  void itIsAnsweredAsync() throws Exception {
    assertEquals("node-2", remoteRoom().askAsync(new Chat.Host()).get(20, TimeUnit.SECONDS));
  }

  @Test
  void itsTargetCrashesAndTheCauseIsTold() {
    var thrown =
        assertThrows(
            TargetStoppedException.class, () -> remoteRoom().ask(new Chat.Throw("no more")));
    assertTrue(thrown.getMessage().contains("no more"), thrown.getMessage());
    Throwable cause = thrown.reason().failure().orElseThrow();
    assertEquals("java.lang.IllegalStateException: no more", cause.toString());
    assertEquals(
        "room", cause.getStackTrace()[0].getMethodName().replaceAll(".*\\$(room)\\$.*", "$1"));
    assertTrue(
        java.util.Arrays.stream(thrown.getStackTrace())
            .anyMatch(frame -> frame.getClassName().contains("AskAcrossNodesTest")),
        "it has the stack of the asker");
  }

  @Test
  void itIsNotAnswered() {
    assertThrows(NotAnsweredException.class, () -> remoteRoom().ask(new Chat.Ignore()));
  }

  @Test
  void itFailsByWord() {
    var thrown =
        assertThrows(RequestFailedException.class, () -> remoteRoom().ask(new Chat.Fail("bad")));
    assertEquals("java.lang.IllegalArgumentException: bad", thrown.getCause().toString());
  }

  @Test
  void itTakesTooLong() {
    assertThrows(
        AskTimeoutException.class,
        () -> remoteRoom().ask(new Chat.Later(Duration.ofHours(1)), Duration.ofMillis(50)));
  }

  @Test
  void itsTimeIsKnownThere() {
    Duration left = remoteRoom().ask(new Chat.TimeLeft(), Duration.ofSeconds(50)).orElseThrow();
    assertTrue(left.compareTo(Duration.ofSeconds(50)) <= 0, left::toString);
    assertTrue(left.compareTo(Duration.ofSeconds(10)) > 0, left::toString);
  }

  @Test
  void itIsPassedOnToAnotherNodeAndBack() {
    assertEquals("node-1", remoteRoom().ask(new Chat.PassOn(localRoom())));
    assertEquals("node-2", localRoom().ask(new Chat.PassOn(remoteRoom())));
  }

  @Test
  void aSingleActorElsewhereHasEnded() throws Exception {
    ActorRef<Chat> far = there().spawn(Chat.room());
    ActorRef<Chat> near = remote(far);
    assertEquals("node-2", near.ask(new Chat.Host()));
    far.stop();
    assertTrue(far.awaitTermination(Duration.ofSeconds(20)));
    assertThrows(NoProcessException.class, () -> near.ask(new Chat.Host()));
  }

  /// The reference of an actor of the other node, as it arrives here.
  static ActorRef<Chat> remote(ActorRef<Chat> far) {
    ActorRef<Chat> room = remoteRoom();
    room.send(new Chat.Keep(far));
    return room.ask(new Chat.Kept());
  }

  @Test
  void aThreadThatAsksIsNoSender() {
    assertFalse(remoteRoom().ask(new Chat.WhoAsks()));
  }

  @Test
  void whatCannotBeSentIsRefusedAtTheCall() {
    @SuppressWarnings({"unchecked", "rawtypes"})
    ActorRef<Object> any = (ActorRef) remoteRoom();
    var thrown = assertThrows(RuntimeException.class, () -> any.send(new Chat.Rude("x")));
    assertTrue(thrown.getMessage().contains("Rude"), thrown.getMessage());
  }

  @Test
  void aFutureFailsInTheSameWay() {
    var future = remoteRoom().askAsync(new Chat.Ignore());
    var thrown = assertThrows(CompletionException.class, future::join);
    assertInstanceOf(NotAnsweredException.class, thrown.getCause());
  }
}
