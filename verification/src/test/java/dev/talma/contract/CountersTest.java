package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.ActorRef;
import dev.talma.Counters;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The system's counters: what they count, what they do not, and that they add up.
@BothStyles
class CountersTest extends StyledContract {

  /// A message that may crash its actor, end it, or spend some time.
  private record Job(int fate) {}

  @Test
  void whatWasAcceptedIsHandledOrADeadLetter() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    AtomicLong accepted = new AtomicLong();
    AtomicLong rejected = new AtomicLong();
    for (int round = 0; round < 20; round++) {
      List<ActorRef<Job>> actors = new ArrayList<>();
      for (Overflow overflow :
          List.of(Overflow.REJECT, Overflow.DROP_NEWEST, Overflow.DROP_OLDEST)) {
        actors.add(
            system.spawn(
                style
                    .<Job>of(CountersTest::work)
                    .bounded(16, overflow)
                    .supervised(Restart.upTo(2))));
      }
      actors.add(system.spawn(style.of(CountersTest::work)));
      List<Thread> senders = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        SplittableRandom fates = random.split();
        senders.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int n = 0; n < 250; n++) {
                        for (ActorRef<Job> actor : actors) {
                          try {
                            actor.send(new Job(fates.nextInt(200)));
                            accepted.incrementAndGet();
                          } catch (MailboxFullException full) {
                            rejected.incrementAndGet();
                          }
                        }
                      }
                    }));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      actors.get(round % actors.size()).kill();
    }
    system.close();
    Counters counters = system.counters();
    assertEquals(
        accepted.get(),
        counters.handled() + counters.deadLettersTotal(),
        "seed " + seed + ", " + counters);
    assertEquals(rejected.get(), counters.rejected(), "seed " + seed);
    assertEquals(0, counters.live());
  }

  private static void work(Job job, dev.talma.Context<Job> ctx) {
    switch (job.fate) {
      case 0 -> ctx.stop();
      case 1, 2, 3 -> throw new IllegalStateException("on purpose");
      case 4, 5, 6 -> Thread.yield();
      default -> {}
    }
  }

  @Test
  void aMessageIsHandledWhenItsHandlingHasEnded() {
    ActorRef<Cue> actor = start("actor");
    system.settle();
    long before = system.counters().handled();
    var gate = hold(actor);
    actor.send(Cue.note("waits"));
    assertEquals(before, system.counters().handled());
    gate.open();
    awaitCount(before + 2, Counters::handled);
  }

  @Test
  void ticksNoticesAndEventsAreNotCounted() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> watched = start("watched");
    ActorRef<SystemEvent> subscriber =
        system.spawn(style.of((event, _) -> journal.add(event.getClass().getSimpleName())));
    system.subscribe(SystemEvent.Stopped.class, subscriber);
    tell(
        actor,
        ctx -> {
          ctx.scheduleEvery(Cue.note("tick"), Duration.ofSeconds(1));
          ctx.monitor(watched, _ -> Cue.note("down"));
        });
    system.settle();
    Counters before = system.counters();
    system.advance(Duration.ofSeconds(10));
    watched.stop(ExitReason.normal());
    journal.awaitLine("actor: down");
    journal.awaitLine("Stopped");
    assertEquals(10, journal.of("actor: tick").size());
    system.settle();
    assertEquals(before.handled(), system.counters().handled());
    assertEquals(before.deadLetters(), system.counters().deadLetters());
  }

  @Test
  void ticksAndNoticesThatNobodyHandlesAreNoDeadLetters() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> watched = start("watched");
    tell(
        actor,
        ctx -> {
          ctx.schedule(Cue.note("tick"), Duration.ofSeconds(1));
          ctx.monitor(watched, _ -> Cue.note("down"));
        });
    hold(actor);
    system.advance(Duration.ofSeconds(1), actor);
    watched.stop();
    awaitEnd(watched);
    actor.kill();
    awaitEnd(actor);
    system.settle();
    assertEquals(
        1,
        system.counters().deadLettersTotal(),
        "only what it was handling: " + system.deadLetters());
  }

  @Test
  void crashesAndRestartsAreCounted() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.upTo(2)));
    for (int i = 0; i < 3; i++) {
      actor.send(Cue.crash("on purpose"));
      system.advance(Duration.ofMinutes(1));
    }
    awaitEnd(actor);
    system.settle();
    assertEquals(3, system.counters().crashes());
    assertEquals(2, system.counters().restarts());
  }

  @Test
  void startsAndTheLivingAreCounted() {
    Counters before = system.counters();
    ActorRef<Cue> parent = start("parent");
    startChild(parent, "child");
    ActorRef<Cue> other = start("other");
    assertEquals(before.started() + 3, system.counters().started());
    assertEquals(before.live() + 3, system.counters().live());
    parent.stop();
    awaitEnd(parent);
    assertEquals(before.live() + 1, system.counters().live());
    other.kill();
    awaitEnd(other);
    assertEquals(before.live(), system.counters().live());
    assertEquals(before.started() + 3, system.counters().started());
  }
}
