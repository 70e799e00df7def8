package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long owners wait for those that they stop, and whether for one after the other.
@BothStyles
class StopPatienceTest extends StyledContract {

  private Actor<Cue> puppet(String name, Duration patience) {
    return puppet(name).stopTimeout(patience);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60})
  void aChildMayHaveATimeOfItsOwn(int seconds) {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> slow = startChild(parent, "slow", puppet("slow", Duration.ofSeconds(seconds)));
    hold(slow);
    parent.stop();
    Duration left = Duration.ofSeconds(seconds);
    while (left.compareTo(Duration.ofSeconds(5)) > 0) { // it looks now and then
      system.time().awaitTimers(1);
      system.time().advance(Duration.ofSeconds(5));
      left = left.minusSeconds(5);
    }
    system.time().awaitTimers(1);
    system.time().advance(left.minusNanos(1));
    assertTrue(slow.isAlive());
    system.time().advance(Duration.ofNanos(1));
    awaitEnd(parent);
  }

  @Test
  void aTimeOfZeroIsAKill() {
    ActorRef<Cue> parent = start("parent");
    startChild(parent, "first");
    ActorRef<Cue> idle = startChild(parent, "idle", puppet("idle", Duration.ZERO));
    ActorRef<Cue> busy = startChild(parent, "busy", puppet("busy", Duration.ZERO));
    ActorRef<Cue> below = startChild(busy, "below");
    hold(busy);
    var stopped = system.record(SystemEvent.Stopped.class);
    journal.clear();
    parent.stop();
    awaitEnd(parent);
    for (ActorRef<Cue> each : List.of(idle, busy, below)) {
      assertEquals(
          ExitReason.killed(), stopped.expect(each.name(), e -> e.ref().equals(each)).reason());
    }
    journal.expect("first cleans up", "parent cleans up");
    assertEquals(Duration.ZERO, system.time().elapsed());
  }

  @Test
  void aNegativeTimeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> puppet("p", Duration.ofNanos(-1)));
  }

  @Test
  void childrenCanBeStoppedTogether() {
    ActorRef<Cue> parent = start("parent", puppet("parent").stopsChildrenTogether());
    ActorRef<Cue> first = startChild(parent, "first");
    ActorRef<Cue> second = startChild(parent, "second");
    ActorRef<Cue> third = startChild(parent, "third");
    Gate gate = hold(second);
    journal.clear();
    parent.stop();
    awaitEnd(first);
    awaitEnd(third);
    assertTrue(second.isAlive());
    assertEquals(Set.of("first cleans up", "third cleans up"), Set.copyOf(journal.lines()));
    gate.open();
    awaitEnd(parent);
    assertEquals(List.of("second cleans up", "parent cleans up"), journal.lines().subList(2, 4));
    assertEquals(0, system.time().pending());
  }

  @Test
  void togetherEachHasItsOwnTime() {
    ActorRef<Cue> parent = start("parent", puppet("parent").stopsChildrenTogether());
    List<ActorRef<Cue>> slow = new ArrayList<>();
    for (int seconds = 0; seconds <= 3; seconds++) {
      String name = "slow-" + seconds;
      slow.add(startChild(parent, name, puppet(name, Duration.ofSeconds(seconds))));
    }
    ActorRef<Cue> usual = startChild(parent, "usual");
    slow.forEach(this::hold);
    hold(usual);
    parent.stop();
    system.time().awaitTimers(4); // none for the kill
    awaitEnd(slow.getFirst());
    for (int seconds = 1; seconds <= 3; seconds++) {
      assertTrue(slow.get(seconds).isAlive());
      system.time().advance(Duration.ofSeconds(1));
      awaitEnd(slow.get(seconds));
    }
    system.time().advance(Duration.ofMillis(1_999));
    assertTrue(usual.isAlive());
    system.time().advance(Duration.ofMillis(1));
    awaitEnd(parent);
  }

  @Test
  void togetherHoldsForCrashesRestartsAndScopesToo() {
    ActorRef<Cue> parent =
        start(
            "parent",
            puppet("parent")
                .stopsChildrenTogether()
                .supervised(Restart.always().backoff(Backoff.standard())));
    ActorRef<Cue> first = startChild(parent, "first");
    ActorRef<Cue> second = startChild(parent, "second");
    ActorRef<Cue> inScope = in(parent, ctx -> ctx.scope().spawn("scoped", puppet("scoped")));
    settled(inScope);
    Gate gate = hold(second);
    parent.send(Cue.crash("on purpose"));
    awaitEnd(first);
    awaitEnd(inScope);
    assertTrue(second.isAlive());
    gate.open();
    awaitEnd(second);
    settled(parent);
    assertEquals(1, system.counters().restarts());
    startChild(parent, "second"); // the name is free
    parent.send(Cue.act(Context::stop));
    awaitEnd(parent);
  }
}
