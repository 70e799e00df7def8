package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.TargetStoppedException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Errors that the JVM may not survive.
@BothStyles
class FatalErrorTest extends StyledContract {
  private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
  private Thread.UncaughtExceptionHandler before;

  @BeforeEach
  void listen() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> uncaught.complete(error));
  }

  @AfterEach
  void stopListening() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  void anErrorOfTheVirtualMachineIsNotSwallowedAndNotRestarted() {
    var stopped = system.record(SystemEvent.Stopped.class);
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    ActorRef<Cue> other = start("other");
    OutOfMemoryError error = new OutOfMemoryError("on purpose");
    var answer =
        actor.askAsync(
            Cue.question(
                (question, ctx) -> {
                  throw error;
                }),
            AGES);
    assertSame(error, value(uncaught));
    assertSame(error, failure(TargetStoppedException.class, answer).getCause());
    assertEquals(
        ExitReason.crashed(error), stopped.expect("it", e -> e.ref().equals(actor)).reason());
    assertEquals(0, system.counters().restarts());
    for (int i = 0; i < 100; i++) {
      settled(other); // the others go on
    }
  }
}
