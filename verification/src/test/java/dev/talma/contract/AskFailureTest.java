package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.Backoff;
import dev.talma.Counters;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.NoProcessException;
import dev.talma.NotAnsweredException;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.SelfAskException;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/// Every way in which an ask can fail: which exception, when, and what it says. No time passes
/// unless a test moves it, so what fails here fails at once.
@BothStyles
class AskFailureTest extends StyledContract {
  private static final Cue.Question IGNORED = Cue.question((question, ctx) -> {});

  /// Asks in a thread of its own, and waits there.
  private static CompletableFuture<String> asking(ActorRef<Cue> actor, Cue.Question question) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(actor.ask(question, AGES));
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  /// A question at which the actor is held.
  private static Cue.Question heldAt(Gate gate) {
    return Cue.question(
        "held",
        (question, ctx) -> {
          gate.pass();
          ctx.reply(question, "in the end");
        });
  }

  // --- by time

  @Test
  void aTimeoutSaysWhomWhatAndHowLong() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("busy");
    var answer = actor.askAsync(heldAt(gate), Duration.ofSeconds(2));
    gate.awaitArrival();
    system.advance(Duration.ofMillis(1999));
    assertFalse(answer.isDone());
    system.advance(Duration.ofMillis(1));
    AskTimeoutException timeout = failure(AskTimeoutException.class, answer);
    assertSays(timeout, "contract:/actor", "Cue$Question", "PT2S", "ask with a longer timeout");
  }

  @Test
  void withoutATimeoutOfItsOwnAnAskWaitsFiveSeconds() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("busy");
    CompletableFuture<Throwable> blocking = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () ->
                blocking.complete(
                    assertThrows(AskTimeoutException.class, () -> actor.ask(heldAt(gate)))));
    gate.awaitArrival();
    var async = actor.askAsync(IGNORED);
    system.advance(Duration.ofMillis(4999));
    assertFalse(async.isDone());
    assertFalse(blocking.isDone());
    system.advance(Duration.ofMillis(1));
    failure(AskTimeoutException.class, async);
    assertSays(value(blocking), "PT5S");
  }

  @Test
  void anAnswerThatComesTooLateIsDroppedAndCounted() {
    ActorRef<Cue> asker = start("asker");
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("busy");
    asker.send(
        Cue.act(
            _ ->
                assertThrows(
                    AskTimeoutException.class,
                    () -> actor.ask(heldAt(gate), Duration.ofSeconds(1)))));
    gate.awaitArrival();
    system.advance(Duration.ofSeconds(1), asker, actor);
    settled(asker);
    gate.open();
    awaitCount(1L, Counters::lateReplies);
    assertEquals(0, asker.waiting());
    settled(asker);
    assertEquals(0, system.counters().crashes());
  }

  // --- by the end of the target

  @Test
  void anActorThatHasEndedIsNoProcess() {
    ActorRef<Cue> actor = start("actor");
    actor.stop();
    awaitEnd(actor);
    NoProcessException blocking =
        assertThrows(NoProcessException.class, () -> actor.ask(IGNORED, AGES));
    assertSays(blocking, "contract:/actor", "had ended", "Cue$Question", "not handled");
    failure(NoProcessException.class, actor.askAsync(IGNORED, AGES));
    assertEquals(2, deadLetters(Reason.NO_PROCESS).size());
  }

  @Test
  void whyItHadEndedIsToldToThoseWhoAskTooLate() {
    ActorRef<Cue> stopped = start("stopped");
    stopped.stop(ExitReason.shutdown("for today"));
    awaitEnd(stopped);
    NoProcessException late = assertThrows(NoProcessException.class, () -> stopped.ask(IGNORED));
    assertEquals(ExitReason.shutdown("for today"), late.reason());
    assertSays(late, "for today");

    ActorRef<Cue> crashed = start("crashed");
    crashed.send(Cue.crash("on purpose"));
    awaitEnd(crashed);
    late = assertThrows(NoProcessException.class, () -> crashed.ask(IGNORED));
    assertSays(late, "on purpose");
    assertSays(late.getCause(), "on purpose");
  }

  @Test
  void aStopFailsTheAsksThatWaitBehindIt() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    actor.stop(ExitReason.shutdown("for today"));
    var async = actor.askAsync(IGNORED, AGES);
    gate.open();
    TargetStoppedException stopped = failure(TargetStoppedException.class, async);
    assertEquals(ExitReason.shutdown("for today"), stopped.reason());
    assertSays(
        stopped,
        "contract:/actor",
        "stopped before it answered",
        "it was asked to stop: for today");
  }

  @Test
  void aKillFailsTheAskThatIsBeingHandledAndThoseThatWait() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("busy");
    var handled = asking(actor, heldAt(gate));
    gate.awaitArrival();
    var waiting = actor.askAsync(IGNORED, AGES);
    actor.kill();
    for (CompletableFuture<String> each : List.of(handled, waiting)) {
      assertEquals(ExitReason.killed(), failure(TargetStoppedException.class, each).reason());
    }
  }

  @Test
  void aCrashFailsTheAskThatIsBeingHandledAndThoseThatWaitWithItsCause() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    IllegalStateException cause = new IllegalStateException("on purpose");
    var failing =
        asking(
            actor,
            Cue.question(
                "failing",
                (question, ctx) -> {
                  throw cause;
                }));
    Await.until("the question waits", () -> actor.waiting() == 1);
    var waiting = actor.askAsync(IGNORED, AGES);
    gate.open();
    TargetStoppedException crashed = failure(TargetStoppedException.class, failing);
    assertSame(cause, crashed.getCause());
    assertEquals(ExitReason.crashed(cause), crashed.reason());
    assertSays(crashed, "contract:/actor", "crashed before it answered", "Cue$Question");
    assertSame(cause, failure(TargetStoppedException.class, waiting).getCause());
  }

  @Test
  void theEndOfTheTargetFailsADeferredAnswer() {
    ActorRef<Cue> actor = start("actor");
    var answer = actor.askAsync(Cue.question((question, ctx) -> ctx.replyTo(question)), AGES);
    settled(actor);
    actor.stop();
    assertEquals(ExitReason.shutdown(), failure(TargetStoppedException.class, answer).reason());
  }

  @Test
  void aRestartFailsTheAskThatCrashedItAndDeferredOnesAndKeepsThoseThatWait() {
    ActorRef<Cue> actor =
        start(
            "actor",
            puppet("actor")
                .supervised(Restart.always().backoff(Backoff.fixed(Duration.ofSeconds(1)))));
    var deferred = actor.askAsync(Cue.question((question, ctx) -> ctx.replyTo(question)), AGES);
    Gate gate = hold(actor);
    IllegalStateException cause = new IllegalStateException("on purpose");
    var failing =
        actor.askAsync(
            Cue.question(
                (question, ctx) -> {
                  throw cause;
                }),
            AGES);
    var waiting = actor.askAsync(Cue.echo("after the restart"), AGES);
    gate.open();
    assertSame(cause, failure(TargetStoppedException.class, failing).getCause());
    assertSame(cause, failure(TargetStoppedException.class, deferred).getCause());
    assertTrue(actor.isAlive());
    assertFalse(waiting.isDone());
    system.advance(Duration.ofSeconds(1));
    assertEquals("after the restart", value(waiting));
  }

  @Test
  void anActorThatIsGivenUpFailsTheAskInItsHands() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<String> begun = new CompletableFuture<>();
    CompletableFuture<String> enough = new CompletableFuture<>();
    var answer =
        actor.askAsync(
            Cue.question(
                (question, ctx) -> {
                  begun.complete("begun");
                  while (!enough.isDone()) {
                    Thread.onSpinWait(); // and takes no notice of interrupts
                    Thread.yield();
                  }
                }),
            AGES);
    value(begun);
    actor.kill();
    try {
      assertEquals(ExitReason.killed(), failure(TargetStoppedException.class, answer).reason());
    } finally {
      enough.complete("enough");
    }
  }

  // --- by a mistake of the target

  @Test
  void aRequestThatIsNeitherAnsweredNorDeferredFailsWhenItsHandlingEnds() {
    ActorRef<Cue> actor = start("actor");
    NotAnsweredException blocking =
        assertThrows(NotAnsweredException.class, () -> actor.ask(IGNORED, AGES));
    assertSays(blocking, "contract:/actor", "Cue$Question", "did not answer", "ctx.replyTo");
    failure(NotAnsweredException.class, actor.askAsync(IGNORED, AGES));
    assertTrue(actor.isAlive());
    assertEquals(0, system.counters().deadLettersTotal(), "it was handled");
  }

  // --- by a mistake of the asker

  @Test
  void anActorThatAsksItselfIsRefusedAndNothingIsSent() {
    ActorRef<Cue> actor = start("actor");
    SelfAskException refused =
        in(actor, ctx -> assertThrows(SelfAskException.class, () -> ctx.self().ask(IGNORED)));
    assertSays(refused, "contract:/actor", "Cue$Question", "not sent");
    assertEquals(0, actor.waiting());
  }

  // --- by interruption

  @Test
  void anInterruptEndsTheAskAndStaysSet() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("busy");
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<AskInterruptedException> failure = new CompletableFuture<>();
    Thread asker =
        Thread.ofVirtual()
            .start(
                () -> {
                  failure.complete(
                      assertThrows(
                          AskInterruptedException.class, () -> actor.ask(heldAt(gate), AGES)));
                  flag.complete(Thread.currentThread().isInterrupted());
                });
    gate.awaitArrival();
    asker.interrupt();
    assertSays(value(failure), "contract:/actor", "Cue$Question", "interrupted");
    assertTrue(value(flag));
  }

  @Test
  void anInterruptedThreadDoesNotAsk() {
    ActorRef<Cue> actor = start("actor");
    Cue.Question question = Cue.question((asked, ctx) -> journal.add("asked"));
    CompletableFuture<AskInterruptedException> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              Thread.currentThread().interrupt();
              failure.complete(
                  assertThrows(AskInterruptedException.class, () -> actor.ask(question, AGES)));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    assertSays(value(failure), "contract:/actor", "Cue$Question", "was not sent");
    assertTrue(value(flag));
    settled(actor);
    assertEquals(List.of(), journal.of("asked"));
  }

  // --- by a full mailbox

  @Test
  void aMailboxThatRejectsFailsTheAskAndNothingIsSent() {
    ActorRef<Cue> actor = start("actor", puppet("actor").bounded(1, Overflow.REJECT));
    Gate gate = hold(actor);
    actor.send(Cue.note("fills it"));
    MailboxFullException blocking =
        assertThrows(MailboxFullException.class, () -> actor.ask(IGNORED, AGES));
    assertSays(blocking, "contract:/actor", "full", "Cue$Question", "not sent");
    failure(MailboxFullException.class, actor.askAsync(IGNORED, AGES));
    assertEquals(2, system.counters().rejected());
    gate.open();
    journal.await("actor starts", "actor: fills it");
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aMailboxThatDropsFailsTheAskThatItDrops() {
    ActorRef<Cue> newest = start("newest", puppet("newest").bounded(1, Overflow.DROP_NEWEST));
    ActorRef<Cue> oldest = start("oldest", puppet("oldest").bounded(1, Overflow.DROP_OLDEST));
    hold(newest);
    hold(oldest);
    newest.send(Cue.note("fills it"));
    MailboxFullException dropped =
        assertThrows(MailboxFullException.class, () -> newest.ask(IGNORED, AGES));
    assertSays(dropped, "contract:/newest", "full", "Cue$Question", "was dropped");
    var evicted = oldest.askAsync(IGNORED, AGES);
    oldest.send(Cue.note("takes its place"));
    failure(MailboxFullException.class, evicted);
  }

  // --- stacks

  @Test
  void theFailureOfABlockingAskHasTheStacksOfBothSides() {
    ActorRef<Cue> actor = start("actor");
    TargetStoppedException failure =
        assertThrows(TargetStoppedException.class, () -> askFromHere(actor));
    assertOnStack("askFromHere", failure);
    assertOnStack("crashFromThere", cause(failure));
  }

  @Test
  void theFailureOfAFutureHasTheStackOfTheAskAndThatOfTheTarget() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<String> future = askAsyncFromHere(actor);
    ExecutionException thrown = assertThrows(ExecutionException.class, future::get);
    assertOnStack("askAsyncFromHere", cause(thrown));
    assertOnStack("crashFromThere", cause(cause(thrown)));
  }

  private static String askFromHere(ActorRef<Cue> actor) {
    return actor.ask(Cue.question((question, ctx) -> crashFromThere()), AGES);
  }

  private static CompletableFuture<String> askAsyncFromHere(ActorRef<Cue> actor) {
    return actor.askAsync(Cue.question((question, ctx) -> crashFromThere()), AGES);
  }

  private static void crashFromThere() {
    throw new IllegalStateException("on purpose");
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    if (cause == null) {
      throw new AssertionError("no cause", failure);
    }
    return cause;
  }

  private static void assertOnStack(String method, Throwable failure) {
    assertTrue(
        Arrays.stream(failure.getStackTrace())
            .anyMatch(
                frame ->
                    frame.getMethodName().equals(method)
                        && frame.getClassName().equals(AskFailureTest.class.getName())),
        () -> method + " is not on " + Arrays.toString(failure.getStackTrace()));
  }
}
