package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds from the moment at which an actor has ended, as far as one can see.
class EndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Actor<String> IDLE = Actor.handler(() -> (message, ctx) -> {});

  @ParameterizedTest
  @EnumSource
  void aNameIsFreeAsSoonAsItsHolderIsNotAlive(Both style) {
    Actor<String> actor = style.of((message, ctx) -> {});
    try (var system = ActorSystem.create("end")) {
      for (int i = 0; i < 5_000; i++) {
        ActorRef<String> ref = system.spawn("name", actor);
        ref.stop();
        while (ref.isAlive()) {
          Thread.onSpinWait();
        }
      }
    }
  }

  /// Many children that end at the same time as their owner: it is not gone before they are, with
  /// all that they leave.
  @Test
  void anOwnerThatHasEndedHasLeftNothingToBeCounted() throws Exception {
    try (var system = ActorSystem.create("end")) {
      for (int i = 1; i <= 2_000; i++) {
        var scope = system.scope();
        for (int k = 0; k < 5; k++) {
          ActorRef<String> ref = scope.spawn(IDLE);
          ref.send("message");
          ref.kill();
        }
        scope.close();
        assertEquals(0, system.counters().live());
        assertEquals(5L * i, system.counters().handled() + system.counters().deadLettersTotal());
      }
    }
  }

  @Test
  void aSystemThatHasClosedCountsNothingMore() {
    for (int i = 0; i < 500; i++) {
      var system = ActorSystem.create("end");
      for (int k = 0; k < 20; k++) {
        ActorRef<String> ref = system.spawn(k % 2 == 0 ? Both.LOOP.of((m, c) -> {}) : IDLE);
        ref.send("message");
        ref.stop();
      }
      system.close();
      assertTrue(system.isTerminated());
      assertEquals(20, system.counters().handled() + system.counters().deadLettersTotal());
      assertEquals(0, system.counters().live());
    }
  }
}
