package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Counters;
import dev.talma.DeadLetter.Reason;
import dev.talma.ReplyTo;
import dev.talma.RequestFailedException;
import dev.talma.testkit.Gate;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// How requests are answered.
@BothStyles
class AskTest extends StyledContract {

  @Test
  void anAskGetsItsAnswer() {
    ActorRef<Cue> actor = start("actor");
    assertEquals("a", actor.ask(Cue.echo("a")));
    assertEquals("b", actor.ask(Cue.echo("b"), AGES));
    assertEquals("c", value(actor.askAsync(Cue.echo("c"))));
    assertEquals("d", value(actor.askAsync(Cue.echo("d"), AGES)));
  }

  @Test
  void equalRequestsGetEachItsOwnAnswer() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    Cue.Question same =
        Cue.question(
            (question, ctx) -> {
              journal.add("asked");
              ctx.reply(question, "answer " + journal.of("asked").size());
            });
    var first = actor.askAsync(same, AGES);
    var second = actor.askAsync(same, AGES);
    gate.open();
    assertEquals("answer 1", value(first));
    assertEquals("answer 2", value(second));
  }

  @Test
  void theFirstAnswerCountsAndASecondOneIsRefused() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<IllegalStateException> refused = new CompletableFuture<>();
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  ctx.reply(question, "first");
                  refused.complete(
                      assertThrows(
                          IllegalStateException.class, () -> ctx.reply(question, "second")));
                }));
    assertEquals("first", answer);
    assertSays(value(refused), "contract:/actor", "Cue$Question", "has answered", "goes nowhere");
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void aRequestThatIsNotBeingHandledCannotBeAnswered() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<IllegalStateException> refused = new CompletableFuture<>();
    Cue.Question[] kept = new Cue.Question[1];
    actor.ask(
        Cue.question(
            (question, ctx) -> {
              kept[0] = question;
              ctx.reply(question, "now");
            }));
    actor.send(
        Cue.act(
            ctx ->
                refused.complete(
                    assertThrows(IllegalStateException.class, () -> ctx.reply(kept[0], "later")))));
    assertSays(value(refused), "contract:/actor", "Cue$Question", "take ctx.replyTo(request)");
  }

  @Test
  void anAnswerCanComeLaterAndFromAnotherThread() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<ReplyTo<String>> right = new CompletableFuture<>();
    var answer =
        actor.askAsync(Cue.question((question, ctx) -> right.complete(ctx.replyTo(question))));
    ReplyTo<String> replyTo = value(right);
    settled(actor); // the request's handling is over
    assertFalse(answer.isDone());
    assertTrue(replyTo.isOpen());
    replyTo.reply("later");
    assertEquals("later", value(answer));
    assertFalse(replyTo.isOpen());
  }

  @Test
  void anAnswerCanComeFromAnotherActor() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> colleague = start("colleague");
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  ReplyTo<String> replyTo = ctx.replyTo(question);
                  colleague.send(Cue.act(other -> replyTo.reply("from " + other.self().name())));
                }));
    assertEquals("from colleague", answer);
  }

  @Test
  void ofSeveralDeferredAnswersTheFirstCountsAndTheOthersAreCountedAsLate() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<ReplyTo<String>> right = new CompletableFuture<>();
    var answer =
        actor.askAsync(Cue.question((question, ctx) -> right.complete(ctx.replyTo(question))));
    ReplyTo<String> replyTo = value(right);
    replyTo.reply("first");
    replyTo.reply("second");
    replyTo.fail(new IOException("third"));
    assertEquals("first", value(answer));
    assertEquals(2, system.counters().lateReplies());
  }

  @Test
  void theRightToAnswerIsGivenOnce() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<IllegalStateException> refused = new CompletableFuture<>();
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  ReplyTo<String> replyTo = ctx.replyTo(question);
                  refused.complete(
                      assertThrows(IllegalStateException.class, () -> ctx.replyTo(question)));
                  replyTo.reply("the right still holds");
                }));
    assertEquals("the right still holds", answer);
    assertSays(value(refused), "contract:/actor", "deferred");
  }

  @Test
  void aRequestCanBeAnsweredWithAFailure() {
    ActorRef<Cue> actor = start("actor");
    IOException cause = new IOException("no such file");
    Cue.Question failing = Cue.question((question, ctx) -> ctx.replyTo(question).fail(cause));
    RequestFailedException blocking =
        assertThrows(RequestFailedException.class, () -> actor.ask(failing));
    assertEquals(cause, blocking.getCause());
    assertSays(blocking, "contract:/actor", "Cue$Question", "no such file");
    assertEquals(cause, failure(RequestFailedException.class, actor.askAsync(failing)).getCause());
    assertTrue(actor.isAlive());
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void anAnswerToARequestThatWasSentIsDroppedAndCounted() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<ReplyTo<String>> right = new CompletableFuture<>();
    actor.send(Cue.question((question, ctx) -> ctx.reply(question, "for nobody")));
    actor.send(Cue.question((question, ctx) -> right.complete(ctx.replyTo(question))));
    ReplyTo<String> replyTo = value(right);
    assertFalse(replyTo.isOpen());
    assertEquals(Optional.empty(), replyTo.timeLeft());
    replyTo.reply("for nobody");
    replyTo.fail(new IOException("for nobody"));
    awaitCount(3L, Counters::lateReplies);
    settled(actor);
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void aSentRequestNeedNoAnswer() {
    ActorRef<Cue> actor = start("actor");
    actor.send(Cue.question((question, ctx) -> journal.add("unanswered")));
    settled(actor);
    assertEquals(0, system.counters().lateReplies());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whatHangsOnAFutureDoesNotHoldUpTheActor() {
    ActorRef<Cue> actor = start("actor");
    Gate busy = hold(actor);
    Gate after = system.gate("after the answer");
    CompletableFuture<String> thread = new CompletableFuture<>();
    var dependent =
        actor
            .askAsync(Cue.echo("answer"), AGES)
            .thenAccept(
                _ -> {
                  thread.complete(Thread.currentThread().isVirtual() ? "virtual" : "platform");
                  passing(after);
                });
    busy.open();
    after.awaitArrival();
    settled(actor);
    assertEquals("virtual", value(thread));
    after.open();
    value(dependent);
  }

  private static void passing(Gate gate) {
    try {
      gate.pass();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void cancellingTheFutureGivesTheAskUp() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    Cue.Question question = Cue.echo("too late");
    var answer = actor.askAsync(question, AGES);
    assertTrue(answer.cancel(false));
    gate.open();
    settled(actor);
    assertThrows(CancellationException.class, answer::join);
    system.deadLetters().expect(question, Reason.ABANDONED);
  }

  @Test
  void anActorMayAskItselfWithoutWaiting() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<CompletableFuture<String>> asked = new CompletableFuture<>();
    actor.send(Cue.act(ctx -> asked.complete(ctx.self().askAsync(Cue.echo("myself")))));
    assertEquals("myself", value(value(asked)));
  }

  @Test
  void nullIsNoAnswer() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<NullPointerException> refused = new CompletableFuture<>();
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  refused.complete(
                      assertThrows(
                          NullPointerException.class, () -> ctx.reply(question, nothing())));
                  ReplyTo<String> replyTo = ctx.replyTo(question);
                  assertThrows(NullPointerException.class, () -> replyTo.reply(nothing()));
                  assertThrows(NullPointerException.class, () -> replyTo.fail(nothing()));
                  replyTo.reply("something");
                }));
    assertEquals("something", answer);
    assertSays(value(refused), "The answer of contract:/actor", "is null");
  }

  @SuppressWarnings("NullAway") // on purpose
  private static <T> T nothing() {
    return null;
  }
}
