package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/// What the log says, and what it does not.
@BothStyles
class LogTest extends StyledContract {

  @Test
  void aCrashIsLoggedOnceWithTheActorTheMessageAndTheCause() {
    ActorRef<Cue> linked = start("linked");
    ActorRef<Cue> actor = start("actor");
    tell(linked, ctx -> ctx.link(actor));
    IllegalStateException cause = new IllegalStateException("on purpose");
    try (LogTap log = LogTap.open()) {
      actor.send(
          Cue.act(
              ctx -> {
                throw cause;
              }));
      awaitEnd(actor);
      awaitEnd(linked);
      List<ILoggingEvent> errors =
          log.events().stream().filter(event -> event.getLevel() == Level.ERROR).toList();
      assertEquals(1, errors.size(), () -> "" + errors);
      ILoggingEvent error = errors.getFirst();
      assertEquals(
          "contract:/actor crashed while it handled " + Cue.Act.class.getName(),
          error.getFormattedMessage());
      assertNotNull(error.getThrowableProxy());
      assertEquals("on purpose", error.getThrowableProxy().getMessage());
      assertEquals("contract:/actor", error.getMDCPropertyMap().get("actor"));
      assertTrue(error.getThrowableProxy().getStackTraceElementProxyArray().length > 0);
    }
  }

  @Test
  void anOrderlyEndIsNoError() {
    try (LogTap log = LogTap.open()) {
      for (ExitReason reason : List.of(ExitReason.normal(), ExitReason.shutdown("tired"))) {
        ActorRef<Cue> actor = start("actor");
        actor.stop(reason);
        awaitEnd(actor);
      }
      ActorRef<Cue> actor = start("actor");
      actor.send(Cue.act(Context::stop));
      awaitEnd(actor);
      assertEquals(List.of(), log.lines("WARN"));
      assertEquals(List.of(), log.lines("ERROR"));
    }
  }

  @Test
  void aRestartAndTheEndOfRestartsAreLogged() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.upTo(1)));
    try (LogTap log = LogTap.open()) {
      actor.send(Cue.crash("first"));
      actor.send(Cue.crash("second"));
      awaitEnd(actor);
      log.awaitLine("WARN contract:/actor restarts at once");
      log.awaitLine("ERROR contract:/actor has crashed too often and is not restarted again");
      assertEquals(2, log.lines("ERROR contract:/actor crashed while it handled").size());
    }
  }

  @Test
  void aChildThatHadToBeKilledIsLogged() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> slow = startChild(parent, "slow");
    try (LogTap log = LogTap.open()) {
      hold(slow);
      parent.stop();
      system.time().awaitTimers(1);
      system.time().advance(Duration.ofSeconds(5));
      awaitEnd(parent);
      log.awaitLine("WARN contract:/parent/slow did not stop within PT5S and is killed");
    }
  }

  @Test
  void aFloodOfDeadLettersIsNoFloodInTheLog() {
    ActorRef<Cue> actor = start("actor");
    actor.stop();
    awaitEnd(actor);
    try (LogTap log = LogTap.open()) {
      for (int i = 0; i < 10_000; i++) {
        actor.send(Cue.note("late"));
      }
      assertEquals(10_000, system.counters().deadLettersTotal());
      assertTrue(log.events().size() <= 20, () -> log.events().size() + " lines");
    }
  }

  @Test
  void whatAnActorLogsIsMarkedWithItIfTheSettingsSaySo() {
    try (var marking = ActorSystem.create("marking", s -> s.withLogContext(true))) {
      ActorRef<Cue> actor = marking.spawn("actor", puppet("actor"));
      ActorRef<Cue> child = startChild(actor, "child");
      for (ActorRef<Cue> each : List.of(actor, child, actor)) {
        CompletableFuture<String> mark = new CompletableFuture<>();
        Gate gate = system.gate("in the middle");
        each.send(
            Cue.act(
                _ -> {
                  gate.pass();
                  mark.complete(MDC.get("actor"));
                }));
        gate.awaitArrival();
        settled(each.equals(actor) ? child : actor); // others run meanwhile
        gate.open();
        assertEquals(each.toString(), value(mark));
      }
    }
  }

  @Test
  void withoutTheSettingTheActorsLogUnmarked() {
    ActorRef<Cue> actor = start("actor");
    assertEquals(Optional.empty(), in(actor, _ -> Optional.ofNullable(MDC.get("actor"))));
  }
}
