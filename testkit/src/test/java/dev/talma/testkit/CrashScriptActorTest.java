package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.Restart;
import dev.talma.Selection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Scripts in front of actors that know nothing of them.
class CrashScriptActorTest {
  private final TestSystem system = TestSystem.create("scripts");
  private final Probe<String> probe = system.probe();

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void theMessageAtWhichItCrashesIsNotHandled() {
    var script = CrashScript.at(2, 3);
    ActorRef<String> actor =
        system.spawn(
            "worker", script.inFrontOf(TestSystemTest.echo(probe)).supervised(Restart.always()));
    List.of("a", "b", "c", "d").forEach(actor::send);

    assertEquals(List.of("a", "d"), probe.receiveAll(2));
    system.deadLetters().expect("b", DeadLetter.Reason.CRASHED);
    system.deadLetters().expect("c", DeadLetter.Reason.CRASHED);
    system.deadLetters().expectNone();
    assertEquals(2, system.counters().restarts());
    assertEquals(4, script.steps());
  }

  @Test
  void onlySomeMessagesMayBeSteps() {
    var script = CrashScript.first(1);
    ActorRef<String> actor =
        system.spawn(
            "worker",
            script.inFrontOf(TestSystemTest.echo(probe), "b"::equals).supervised(Restart.always()));
    List.of("a", "b", "b").forEach(actor::send);

    assertEquals(List.of("a", "b"), probe.receiveAll(2));
    assertEquals(2, script.steps());
  }

  @Test
  void worksForHandlersToo() {
    var script = CrashScript.at(2);
    Actor<String> handler = Actor.handler(() -> (message, ctx) -> probe.ref().send(message));
    ActorRef<String> actor =
        system.spawn("worker", script.inFrontOf(handler).supervised(Restart.always()));
    List.of("a", "b", "c").forEach(actor::send);

    assertEquals(List.of("a", "c"), probe.receiveAll(2));
  }

  @Test
  void crashesInSelectiveReceives() {
    var script = CrashScript.at(1);
    Actor<String> picky =
        (mailbox, ctx) -> {
          probe.ref().send(mailbox.receive(CrashScriptActorTest::vowel));
          var mark = mailbox.mark();
          probe.ref().send("ready");
          probe
              .ref()
              .send(
                  mailbox
                      .receive(mark, CrashScriptActorTest::vowel, Duration.ofSeconds(3))
                      .orElse("none"));
          probe.ref().send(mailbox.poll(Duration.ofSeconds(3)).orElse("none"));
        };
    ActorRef<String> actor =
        system.spawn("worker", script.inFrontOf(picky).supervised(Restart.always()));
    List.of("x", "a", "e").forEach(actor::send);

    probe.expect("e");
    probe.expect("ready");
    actor.send("i");
    probe.expect("i");
    probe.expect("x");
    system.deadLetters().expect("a", DeadLetter.Reason.CRASHED);
    assertEquals(4, script.steps());
  }

  private static Selection<String> vowel(String message) {
    return "aeiou".contains(message) ? Selection.take(message) : Selection.skip();
  }

  @Test
  void crashesAtTheStart() {
    var script = CrashScript.first(2);
    ActorRef<String> actor =
        system.spawn(
            "worker", script.atStartOf(TestSystemTest.echo(probe)).supervised(Restart.upTo(2)));
    actor.send("a");

    probe.expect("a");
    assertEquals(2, system.counters().restarts());
    assertEquals(3, script.steps());
    assertTrue(actor.isAlive());
  }

  @Test
  void crashesOnDemandInTheMiddleOfTheTest() {
    var script = CrashScript.onDemand();
    ActorRef<String> actor =
        system.spawn(
            "worker", script.inFrontOf(TestSystemTest.echo(probe)).supervised(Restart.always()));
    actor.send("a");
    probe.expect("a");

    script.crashNext();
    actor.send("b");
    actor.send("c");

    probe.expect("c");
    probe.expectNothing();
  }
}
