package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.DeadLetter;
import dev.talma.Held;
import dev.talma.Restart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Messages on hold at the edges: ticks, askers that have given up, and the ends of a run.
@BothStyles
class RedeliveryTest extends StyledContract {

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
}
