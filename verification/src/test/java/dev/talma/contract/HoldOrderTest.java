package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.Context;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.Held;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Messages on hold: out of the mailbox, not handled yet, and not lost.
@BothStyles
class HoldOrderTest extends StyledContract {

  /// What the actors have on hold; only they touch it, one after the other.
  private final List<Held<Cue>> held = new ArrayList<>();

  private final Set<String> seen = new HashSet<>();

  /// Puts itself on hold when it comes for the first time, and notes the second time.
  private Cue early(String name) {
    return Cue.act(
        name,
        ctx -> {
          if (seen.add(name)) {
            held.add(ctx.hold());
          } else {
            journal.add(name + " from " + ctx.sender().map(ActorRef::path).orElse("nobody"));
          }
        });
  }

  private Cue.Question earlyQuestion(String name) {
    return Cue.question(
        name,
        (question, ctx) -> {
          if (seen.add(name)) {
            held.add(ctx.hold());
          } else {
            ctx.reply(question, name + " is answered");
          }
        });
  }

  private Cue redeliverAll() {
    return Cue.act("redeliver", _ -> List.copyOf(held).reversed().forEach(Held::redeliver));
  }

  private List<String> redelivered() {
    return journal.lines().stream().filter(line -> line.contains(" from ")).toList();
  }

  @Test
  void aHeldMessageIsOutOfTheMailboxAndNotHandled() {
    ActorRef<Cue> actor = start("actor");
    Cue message = early("early");
    actor.send(message);
    system.settle();
    assertEquals(List.of(), redelivered());
    assertEquals(0, actor.waiting());
    long before = system.counters().handled();
    assertSame(message, in(actor, _ -> held.getFirst().message()));
    tell(actor, _ -> held.getFirst().redeliver());
    system.settle();
    assertEquals(List.of("early from nobody"), redelivered());
    assertEquals(before + 3, system.counters().handled(), "it and the two that looked after it");
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aRedeliveredMessageComesBeforeThoseThatWait() {
    ActorRef<Cue> actor = start("actor");
    actor.send(early("one"));
    actor.send(early("two"));
    actor.send(early("three"));
    var gate = system.gate("before the redelivery");
    actor.send(
        Cue.act(
            _ -> {
              gate.pass();
              // each one goes to the very front
              held.get(2).redeliver();
              held.get(0).redeliver();
              held.get(1).redeliver();
            }));
    gate.awaitArrival();
    actor.send(Cue.note("waits from before"));
    gate.open();
    settled(actor);
    assertEquals(
        List.of(
            "two from nobody", "one from nobody", "three from nobody", "actor: waits from before"),
        redelivered());
  }

  @Test
  void redeliveringTwiceDoesNothing() {
    ActorRef<Cue> actor = start("actor");
    actor.send(early("early"));
    tell(
        actor,
        _ -> {
          held.getFirst().redeliver();
          held.getFirst().redeliver();
        });
    tell(actor, _ -> held.getFirst().redeliver());
    settled(actor);
    assertEquals(List.of("early from nobody"), redelivered());
  }

  @Test
  void aHeldMessageKeepsItsSender() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> sender = start("sender");
    tell(sender, _ -> actor.send(early("early")));
    actor.send(redeliverAll());
    settled(actor);
    assertEquals(List.of("early from /sender"), redelivered());
  }

  @Test
  void aHeldRequestCanStillBeAnswered() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<String> answer = actor.askAsync(earlyQuestion("question"), AGES);
    settled(actor);
    assertFalse(answer.isDone());
    actor.send(redeliverAll());
    assertEquals("question is answered", value(answer));
  }

  @Test
  void aHeldRequestThatNobodyWaitsForIsNotHandledAnyMore() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<String> answer =
        actor.askAsync(earlyQuestion("question"), Duration.ofSeconds(1));
    settled(actor);
    system.advance(Duration.ofSeconds(1));
    failure(AskTimeoutException.class, answer);
    actor.send(redeliverAll());
    settled(actor);
    assertEquals(1, deadLetters(DeadLetter.Reason.ABANDONED).size());
    assertEquals(0, system.counters().lateReplies());
  }

  @Test
  void aRestartPutsHeldMessagesBackInOrderAndBeforeAllThatWaits() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    actor.send(early("one"));
    CompletableFuture<String> answer = actor.askAsync(earlyQuestion("question"), AGES);
    actor.send(early("two"));
    var gate = system.gate("before the crash");
    actor.send(
        Cue.act(
            _ -> {
              gate.pass();
              throw new IllegalStateException("on purpose");
            }));
    gate.awaitArrival();
    actor.send(Cue.note("waits from before"));
    gate.open();
    assertEquals("question is answered", value(answer));
    settled(actor);
    assertEquals(
        List.of("one from nobody", "two from nobody", "actor: waits from before"), redelivered());
    assertEquals(1, system.counters().deadLettersTotal(), "only the one that crashed it");
  }

  @Test
  void whatARestartHasPutBackCannotBeRedeliveredOnceMore() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    actor.send(early("early"));
    actor.send(Cue.crash("on purpose"));
    settled(actor);
    actor.send(redeliverAll());
    settled(actor);
    assertEquals(List.of("early from nobody"), redelivered());
  }

  @Test
  void theEndOfTheActorMakesHeldMessagesDeadLetters() {
    ActorRef<Cue> actor = start("actor");
    Cue message = early("early");
    actor.send(message);
    CompletableFuture<String> answer = actor.askAsync(earlyQuestion("question"), AGES);
    settled(actor);
    actor.stop();
    awaitEnd(actor);
    assertEquals(ExitReason.shutdown(), failure(TargetStoppedException.class, answer).reason());
    assertEquals(2, deadLetters(DeadLetter.Reason.STOPPED).size());
    assertSame(message, deadLetters(DeadLetter.Reason.STOPPED).getFirst());
  }

  @Test
  void theCrashOfTheActorMakesHeldMessagesDeadLetters() {
    ActorRef<Cue> actor = start("actor");
    actor.send(early("early"));
    actor.send(Cue.crash("on purpose"));
    awaitEnd(actor);
    assertEquals(2, deadLetters(DeadLetter.Reason.CRASHED).size(), "it and the crash");
  }

  @Test
  void aHeldTickComesWhenItIsRedelivered() {
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.schedule(early("once"), Duration.ofSeconds(1)));
    tell(actor, ctx -> ctx.scheduleEvery(early("tick"), Duration.ofMinutes(1)));
    system.advance(Duration.ofMinutes(1));
    assertEquals(List.of(), redelivered());
    actor.send(redeliverAll());
    settled(actor);
    assertEquals(List.of("once from nobody", "tick from nobody"), redelivered());
  }

  @Test
  void aHeldTickDoesNotLetASecondOneWait() {
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.scheduleEvery(early("tick"), Duration.ofSeconds(1)));
    system.advance(Duration.ofSeconds(1));
    var gate = hold(actor);
    actor.send(redeliverAll());
    var second = system.gate("after the redelivery");
    actor.send(Cue.act("pause", _ -> second.pass()));
    system.advance(Duration.ofSeconds(1), actor);
    gate.open();
    second.awaitArrival();
    system.advance(Duration.ofSeconds(10), actor);
    assertEquals(1, actor.waiting());
  }

  @Test
  void whatIsRedeliveredTakesUpRoomAgain() {
    ActorRef<Cue> actor = start("actor", puppet("actor").bounded(1, Overflow.REJECT));
    actor.send(early("early"));
    system.settle();
    for (int i = 0; i < 5; i++) {
      seen.clear();
      tell(actor, _ -> held.removeFirst().redeliver());
      system.settle();
      seen.add("early");
    }
    var gate = hold(actor);
    actor.send(Cue.note("fits"));
    assertThrows(MailboxFullException.class, () -> actor.send(Cue.note("too many")));
    gate.open();
  }

  @Test
  void onlyWhatIsBeingHandledCanBeHeld() {
    ActorRef<Cue> actor = start("actor");
    tell(
        actor,
        ctx -> {
          Held<Cue> _ = ctx.hold();
          assertSays(
              assertThrows(IllegalStateException.class, ctx::hold), "/actor", "is handling no");
        });
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  ctx.reply(question, "answered");
                  assertSays(
                      assertThrows(IllegalStateException.class, ctx::hold), "/actor", "Question");
                }),
            AGES);
    assertEquals("answered", answer);
    settled(actor);
  }

  @Test
  void onlyTheActorItselfMayRedeliver() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    actor.send(early("early"));
    settled(actor);
    Held<Cue> message = held.getFirst();
    assertSays(assertThrows(IllegalStateException.class, message::redeliver), "/actor");
    IllegalStateException elsewhere =
        in(
            other,
            (Context<Cue> _) -> assertThrows(IllegalStateException.class, message::redeliver));
    assertSays(elsewhere, "Held.redeliver", "/actor");
    actor.stop();
    awaitEnd(actor);
    assertThrows(IllegalStateException.class, message::redeliver);
    assertEquals(List.of(), redelivered());
  }
}
