package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Cancellable;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The events of a system: which there are, in which order, and who gets them.
@BothStyles
class EventsTest extends StyledContract {

  private static String textOf(SystemEvent event) {
    return switch (event) {
      case SystemEvent.Started(ActorRef<?> ref) -> "started " + ref.path();
      case SystemEvent.Crashed(ActorRef<?> ref, String messageType, Throwable cause) ->
          "crashed " + ref.path() + ", " + messageType + ", " + cause.getMessage();
      case SystemEvent.Restarting(ActorRef<?> ref, Duration delay) ->
          "restarting " + ref.path() + " " + delay;
      case SystemEvent.Stopped(ActorRef<?> ref, ExitReason reason) ->
          "stopped " + ref.path() + " " + reason.getClass().getSimpleName();
      case SystemEvent.DeadLettered(DeadLetter letter) ->
          "dead " + letter.message() + " to " + letter.target().path() + " " + letter.reason();
    };
  }

  private Cancellable listen() {
    return system.onEvent(SystemEvent.class, event -> journal.add(textOf(event)));
  }

  /// Waits until these are the events. Listeners run beside the actors, so that the actors may be
  /// at rest before the last event has been told.
  private void expectEvents(List<String> expected) {
    Await.untilPasses(PATIENCE, () -> assertEquals(expected, events()));
  }

  /// What an actor writes into the journal itself is left out.
  private List<String> events() {
    system.settle();
    return journal.lines().stream()
        .filter(line -> line.matches("(started|crashed|restarting|stopped|dead) .*"))
        .toList();
  }

  @Test
  void theLifeOfAnActorIsToldInOrder() {
    listen();
    ActorRef<Cue> actor =
        start(
            "actor",
            puppet("actor")
                .supervised(Restart.upTo(1).backoff(Backoff.fixed(Duration.ofSeconds(1)))));
    actor.send(Cue.crash("once"));
    system.advance(Duration.ofSeconds(1));
    actor.send(Cue.crash("twice"));
    awaitEnd(actor);
    actor.send(Cue.note("late"));
    String act = Cue.Act.class.getName();
    expectEvents(
        List.of(
            "started /actor",
            "dead crash to /actor CRASHED",
            "crashed /actor, " + act + ", once",
            "restarting /actor PT1S",
            "dead crash to /actor CRASHED",
            "crashed /actor, " + act + ", twice",
            "stopped /actor Crashed",
            "dead late to /actor NO_PROCESS"));
  }

  @Test
  void aCrashOutsideOfAMessageNamesNoMessage() {
    listen();
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            style.<Cue>actor(
                () -> {
                  throw new IllegalStateException("no start");
                }));
    awaitEnd(actor);
    expectEvents(
        List.of("started /actor", "crashed /actor, none, no start", "stopped /actor Crashed"));
  }

  @Test
  void childrenEndBeforeTheirParent() {
    ActorRef<Cue> parent = start("parent");
    startChild(parent, "one");
    startChild(parent, "two");
    listen();
    parent.stop();
    awaitEnd(parent);
    expectEvents(
        List.of(
            "stopped /parent/two Shutdown",
            "stopped /parent/one Shutdown",
            "stopped /parent Shutdown"));
  }

  @Test
  void eachReasonOfAnEndIsTold() {
    listen();
    ActorRef<Cue> stopped = start("stopped");
    ActorRef<Cue> killed = start("killed");
    ActorRef<Cue> detailed = start("detailed");
    var log = system.record(SystemEvent.Stopped.class);
    stopped.stop();
    killed.kill();
    detailed.stop(ExitReason.shutdown("a detail"));
    assertEquals(ExitReason.shutdown(), reasonOf(log, stopped));
    assertEquals(ExitReason.killed(), reasonOf(log, killed));
    assertEquals(ExitReason.shutdown("a detail"), reasonOf(log, detailed));
  }

  private static ExitReason reasonOf(
      dev.talma.testkit.EventLog<SystemEvent.Stopped> log, ActorRef<?> ref) {
    return log.expect("its end", event -> event.ref().equals(ref)).reason();
  }

  @Test
  void onlyTheEventsOfTheTypeAreTold() {
    system.onEvent(SystemEvent.Stopped.class, event -> journal.add(textOf(event)));
    ActorRef<Cue> actor = start("actor");
    actor.send(Cue.crash("on purpose"));
    awaitEnd(actor);
    expectEvents(List.of("stopped /actor Crashed"));
  }

  @Test
  void anActorThatSubscribesGetsThemAsMessages() {
    ActorRef<SystemEvent> subscriber =
        system.spawn("subscriber", style.of((event, _) -> journal.add(textOf(event))));
    system.subscribe(SystemEvent.Started.class, subscriber);
    start("actor");
    expectEvents(List.of("started /actor"));
  }

  @Test
  void aSubscriptionThatIsCalledOffGivesNoMoreEvents() {
    ActorRef<SystemEvent> subscriber =
        system.spawn("subscriber", style.of((event, _) -> journal.add(textOf(event))));
    Cancellable subscription = system.subscribe(SystemEvent.Started.class, subscriber);
    Cancellable listening = listen();
    start("one");
    Await.untilPasses(PATIENCE, () -> assertEquals(2, events().size()));
    subscription.cancel();
    listening.cancel();
    listening.cancel();
    start("two");
    assertEquals(2, events().size());
  }

  @Test
  void aSubscriberThatEndsIsForgotten() {
    ActorRef<SystemEvent> subscriber =
        system.spawn("subscriber", style.of((event, _) -> journal.add(textOf(event))));
    Cancellable subscription = system.subscribe(SystemEvent.Started.class, subscriber);
    subscriber.kill();
    awaitEnd(subscriber);
    start("actor");
    expectEvents(List.of());
    assertEquals(0, system.counters().deadLettersTotal());
    subscription.cancel();
    system.subscribe(SystemEvent.Started.class, subscriber);
    start("other");
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aListenerThatThrowsGetsTheNextEventsAllTheSame() {
    system.onEvent(
        SystemEvent.Started.class,
        event -> {
          journal.add(textOf(event));
          throw new IllegalStateException("on purpose");
        });
    start("one");
    start("two");
    expectEvents(List.of("started /one", "started /two"));
    assertEquals(0, system.counters().crashes());
  }

  @Test
  void listenersAreNoActorsOfTheUsers() {
    var before = system.counters();
    int actors = system.snapshot().children().size();
    listen();
    start("actor");
    assertEquals(actors + 1, system.snapshot().children().size());
    assertEquals(before.started() + 1, system.counters().started());
    assertEquals(before.live() + 1, system.counters().live());
  }

  @Test
  void aListenerThatIsSlowHoldsUpNobody() {
    Gate gate = system.gate("listening");
    system.onEvent(
        SystemEvent.Started.class,
        _ -> {
          try {
            gate.pass();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    settled(start("one"));
    gate.awaitArrival();
    settled(start("two"));
    gate.open();
  }

  @Test
  void aSubscriberWithABoundedMailboxMissesWhatFindsItFull() {
    for (Overflow overflow : Overflow.values()) {
      Gate gate = system.gate("subscribed " + overflow);
      Actor<SystemEvent> actor =
          style.of(
              (event, _) -> {
                journal.add(textOf(event));
                gate.pass();
              });
      ActorRef<SystemEvent> subscriber = system.spawn(actor.bounded(1, overflow));
      Cancellable subscription = system.subscribe(SystemEvent.Started.class, subscriber);
      start("one" + overflow);
      gate.awaitArrival();
      start("two" + overflow);
      start("three" + overflow);
      subscription.cancel();
      gate.open();
      String kept = overflow == Overflow.DROP_OLDEST ? "three" : "two";
      expectEvents(List.of("started /one" + overflow, "started /" + kept + overflow));
      journal.clear();
    }
    assertEquals(0, system.counters().rejected());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aSubscriberToDeadLettersDoesNotBreedThem() {
    ActorRef<SystemEvent.DeadLettered> subscriber =
        system.spawn(
            "subscriber",
            style.of(
                (event, _) -> {
                  journal.add(textOf(event));
                  throw new IllegalStateException("on purpose");
                }));
    system.subscribe(SystemEvent.DeadLettered.class, subscriber);
    ActorRef<Cue> ended = start("ended");
    system.settle();
    ended.kill();
    awaitEnd(ended);
    for (int i = 0; i < 3; i++) {
      ended.send(Cue.note("late"));
    }
    awaitEnd(subscriber);
    system.settle();
    assertEquals(3, system.counters().deadLettersTotal());
  }

  @Test
  void theCauseOfACrashIsToldAsItWasThrown() {
    var log = system.record(SystemEvent.Crashed.class);
    ActorRef<Cue> actor = start("actor");
    actor.send(Cue.crash("on purpose"));
    Throwable cause = log.expect("the crash", event -> event.ref().equals(actor)).cause();
    assertEquals("on purpose", assertInstanceOf(IllegalStateException.class, cause).getMessage());
  }
}
