package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.DeadLetter.Reason;
import dev.talma.NoProcessException;
import dev.talma.SystemClosedException;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The end of a system.
@BothStyles
class SystemCloseTest extends StyledContract {

  @Test
  void everyActorIsStoppedTheLastStartedFirstAndWhatWasSentBeforeIsHandled() {
    ActorRef<Cue> first = start("first");
    ActorRef<Cue> second = start("second");
    startChild(second, "below");
    ActorRef<Cue> third = start("third");
    journal.clear();
    first.send(Cue.note("sent before"));
    third.send(Cue.note("sent before"));
    third.send(Cue.act(_ -> first.send(Cue.note("sent meanwhile"))));
    system.close();
    assertEquals(
        List.of(
            "third: sent before",
            "third cleans up",
            "below cleans up",
            "second cleans up",
            "first cleans up"),
        journal.lines().stream().filter(line -> !line.startsWith("first:")).toList());
    assertEquals(List.of("first: sent before", "first: sent meanwhile"), journal.of("first:"));
    assertTrue(system.isTerminated());
    assertEquals(0, system.counters().live());
  }

  @Test
  void aClosedSystemStartsNothing() {
    ActorType<Cue> type = ActorType.of("type", Cue.class, () -> puppet("never"));
    ActorRef<Cue> actor = start("actor");
    long started = system.counters().started();
    system.close();
    assertSays(
        assertThrows(SystemClosedException.class, () -> system.spawn("late", puppet("late"))),
        "The system contract",
        "nothing was started");
    assertThrows(SystemClosedException.class, () -> system.spawn(puppet("late")));
    assertThrows(SystemClosedException.class, () -> system.actor(type, "late"));
    assertThrows(SystemClosedException.class, system::scope);
    assertEquals(started, system.counters().started());
    assertDoesNotThrow(() -> actor.send(Cue.note("late")));
    assertThrows(NoProcessException.class, () -> actor.ask(Cue.echo("late"), AGES));
    assertEquals(2, system.counters().deadLetters(Reason.NO_PROCESS));
  }

  @Test
  void aSystemThatIsClosingStartsNothing() {
    ActorRef<Cue> actor = start("actor");
    Gate gate = hold(actor);
    system.terminate();
    assertFalse(system.isTerminated());
    assertThrows(SystemClosedException.class, () -> system.spawn("late", puppet("late")));
    gate.open();
    system.close();
  }

  @Test
  void closingAgainWaitsToo() throws Exception {
    Gate gate = Gate.closed("not one that closing opens");
    stuck(system, gate);
    List<Thread> closing =
        List.of(Thread.ofVirtual().start(system::close), Thread.ofVirtual().start(system::close));
    assertFalse(system.awaitTermination(Duration.ZERO));
    gate.open();
    for (Thread each : closing) {
      assertTrue(each.join(PATIENCE));
    }
    assertTrue(system.isTerminated());
    assertTrue(system.awaitTermination(Duration.ZERO));
    system.close();
  }

  @Test
  void anActorMayBeginToCloseItsSystemButNotWaitForIt() {
    ActorRef<Cue> actor = start("actor");
    IllegalStateException refused =
        in(actor, _ -> assertThrows(IllegalStateException.class, system::close));
    assertSays(refused, "contract:/actor", "terminate()");
    settled(actor);
    assertFalse(system.isTerminated());
    tell(actor, ctx -> ctx.system().terminate());
    assertDoesNotThrow(() -> assertTrue(system.awaitTermination(PATIENCE)));
  }

  /// A system on the machine's time: how long closing may take is measured on that.
  private ActorSystem impatient(Duration shutdownTimeout) {
    return ActorSystem.create("impatient", s -> s.withShutdownTimeout(shutdownTimeout));
  }

  private ActorRef<Cue> stuck(ActorSystem owner, Gate gate) {
    ActorRef<Cue> actor = owner.spawn("stuck", puppet("stuck"));
    actor.send(Cue.act(_ -> gate.pass()));
    gate.awaitArrival();
    return actor;
  }

  @Test
  void whoIsNotDoneInTimeIsKilled() {
    ActorSystem impatient = impatient(Duration.ofMillis(50));
    Gate gate = Gate.closed("stuck");
    ActorRef<Cue> stuck = stuck(impatient, gate);
    impatient.close();
    assertTrue(impatient.isTerminated());
    assertFalse(stuck.isAlive());
    assertEquals(List.of(), journal.of("stuck cleans up"));
    assertEquals(0, impatient.counters().live());
  }

  @Test
  void aThreadThatIsInterruptedWhileItClosesKillsAllAndKeepsItsFlag() throws Exception {
    ActorSystem patient = impatient(AGES);
    Gate gate = Gate.closed("stuck");
    stuck(patient, gate);
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread closing =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  patient.close();
                  flag.complete(Thread.currentThread().isInterrupted());
                });
    assertTrue(closing.join(PATIENCE));
    assertTrue(value(flag));
    assertTrue(patient.isTerminated());
    assertEquals(List.of(), journal.of("stuck cleans up"));
  }
}
