package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Cancellable;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.SystemEvent;
import dev.talma.SystemEvent.DeadLettered;
import dev.talma.SystemEvent.Started;
import dev.talma.SystemEvent.Stopped;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The stream of events of a system.
@BothStyles
class EventTest extends StyledContract {
  private final List<SystemEvent> seen = new CopyOnWriteArrayList<>();

  /// An actor that notes the events that it gets.
  private ActorRef<SystemEvent> subscriber(String name) {
    return system.spawn(name, style.of((event, ctx) -> seen.add(event)));
  }

  private void awaitSeen(SystemEvent... expected) {
    Await.untilPasses(PATIENCE, () -> assertEquals(List.of(expected), List.copyOf(seen)));
  }

  @Test
  void aSubscriberGetsTheEventsOfATypeFromNowOnInTheirOrder() {
    start("before");
    system.subscribe(Started.class, subscriber("subscriber"));
    ActorRef<Cue> first = start("first");
    ActorRef<Cue> second = start("second");
    first.stop();
    awaitEnd(first);
    ActorRef<Cue> third = start("third");
    awaitSeen(new Started(first), new Started(second), new Started(third));
  }

  @Test
  void aSubscriberCanHaveThemAll() {
    system.subscribe(SystemEvent.class, subscriber("subscriber"));
    ActorRef<Cue> actor = start("actor");
    actor.stop();
    awaitEnd(actor);
    actor.send(Cue.note("late"));
    Await.until("three events", () -> seen.size() == 3);
    assertEquals(new Started(actor), seen.get(0));
    assertEquals(new Stopped(actor, ExitReason.shutdown()), seen.get(1));
    assertTrue(seen.get(2) instanceof DeadLettered(var letter) && letter.target().equals(actor));
  }

  @Test
  void itGetsNoneOnceItHasCancelled() {
    Cancellable subscription = system.subscribe(Started.class, subscriber("subscriber"));
    ActorRef<Cue> first = start("first");
    subscription.cancel();
    subscription.cancel();
    start("second");
    system.settle();
    awaitSeen(new Started(first));
  }

  @Test
  void theSubscriptionEndsWithTheSubscriber() {
    ActorRef<SystemEvent> subscriber = subscriber("subscriber");
    Cancellable subscription = system.subscribe(DeadLettered.class, subscriber);
    subscriber.kill();
    awaitEnd(subscriber);
    ActorRef<Cue> actor = start("actor");
    actor.stop();
    awaitEnd(actor);
    for (int i = 0; i < 100; i++) {
      actor.send(Cue.note("late"));
    }
    system.settle();
    assertEquals(100, system.counters().deadLettersTotal(), "events do not breed events");
    assertEquals(List.of(), seen);
    subscription.cancel();
  }

  @Test
  void aSubscriberThatHasEndedGetsNone() {
    ActorRef<SystemEvent> ended = subscriber("ended");
    ended.stop();
    awaitEnd(ended);
    system.subscribe(SystemEvent.class, ended).cancel();
    start("actor");
    system.settle();
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aFunctionGetsEventsOneAtATimeUntilItIsCalledOff() {
    Gate gate = system.gate("listener");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Cancellable listening =
        system.onEvent(
            Started.class,
            event -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              try {
                gate.pass();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              inside.decrementAndGet();
              seen.add(event);
            });
    List<SystemEvent> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      expected.add(new Started(start("actor-" + i)));
    }
    gate.awaitArrival();
    gate.open();
    awaitSeen(expected.toArray(SystemEvent[]::new));
    assertEquals(1, most.get());
    listening.cancel();
    start("after");
    system.settle();
    assertEquals(10, seen.size());
  }

  @Test
  void aFunctionThatThrowsIsLoggedAndGetsTheNextEvent() {
    system.onEvent(
        Started.class,
        event -> {
          seen.add(event);
          throw new IllegalStateException("listener failed on purpose");
        });
    try (LogTap log = LogTap.open()) {
      ActorRef<Cue> first = start("first");
      ActorRef<Cue> second = start("second");
      awaitSeen(new Started(first), new Started(second));
      log.awaitLine("ERROR A listener failed to handle Started");
    }
  }

  @Test
  void theActorsOfTheSystemItselfAreNotSeen() {
    var before = system.counters();
    system.subscribe(SystemEvent.class, subscriber("subscriber"));
    system.onEvent(DeadLettered.class, event -> {}).cancel();
    system.scope().close();
    system.settle();
    assertEquals(
        List.of(), seen.stream().filter(e -> !e.toString().contains("subscriber")).toList());
    assertEquals(before.started() + 1, system.counters().started());
    assertEquals(
        List.of("/subscriber"),
        system.snapshot().children().stream().map(dev.talma.ActorSnapshot::path).toList());
  }

  @Test
  void aDeadLetterIsAnEvent() {
    system.subscribe(DeadLettered.class, subscriber("subscriber"));
    ActorRef<Cue> actor = start("actor");
    var gate = hold(actor);
    Cue waits = Cue.note("waits");
    actor.stop();
    actor.send(waits);
    gate.open();
    Await.until("the event has come", () -> seen.size() == 1);
    assertTrue(
        seen.getFirst() instanceof DeadLettered(var letter)
            && letter.message().equals(waits)
            && letter.reason() == Reason.STOPPED);
  }
}
