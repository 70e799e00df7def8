package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CrashScriptTest {

  @Test
  void crashesAtTheStepsThatItSays() {
    assertEquals(List.of(1L, 2L), crashes(CrashScript.first(2), 5));
    assertEquals(List.of(2L, 5L), crashes(CrashScript.at(5, 2), 6));
    assertEquals(List.of(3L, 6L), crashes(CrashScript.every(3), 8));
    assertEquals(List.of(1L, 2L, 3L), crashes(CrashScript.always(), 3));
    assertEquals(List.of(), crashes(CrashScript.onDemand(), 3));
  }

  @Test
  void crashesOnDemand() {
    var script = CrashScript.onDemand();
    script.step();
    script.crashNext();
    script.crashNext();

    assertEquals(List.of(1L, 2L), crashes(script, 4));
    assertEquals(5, script.steps());
    assertEquals(2, script.crashes());
  }

  @Test
  void theSameSeedGivesTheSameCrashes() {
    List<Long> crashes = crashes(CrashScript.random(0.3, 42), 1_000);

    assertEquals(crashes, crashes(CrashScript.random(0.3, 42), 1_000));
    assertNotEquals(crashes, crashes(CrashScript.random(0.3, 43), 1_000));
    assertTrue(crashes.size() > 200 && crashes.size() < 400, crashes.size() + " crashes");
    assertEquals(List.of(), crashes(CrashScript.random(0, 42), 1_000));
    assertEquals(1_000, crashes(CrashScript.random(1, 42), 1_000).size());
  }

  @Test
  void aCrashTellsItsStepAndItsSeed() {
    var e = assertThrows(ScriptedCrash.class, CrashScript.random(1, 42)::step);

    assertEquals("scripted crash at step 1 (at random, 1.0 of the time, seed 42)", e.getMessage());
  }

  @Test
  void canThrowWhatTheTestWants() {
    var script = CrashScript.at(2);
    script.step();

    var e =
        assertThrows(
            IllegalStateException.class, script.throwing(IllegalStateException::new)::step);

    assertEquals("scripted crash at step 2 (at [2])", e.getMessage());
    assertEquals(2, script.steps());
  }

  @Test
  void anEndedScriptCrashesNoMore() {
    var script = CrashScript.always();
    script.end();

    script.step();

    assertEquals(0, script.crashes());
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThrows(IllegalArgumentException.class, () -> CrashScript.every(0));
    assertThrows(IllegalArgumentException.class, () -> CrashScript.random(1.1, 1));
    assertThrows(IllegalArgumentException.class, () -> CrashScript.random(Double.NaN, 1));
  }

  @Test
  void aScriptedCrashIsFoundBehindOthers() {
    var crash = new ScriptedCrash("x");

    assertTrue(ScriptedCrash.isBehind(crash));
    assertTrue(ScriptedCrash.isBehind(new RuntimeException(new IOException(crash))));
    assertFalse(ScriptedCrash.isBehind(new RuntimeException(new IOException())));
    assertEquals(0, crash.getStackTrace().length);
  }

  private static List<Long> crashes(CrashScript script, long steps) {
    return LongStream.rangeClosed(1, steps).filter(step -> crashes(script)).boxed().toList();
  }

  private static boolean crashes(CrashScript script) {
    try {
      script.step();
      return false;
    } catch (ScriptedCrash e) {
      return true;
    }
  }
}
