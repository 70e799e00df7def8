package dev.talma.contract;

import static dev.talma.Selection.skip;
import static dev.talma.Selection.take;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.ActorStoppingException;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Mailbox;
import dev.talma.SystemEvent;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A selective receive that is still waiting when the actor is to end.
class ReceiveAndEndTest extends Contract {

  @Override
  Style style() {
    return Style.LOOP;
  }

  private static String receive(Mailbox<String> mailbox, String wanted) {
    return mailbox.receive(message -> message.equals(wanted) ? take(message) : skip());
  }

  private static ExitReason end(
      dev.talma.testkit.EventLog<SystemEvent.Stopped> log, ActorRef<?> ref) {
    return log.expect("the end of " + ref, event -> event.ref().equals(ref)).reason();
  }

  @Test
  void aStopEndsTheReceiveAndTheActorWithTheReasonOfTheStop() {
    var stopped = system.record(SystemEvent.Stopped.class);
    Gate gate = system.gate("filled");
    ActorRef<String> actor =
        system.spawn(
            "actor",
            (mailbox, ctx) -> {
              gate.pass();
              try {
                receive(mailbox, "never");
              } catch (ActorStoppingException e) {
                journal.add(e.getMessage());
                throw e;
              }
            });
    gate.awaitArrival();
    actor.send("skipped");
    actor.stop(ExitReason.shutdown("tired"));
    actor.send("never");
    gate.open();
    assertEquals(ExitReason.shutdown("tired"), end(stopped, actor));
    assertEquals(0, system.counters().crashes());
    assertEquals(List.of("skipped", "never"), deadLetters(Reason.STOPPED));
    journal.expect("contract:/actor was asked to stop while it waited in a selective receive");
  }

  @Test
  void whoGoesOnInSpiteOfTheStopFindsNothingMore() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              assertThrows(ActorStoppingException.class, () -> receive(mailbox, "never"));
              assertThrows(ActorStoppingException.class, () -> receive(mailbox, "never"));
              for (String message : mailbox) {
                journal.add(message);
              }
              journal.add("end");
            });
    actor.stop();
    actor.send("late");
    assertEquals(ExitReason.shutdown(), end(stopped, actor));
    journal.expect("end");
  }

  @Test
  void theMessageOfTheLoopIsThenDeadAndItsAskFails() {
    ActorRef<Cue> actor =
        system.spawn(
            (mailbox, ctx) -> {
              for (Cue cue : mailbox) {
                journal.add("handling");
                mailbox.receive(each -> skip());
              }
            });
    Cue.Question question = Cue.question((asked, ctx) -> {});
    var answer = actor.askAsync(question, AGES);
    journal.await("handling");
    actor.stop();
    assertEquals(ExitReason.shutdown(), failure(TargetStoppedException.class, answer).reason());
    awaitEnd(actor);
    assertEquals(List.of(question), deadLetters(Reason.STOPPED));
  }

  @Test
  void anExitOfALinkedActorEndsItAsAStopDoes() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> linked = start("linked");
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              ctx.link(linked);
              journal.add("waits");
              receive(mailbox, "never");
            });
    journal.awaitLine("waits");
    linked.stop(ExitReason.shutdown("tired"));
    assertEquals(ExitReason.shutdown("tired"), end(stopped, actor));
  }

  @Test
  void aKillEndsItWithoutCleanUp() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              journal.add("waits");
              receive(mailbox, "never");
              journal.add("goes on");
            });
    journal.awaitLine("waits");
    actor.kill();
    assertEquals(ExitReason.killed(), end(stopped, actor));
    journal.expect("waits");
  }
}
