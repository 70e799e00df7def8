package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.SystemSettings;
import dev.talma.TimeSource;
import dev.talma.testkit.Gate;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The settings of a system, and that they hold.
@BothStyles
class SettingsTest extends StyledContract {

  @Override
  @BeforeEach
  void raiseTheCurtain() {
    journal = new Journal();
    system =
        TestSystem.create(
            "contract",
            s ->
                s.withVirtualTime()
                    .withPatience(PATIENCE)
                    .withSystem(
                        settings ->
                            settings
                                .withAskTimeout(Duration.ofSeconds(1))
                                .withStopTimeout(Duration.ofSeconds(2))));
  }

  @Test
  void theDefaultsAreFiveSecondsForAsksAndStopsAndTenForClosing() {
    assertEquals(
        new SystemSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            TimeSource.system(),
            false),
        SystemSettings.defaults());
  }

  @Test
  void anAskThatNamesNoTimeoutHasTheOneOfTheSystem() {
    ActorRef<Cue> actor = start("actor");
    hold(actor);
    var answer = actor.askAsync(Cue.echo("late"));
    system.time().advance(Duration.ofMillis(999));
    assertFalse(answer.isDone());
    system.time().advance(Duration.ofMillis(1));
    assertSays(failure(AskTimeoutException.class, answer), "PT1S");
  }

  @Test
  void aChildGetsTheTimeToStopThatTheSystemSays() {
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> slow = startChild(parent, "slow");
    Gate gate = hold(slow);
    parent.stop();
    system.time().awaitTimers(1);
    system.time().advance(Duration.ofMillis(1_999));
    assertTrue(slow.isAlive());
    system.time().advance(Duration.ofMillis(1));
    awaitEnd(parent);
    assertFalse(slow.isAlive());
    gate.open();
  }
}
