package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.Counters;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.NotAnsweredException;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.RequestFailedException;
import dev.talma.SelfAskException;
import dev.talma.SystemRequest;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Requests outside of the protocol.
@BothStyles
class SystemAskTest extends SystemContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Whisper.Question IGNORED = Whisper.question((_, _) -> {});

  @Test
  void anAskGetsItsAnswer() {
    ActorRef<Cue> actor = startHeeding("actor");
    assertEquals("a", actor.askSystem(Whisper.echo("a"), AGES));
    assertEquals("b", value(actor.askSystemAsync(Whisper.echo("b"), AGES)));
  }

  @Test
  void itCanBeAnsweredLaterAndFromElsewhere() {
    ActorRef<Cue> actor = startHeeding("actor");
    CompletableFuture<ReplyTo<String>> taken = new CompletableFuture<>();
    var answer =
        actor.askSystemAsync(
            Whisper.question((asked, ctx) -> taken.complete(ctx.replyToSystem(asked))), AGES);
    settled(actor); // it has gone on, and nobody was told that there is no answer
    assertFalse(answer.isDone());
    value(taken).reply("later");
    assertEquals("later", value(answer));
  }

  @Test
  void theFirstAnswerCountsAndOthersAreRefused() {
    ActorRef<Cue> actor = startHeeding("actor");
    CompletableFuture<IllegalStateException> twice = new CompletableFuture<>();
    Whisper.Question question =
        Whisper.question(
            (asked, ctx) -> {
              ctx.replySystem(asked, "first");
              twice.complete(
                  assertThrows(
                      IllegalStateException.class, () -> ctx.replySystem(asked, "second")));
            });
    assertEquals("first", actor.askSystem(question, AGES));
    assertSays(value(twice), "contract:/actor", "already");
    IllegalStateException later =
        in(
            actor,
            ctx ->
                assertThrows(IllegalStateException.class, () -> ctx.replySystem(question, "late")));
    assertSays(later, "contract:/actor", "is not handling");
  }

  @Test
  void anAnswerToWhatWasSentIsDroppedAndCounted() {
    ActorRef<Cue> actor = startHeeding("actor");
    actor.sendSystem(Whisper.echo("to nobody"));
    settled(actor);
    awaitCount(1L, Counters::lateReplies);
    actor.sendSystem(IGNORED);
    settled(actor);
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whatIsNotUnderstoodFailsAtOnce() {
    ActorRef<Cue> deaf = start("deaf");
    ActorRef<Cue> heeding = startHeeding("heeding");
    for (ActorRef<Cue> actor : List.of(deaf, heeding)) {
      RequestFailedException failed =
          assertThrows(
              RequestFailedException.class, () -> actor.askSystem(new Whisper.Gibberish(), AGES));
      assertSays(failed, actor, "Whisper$Gibberish", "not handled");
      assertSays(
          assertInstanceOf(UnsupportedOperationException.class, failed.getCause()),
          actor,
          "Whisper$Gibberish");
    }
    failure(RequestFailedException.class, deaf.askSystemAsync(new Whisper.Gibberish(), AGES));
    assertEquals(3, deadLetters(Reason.NOT_UNDERSTOOD).size());
  }

  @Test
  void whatIsHandledAndNotAnsweredFails() {
    ActorRef<Cue> actor = startHeeding("actor");
    NotAnsweredException failed =
        assertThrows(NotAnsweredException.class, () -> actor.askSystem(IGNORED, AGES));
    assertSays(failed, "contract:/actor", "Whisper$Question", "ctx.replySystem");
  }

  @Test
  void anActorThatHasEndedIsNoProcess() {
    ActorRef<Cue> actor = startHeeding("actor");
    actor.stop();
    awaitEnd(actor);
    assertThrows(NoProcessException.class, () -> actor.askSystem(IGNORED, AGES));
    failure(NoProcessException.class, actor.askSystemAsync(IGNORED, AGES));
    assertEquals(2, deadLetters(Reason.NO_PROCESS).size());
  }

  @Test
  void theEndOfTheTargetFailsThoseThatWait() {
    ActorRef<Cue> stops = startHeeding("stops");
    ActorRef<Cue> crashes = startHeeding("crashes");
    Gate gate = hold(stops);
    stops.stop(ExitReason.shutdown("first"));
    var behindStop = stops.askSystemAsync(Whisper.echo("too late"), AGES);
    gate.open();
    assertEquals(
        ExitReason.shutdown("first"), failure(TargetStoppedException.class, behindStop).reason());
    IllegalStateException cause = new IllegalStateException("on purpose");
    TargetStoppedException crashed =
        assertThrows(
            TargetStoppedException.class,
            () ->
                crashes.askSystem(
                    Whisper.question(
                        (_, _) -> {
                          throw cause;
                        }),
                    AGES));
    assertEquals(ExitReason.crashed(cause), crashed.reason());
  }

  @Test
  void whatIsNotAnsweredInTimeFailsAndIsNotServed() {
    ActorRef<Cue> actor = startHeeding("actor");
    Gate gate = hold(actor);
    Whisper.Question question = Whisper.echo("too late");
    var answer = actor.askSystemAsync(question, SECOND);
    system.time().advance(SECOND);
    assertSays(
        failure(AskTimeoutException.class, answer), "contract:/actor", "Whisper$Question", "PT1S");
    gate.open();
    settled(actor);
    assertEquals(List.of(question), deadLetters(Reason.ABANDONED));
  }

  @Test
  void anActorThatAsksItselfIsRefused() {
    ActorRef<Cue> actor = startHeeding("actor");
    SelfAskException refused =
        in(
            actor,
            ctx -> assertThrows(SelfAskException.class, () -> ctx.self().askSystem(IGNORED, AGES)));
    assertSays(refused, "contract:/actor", "Whisper$Question", "was not sent");
    var answer = in(actor, ctx -> ctx.self().askSystemAsync(Whisper.echo("later"), AGES));
    assertEquals("later", value(answer));
  }

  // --- deadlines

  @Test
  void theTimeOfTheAskerLimitsInnerAsks() {
    ActorRef<Cue> actor = startHeeding("actor");
    ActorRef<Cue> inner = startHeeding("inner");
    Gate gate = hold(inner);
    CompletableFuture<Optional<Duration>> left = new CompletableFuture<>();
    CompletableFuture<CompletableFuture<String>> asked = new CompletableFuture<>();
    Gate waits = system.gate("waits");
    var outer =
        actor.askSystemAsync(
            Whisper.question(
                (_, ctx) -> {
                  left.complete(ctx.timeLeft());
                  asked.complete(inner.askSystemAsync(Whisper.echo("late"), AGES));
                  waits.pass();
                }),
            Duration.ofSeconds(7));
    assertEquals(Optional.of(Duration.ofSeconds(7)), value(left));
    CompletableFuture<String> within = value(asked);
    system.time().advance(Duration.ofSeconds(7));
    failure(AskTimeoutException.class, outer);
    failure(AskTimeoutException.class, within);
    gate.open();
    waits.open();
  }

  @Test
  void aSystemRequestIsLimitedByTheMessageThatAsksIt() {
    ActorRef<Cue> outer = start("outer");
    ActorRef<Cue> inner = startHeeding("inner");
    Whisper.Question timeLeft =
        Whisper.question(
            (question, ctx) -> ctx.replySystem(question, ctx.timeLeft().orElseThrow().toString()));
    Cue.Question question =
        Cue.question((asked, ctx) -> ctx.reply(asked, inner.askSystem(timeLeft, AGES)));
    assertEquals("PT7S", outer.ask(question, Duration.ofSeconds(7)));
    CompletableFuture<Optional<Duration>> sent = new CompletableFuture<>();
    inner.sendSystem(Whisper.act(ctx -> sent.complete(ctx.timeLeft())));
    assertEquals(Optional.empty(), value(sent));
  }

  // --- passing on

  @Test
  void itCannotBePassedOn() {
    ActorRef<Cue> actor = startHeeding("actor");
    ActorRef<Object> other = system.spawn("other", style.<Object>of((_, _) -> {}));
    CompletableFuture<IllegalArgumentException> asOther = new CompletableFuture<>();
    CompletableFuture<IllegalArgumentException> itself = new CompletableFuture<>();
    String answer =
        actor.askSystem(
            Whisper.question(
                (question, ctx) -> {
                  asOther.complete(
                      assertThrows(
                          IllegalArgumentException.class, () -> ctx.forward(Cue.echo("x"), other)));
                  itself.complete(
                      assertThrows(
                          IllegalArgumentException.class, () -> ctx.forward(question, other)));
                  ctx.replySystem(question, "still open");
                }),
            AGES);
    assertEquals("still open", answer);
    assertSays(value(asOther), "Cue$Question", "Whisper$Question", "contract:/actor");
    assertSays(value(asOther), "cannot be passed on", "ctx.replySystem");
    assertSays(value(itself), "Whisper$Question", "cannot be passed on");
    system.settle();
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whileOneThatWasSentIsHandledOthersCanBePassedOn() {
    ActorRef<Cue> actor = startHeeding("actor");
    ActorRef<Cue> sender = start("sender");
    ActorRef<Cue> receiver = start("receiver");
    CompletableFuture<ActorRef<?>> seen = new CompletableFuture<>();
    Cue atTheEnd = Cue.act(ctx -> seen.complete(ctx.sender().orElseThrow()));
    tell(sender, _ -> actor.sendSystem(Whisper.act(ctx -> ctx.forward(atTheEnd, receiver))));
    assertEquals(sender, value(seen));
  }

  // --- of both kinds

  private sealed interface Both {
    record Ask() implements Both, Request<Both, String>, SystemRequest<String> {}

    record Tell() implements Both, SystemRequest<String> {}
  }

  @Test
  void theCallSaysWhetherItIsOfTheProtocol() {
    ActorRef<Both> actor =
        system.spawn(
            "actor",
            style.<Both>of(
                (message, ctx) -> {
                  switch (message) {
                    case Both.Ask ask -> ctx.reply(ask, "by the actor");
                    case Both.Tell _ -> {
                      journal.add("told");
                      ctx.onSystemMessage(
                          system -> {
                            if (system instanceof Both.Ask ask) {
                              ctx.replyTo(ask).reply("by the behaviour");
                            } else {
                              journal.add("system");
                            }
                            return true;
                          });
                    }
                  }
                }));
    actor.send(new Both.Tell());
    actor.sendSystem(new Both.Tell());
    assertEquals("by the actor", actor.ask(new Both.Ask(), AGES));
    assertEquals("by the actor", value(actor.askAsync(new Both.Ask(), AGES)));
    assertEquals("by the behaviour", actor.askSystem(new Both.Ask(), AGES));
    assertEquals("by the behaviour", value(actor.askSystemAsync(new Both.Ask(), AGES)));
    journal.expect("told", "system");
  }
}
