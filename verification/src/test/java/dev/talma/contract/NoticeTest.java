package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Monitor;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// When a notice of an end comes, and who makes it.
@BothStyles
class NoticeTest extends StyledContract {
  private static final IllegalStateException CAUSE = new IllegalStateException("on purpose");

  private static final Cue CRASH =
      Cue.act(
          "crash",
          ctx -> {
            throw CAUSE;
          });

  private static Cue noted(Down down) {
    return Cue.note("down " + down.ref().name() + ": " + down.reason());
  }

  private static Monitor watch(ActorRef<Cue> watcher, ActorRef<?> target) {
    return in(watcher, ctx -> ctx.monitor(target, NoticeTest::noted));
  }

  @Test
  void theMessageIsMadeByTheWatcherWhenItTakesIt() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    CompletableFuture<String> made = new CompletableFuture<>();
    Gate gate = system.gate("before the message is taken");
    tell(
        watcher,
        ctx ->
            ctx.monitor(
                watched,
                down -> {
                  made.complete(ctx.children().toString()); // only the watcher itself may do that
                  return noted(down);
                }));
    watcher.send(Cue.act(_ -> gate.pass()));
    gate.awaitArrival();
    var end = witness(watched);
    watched.stop();
    value(end);
    assertFalse(made.isDone());
    gate.open();
    assertEquals("[]", value(made));
  }

  @Test
  void aNoticeComesWhenTheWatchedIsGoneWithAllBelowIt() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    ActorRef<Cue> child = startChild(watched, "child");
    Gate gate = hold(child);
    watch(watcher, watched);
    watched.send(CRASH);
    settled(watcher);
    assertEquals(List.of(), journal.of("watcher:"));
    gate.open();
    journal.awaitLine("watcher: down watched: " + ExitReason.crashed(CAUSE));
    assertFalse(child.isAlive());
  }

  @Test
  void aNameIsFreeBeforeTheNoticeOfItsHolderArrives() {
    ActorRef<Cue> watcher = start("watcher");
    for (int i = 1; i <= 50; i++) {
      ActorRef<Cue> actor = start("name-" + i);
      tell(
          watcher,
          ctx ->
              ctx.monitor(
                  actor,
                  down ->
                      Cue.act(
                          in -> {
                            in.system().spawn(down.ref().name(), puppet("heir"));
                            journal.add("the name was free");
                          })));
      if (i % 2 == 0) {
        actor.kill();
      } else {
        actor.send(CRASH);
      }
    }
    Await.untilPasses(PATIENCE, () -> assertEquals(50, journal.of("the name was free").size()));
  }
}
