package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Mailbox;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What is true of the loop style alone.
class LoopTest extends Contract {

  @Override
  Style style() {
    return Style.LOOP;
  }

  private ExitReason endOf(ActorRef<?> ref, dev.talma.testkit.EventLog<SystemEvent.Stopped> log) {
    return log.expect("the end of " + ref, event -> event.ref().equals(ref)).reason();
  }

  @Test
  void aFunctionThatReturnsEndsNormally() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<String> atOnce = system.spawn("at-once", (mailbox, ctx) -> {});
    ActorRef<String> later =
        system.spawn(
            "later",
            (mailbox, ctx) -> {
              for (String message : mailbox) {
                if (message.equals("end")) {
                  return;
                }
              }
            });
    later.send("go on");
    later.send("end");
    assertEquals(ExitReason.normal(), endOf(atOnce, stopped));
    assertEquals(ExitReason.normal(), endOf(later, stopped));
  }

  @Test
  void whoeverHasAskedItFindsItsNameFree() {
    assertSuccessorOf(start("actor"));
  }

  @Test
  void whatWaitsWhenTheFunctionReturnsIsDeadAsStopped() {
    Gate gate = system.gate("busy");
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              mailbox.iterator().next();
              gate.pass();
            });
    actor.send("taken");
    gate.awaitArrival();
    actor.send("waits");
    gate.open();
    awaitEnd(actor);
    assertEquals(List.of("waits"), deadLetters(Reason.STOPPED));
    assertEquals(1, system.counters().handled());
  }

  @Test
  void itsChildrenAreStoppedWhenTheFunctionReturns() {
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              ctx.spawn("child", puppet("child")).ask(Cue.echo("runs"), AGES);
              mailbox.iterator().next();
              journal.add("returns");
            });
    actor.send("go");
    awaitEnd(actor);
    journal.expect("child starts", "returns", "child cleans up");
  }

  @Test
  void aSecondLoopGoesOnWhereTheFirstOneLeft() {
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              for (String message : mailbox) {
                journal.add("first " + message);
                if (message.equals("b")) {
                  break;
                }
              }
              for (String message : mailbox) {
                journal.add("second " + message);
              }
              journal.add("end");
            });
    List.of("a", "b", "c").forEach(actor::send);
    actor.stop();
    awaitEnd(actor);
    journal.expect("first a", "first b", "second c", "end");
  }

  @Test
  void aKillRunsFinallyBlocksButNotWhatComesAfterTheLoop() {
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              try {
                for (String message : mailbox) {
                  journal.add(message);
                }
                journal.add("after the loop");
              } finally {
                journal.add("finally");
              }
            });
    actor.send("message");
    journal.await("message");
    actor.kill();
    awaitEnd(actor);
    journal.expect("message", "finally");
  }

  @Test
  void anErrorAfterTheLoopIsItsReason() {
    var stopped = system.record(SystemEvent.Stopped.class);
    IllegalStateException cause = new IllegalStateException("in the clean-up");
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              for (String message : mailbox) {
                journal.add(message);
              }
              throw cause;
            });
    actor.stop();
    assertEquals(ExitReason.crashed(cause), endOf(actor, stopped));
  }

  @Test
  void itIsOneThreadFromItsStartToItsEnd() {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> second = new CompletableFuture<>();
    CompletableFuture<Thread> last = new CompletableFuture<>();
    ActorRef<String> actor =
        system.spawn(
            (mailbox, ctx) -> {
              first.complete(Thread.currentThread());
              for (String message : mailbox) {
                second.complete(Thread.currentThread());
              }
              last.complete(Thread.currentThread());
            });
    actor.send("message");
    actor.stop();
    assertTrue(value(first).isVirtual());
    assertSame(value(first), value(second));
    assertSame(value(first), value(last));
  }

  @Test
  void anInterruptIsKeptWhileItWaitsForAMessage() {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    ActorRef<String> actor =
        system.spawn(
            "actor",
            (mailbox, ctx) -> {
              thread.complete(Thread.currentThread());
              for (String message : mailbox) {
                flag.complete(Thread.interrupted());
              }
              journal.add("end");
            });
    Await.until("it waits", () -> stateOf("/actor") == ActorSnapshot.State.IDLE);
    value(thread).interrupt();
    actor.send("message");
    assertTrue(value(flag));
    actor.stop();
    awaitEnd(actor);
    journal.expect("end");
  }

  private ActorSnapshot.State stateOf(String path) {
    return system.snapshot().children().stream()
        .filter(child -> child.path().equals(path))
        .map(ActorSnapshot::state)
        .findAny()
        .orElseThrow();
  }

  @Test
  void onlyTheActorMayReadItsMailbox() {
    CompletableFuture<Mailbox<String>> leaked = new CompletableFuture<>();
    ActorRef<String> actor =
        system.spawn(
            "actor",
            (mailbox, ctx) -> {
              leaked.complete(mailbox);
              for (String message : mailbox) {
                journal.add(message);
              }
            });
    Mailbox<String> mailbox = value(leaked);
    for (IllegalStateException refused :
        List.of(
            assertThrows(IllegalStateException.class, mailbox::iterator),
            assertThrows(IllegalStateException.class, mailbox::mark),
            assertThrows(IllegalStateException.class, () -> mailbox.poll(AGES)),
            assertThrows(
                IllegalStateException.class, () -> mailbox.receive(dev.talma.Selection::take)))) {
      assertSays(refused, "contract:/actor", "Only the actor itself may call it");
    }
    actor.send("still works");
    journal.await("still works");
  }

  @Test
  void anActorCanBeWrappedIntoAnother() {
    Actor<Cue> handler = Style.HANDLER.actor(() -> new Puppet("inner", journal));
    ActorRef<Cue> outer =
        system.spawn(
            (mailbox, ctx) -> {
              journal.add("outer starts");
              handler.run(mailbox, ctx);
              journal.add("outer ends");
            });
    outer.send(Cue.note("message"));
    outer.stop();
    awaitEnd(outer);
    journal.expect(
        "outer starts", "inner starts", "inner: message", "inner cleans up", "outer ends");
  }
}
