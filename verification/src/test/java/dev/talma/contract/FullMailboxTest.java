package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.Counters;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a full mailbox means for signals, asks and the numbers, whatever its policy.
@BothStyles
class FullMailboxTest extends MailboxContract {
  // --- what is exempt

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void ticksNoticesAndSignalsAreNeverDroppedAndNeverWait(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    ActorRef<Cue> watched = start("watched");
    ActorRef<Cue> linked = start("linked");
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.note("once"), Duration.ofSeconds(1));
          ctx.scheduleEvery(Cue.note("tick"), Duration.ofSeconds(1));
          ctx.monitor(watched, _ -> Cue.note("down"));
          ctx.onSignal(signal -> journal.add("actor: signal of " + signal.ref().name()));
          ctx.monitor(watched);
        });
    tell(actor, ctx -> ctx.link(linked));
    tell(actor, ctx -> ctx.trapExits(_ -> Cue.note("exit")));
    Gate gate = fill(actor, 1);
    system.advance(Duration.ofSeconds(1), actor); // which lets the others come to rest
    watched.stop();
    awaitEnd(watched);
    linked.kill();
    awaitEnd(linked);
    system.settle(actor);
    actor.stop(ExitReason.shutdown("enough"));
    gate.open();
    awaitEnd(actor);
    assertEquals(
        List.of(
            "actor: 1",
            "actor: down",
            "actor: exit",
            "actor: once",
            "actor: signal of watched",
            "actor: tick"),
        journal.of("actor:").stream().sorted().toList());
    assertEquals("actor: 1", journal.of("actor:").getFirst());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void whatIsExemptTakesUpNoRoom(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    ActorRef<Cue> watched = start("watched");
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.note("once"), Duration.ofSeconds(1));
          ctx.monitor(watched, _ -> Cue.note("down"));
        });
    Gate gate = hold(actor);
    system.advance(Duration.ofSeconds(1), actor);
    watched.kill();
    Await.until("the tick and the notice wait", () -> actor.waiting() == 2);
    actor.send(Cue.note("fits"));
    gate.open();
    system.settle();
    assertEquals(List.of("actor: once", "actor: down", "actor: fits"), journal.of("actor:"));
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void aFullMailboxDoesNotHoldUpAKill(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    fill(actor, 1);
    actor.kill();
    awaitEnd(actor);
    assertEquals(List.of(), journal.of("actor:"));
  }

  // --- the numbers

  @Test
  void everyMessageToAFullMailboxIsAccountedFor() {
    for (Overflow overflow : List.of(Overflow.REJECT, Overflow.DROP_NEWEST, Overflow.DROP_OLDEST)) {
      ActorRef<Cue> actor = start(3, overflow);
      system.settle();
      Counters before = system.counters();
      Gate gate = hold(actor);
      int refused = 0;
      for (int i = 0; i < 10; i++) {
        try {
          actor.send(Cue.note("message"));
        } catch (MailboxFullException full) {
          refused++;
        }
      }
      gate.open();
      system.settle();
      Counters after = system.counters();
      assertEquals(before.handled() + 1 + 3, after.handled(), overflow.name());
      assertEquals(before.rejected() + refused, after.rejected());
      assertEquals(
          before.deadLetters(DeadLetter.Reason.OVERFLOW) + 7 - refused,
          after.deadLetters(DeadLetter.Reason.OVERFLOW));
      actor.stop();
      awaitEnd(actor);
    }
    assertEquals(7, system.counters().rejected());
  }

  // --- asks

  @ParameterizedTest
  @EnumSource(names = {"REJECT", "DROP_NEWEST"})
  void anAskThatDoesNotGetInFailsAtOnce(Overflow overflow) {
    ActorRef<Cue> actor = start(1, overflow);
    Gate gate = fill(actor, 1);
    Cue.Question question = Cue.echo("too late");
    MailboxFullException full =
        assertThrows(MailboxFullException.class, () -> actor.ask(question, AGES));
    assertSays(full, "/actor", "full", Cue.Question.class.getName());
    failure(MailboxFullException.class, actor.askAsync(question, AGES));
    gate.open();
    system.settle();
    assertEquals(overflow == Overflow.REJECT ? 2 : 0, system.counters().rejected());
    assertEquals(
        overflow == Overflow.REJECT ? 0 : 2,
        system.counters().deadLetters(DeadLetter.Reason.OVERFLOW));
  }

  @Test
  void anAskThatIsDroppedForANewerMessageFailsAtOnce() {
    ActorRef<Cue> actor = start(1, Overflow.DROP_OLDEST);
    Gate gate = hold(actor);
    Cue.Question question = Cue.echo("too late");
    CompletableFuture<String> answer = actor.askAsync(question, AGES);
    actor.send(Cue.note("newer"));
    assertSays(failure(MailboxFullException.class, answer), "/actor", "not handled");
    assertEquals(List.of(question), deadLetters(DeadLetter.Reason.OVERFLOW));
    gate.open();
    system.settle();
    assertEquals(List.of("actor: newer"), journal.of("actor:"));
  }
}
