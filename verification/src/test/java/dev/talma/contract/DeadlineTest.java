package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.DeadLetter.Reason;
import dev.talma.ReplyTo;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// How the asker's patience travels with a request.
@BothStyles
class DeadlineTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /// Answers with the time that is left.
  private static Cue.Question timeLeft() {
    return Cue.question(
        "time left",
        (question, ctx) ->
            ctx.reply(question, ctx.timeLeft().map(Duration::toString).orElse("none")));
  }

  @Test
  void aHandlerSeesHowMuchTimeItsAskerGrants() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = system.gate("busy");
    CompletableFuture<List<Optional<Duration>>> seen = new CompletableFuture<>();
    actor.askAsync(
        Cue.question(
            (question, ctx) -> {
              var atFirst = ctx.timeLeft();
              gate.pass();
              var thenOn = ctx.timeLeft();
              gate.pass();
              seen.complete(List.of(atFirst, thenOn, ctx.timeLeft()));
            }),
        Duration.ofSeconds(10));
    gate.awaitArrival();
    system.time().advance(Duration.ofSeconds(4));
    gate.letOnePass();
    gate.awaitPassed(1);
    gate.awaitArrival();
    system.time().advance(Duration.ofSeconds(7));
    gate.open();
    assertEquals(
        List.of(
            Optional.of(Duration.ofSeconds(10)),
            Optional.of(Duration.ofSeconds(6)),
            Optional.of(Duration.ZERO)),
        value(seen));
  }

  @Test
  void nobodyGrantsTimeToWhatWasSent() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<Optional<Duration>> seen = new CompletableFuture<>();
    actor.send(Cue.question((question, ctx) -> seen.complete(ctx.timeLeft())));
    assertEquals(Optional.empty(), value(seen));
  }

  @Test
  void anInnerAskGetsNoMoreTimeThanIsLeft() {
    ActorRef<Cue> inner = start("inner");
    ActorRef<Cue> outer = start("outer");
    hold(inner);
    CompletableFuture<AskTimeoutException> timeout = new CompletableFuture<>();
    outer.askAsync(
        Cue.question(
            (question, ctx) ->
                timeout.complete(
                    assertThrows(
                        AskTimeoutException.class, () -> inner.ask(Cue.echo("late"), AGES)))),
        Duration.ofSeconds(3));
    Await.until("the inner question waits", () -> inner.waiting() == 1);
    system.time().advance(Duration.ofMillis(2999));
    assertFalse(timeout.isDone());
    system.time().advance(Duration.ofMillis(1));
    assertSays(value(timeout), "contract:/inner", "PT3S");
  }

  @Test
  void aDeadlineTravelsOverTwoHops() {
    ActorRef<Cue> third = start("third");
    ActorRef<Cue> second = start("second");
    ActorRef<Cue> first = start("first");
    Gate gate = system.gate("on the way");
    var answer =
        first.askAsync(
            Cue.question(
                (one, atFirst) ->
                    atFirst.reply(
                        one,
                        second.ask(
                            Cue.question(
                                (two, atSecond) -> {
                                  gate.pass();
                                  atSecond.reply(two, third.ask(timeLeft(), AGES));
                                }),
                            AGES))),
            Duration.ofSeconds(10));
    gate.awaitArrival();
    system.time().advance(Duration.ofSeconds(4));
    gate.open();
    assertEquals("PT6S", value(answer));
  }

  @Test
  void aShorterTimeoutOfAnInnerAskHolds() {
    ActorRef<Cue> inner = start("inner");
    ActorRef<Cue> outer = start("outer");
    var answer =
        outer.askAsync(
            Cue.question((question, ctx) -> ctx.reply(question, inner.ask(timeLeft(), SECOND))),
            AGES);
    assertEquals("PT1S", value(answer));
  }

  @Test
  void aDeferredRequestStillLimitsInnerAsks() {
    ActorRef<Cue> inner = start("inner");
    ActorRef<Cue> outer = start("outer");
    var answer =
        outer.askAsync(
            Cue.question(
                (question, ctx) -> ctx.replyTo(question).reply(inner.ask(timeLeft(), AGES))),
            SECOND);
    assertEquals("PT1S", value(answer));
  }

  @Test
  void anAnsweredRequestLimitsInnerAsksNoMore() {
    ActorRef<Cue> inner = start("inner");
    ActorRef<Cue> outer = start("outer");
    CompletableFuture<String> left = new CompletableFuture<>();
    outer.ask(
        Cue.question(
            (question, ctx) -> {
              ctx.reply(question, "answered");
              left.complete(inner.ask(timeLeft(), AGES));
            }),
        SECOND);
    assertEquals(AGES.toString(), value(left));
  }

  @Test
  void whoHandlesAnAskThatWasGivenUpGetsNoTimeForInnerAsks() {
    ActorRef<Cue> inner = start("inner");
    ActorRef<Cue> outer = start("outer");
    Gate gate = system.gate("busy");
    CompletableFuture<AskTimeoutException> timeout = new CompletableFuture<>();
    CompletableFuture<Optional<Duration>> left = new CompletableFuture<>();
    var answer =
        outer.askAsync(
            Cue.question(
                (question, ctx) -> {
                  gate.pass();
                  left.complete(ctx.timeLeft());
                  timeout.complete(
                      assertThrows(
                          AskTimeoutException.class, () -> inner.ask(Cue.echo("late"), AGES)));
                }),
            AGES);
    gate.awaitArrival();
    answer.cancel(false);
    gate.open();
    assertEquals(Optional.of(Duration.ZERO), value(left));
    value(timeout);
  }

  @Test
  void anAskThatWasGivenUpIsNotServed() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    Cue.Question late = Cue.question("late", (question, ctx) -> journal.add("served late"));
    var byTime = actor.askAsync(late, SECOND);
    Cue.Question alone = Cue.question("alone", (question, ctx) -> journal.add("served alone"));
    Thread asker =
        Thread.ofVirtual()
            .start(() -> assertThrows(RuntimeException.class, () -> actor.ask(alone, AGES)));
    Await.until("both wait", () -> actor.waiting() == 2);
    asker.interrupt();
    system.time().advance(SECOND);
    failure(AskTimeoutException.class, byTime);
    Await.until("the asker has gone", () -> !asker.isAlive());
    gate.open();
    settled(actor);
    assertEquals(List.of(late, alone), deadLetters(Reason.ABANDONED));
    assertEquals(List.of(), journal.of("served"));
  }

  @Test
  void theRightToAnswerShowsTheTimeThatIsLeft() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<ReplyTo<String>> right = new CompletableFuture<>();
    actor.askAsync(
        Cue.question((question, ctx) -> right.complete(ctx.replyTo(question))),
        Duration.ofSeconds(3));
    ReplyTo<String> replyTo = value(right);
    assertEquals(Optional.of(Duration.ofSeconds(3)), replyTo.timeLeft());
    system.advance(SECOND);
    assertEquals(Optional.of(Duration.ofSeconds(2)), replyTo.timeLeft());
    assertTrue(replyTo.isOpen());
    system.advance(Duration.ofSeconds(2));
    assertEquals(Optional.of(Duration.ZERO), replyTo.timeLeft());
    assertFalse(replyTo.isOpen());
  }
}
