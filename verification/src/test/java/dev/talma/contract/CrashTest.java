package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What counts as a crash, and what is told of it.
@BothStyles
class CrashTest extends StyledContract {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Restart AFTER_A_SECOND = Restart.always().backoff(Backoff.fixed(SECOND));

  @Test
  void aCrashAndWhatFollowsAreEvents() {
    var events = system.record(SystemEvent.class);
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(AFTER_A_SECOND));
    IllegalStateException cause = new IllegalStateException("on purpose");
    Cue crash =
        Cue.act(
            ctx -> {
              throw cause;
            });
    actor.send(crash);
    system.advance(SECOND);
    actor.stop();
    awaitEnd(actor);
    system.settle();
    List<SystemEvent> lives =
        events.all().stream().filter(e -> !(e instanceof SystemEvent.DeadLettered)).toList();
    assertEquals(
        List.of(
            new SystemEvent.Started(actor),
            new SystemEvent.Crashed(actor, Cue.Act.class.getName(), cause),
            new SystemEvent.Restarting(actor, SECOND),
            new SystemEvent.Stopped(actor, ExitReason.shutdown())),
        lives);
  }

  @Test
  void aCrashWithoutAMessageSaysSo() {
    Actor<Cue> broken =
        style.actor(
            () -> {
              throw new IllegalStateException("at the start");
            });
    ActorRef<Cue> actor = system.spawn("actor", broken);
    assertEquals("none", system.crashes().expect(actor).messageType());
  }

  @Test
  void anOverflowOfTheStackIsACrashLikeOthers() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    actor.send(Cue.act(_ -> endless(1)));
    settled(actor);
    system.crashes().expect(actor, StackOverflowError.class);
    assertEquals(1, system.counters().restarts());
  }

  @SuppressWarnings("InfiniteRecursion") // on purpose
  private static long endless(long depth) {
    return endless(depth + 1) + 1;
  }
}
