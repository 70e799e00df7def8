package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ExitReason;
import dev.talma.RequestFailedException;
import dev.talma.testkit.ProbeTest.Talk;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A probe that plays an actor which is asked, and one that watches others.
class ProbeRoleTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  private final TestSystem system = TestSystem.create("probes");
  private final Probe<Talk> probe = system.probe("ear");
  private final Probe<Talk> impatient = probe.withPatience(SHORT);

  @AfterEach
  void close() {
    system.close();
  }

  // --- requests

  @Test
  void answersARequestThatItReceived() throws Exception {
    var answer = probe.ref().askAsync(new Talk.Ask("age"));

    probe.reply(probe.expect(new Talk.Ask("age")), 42);

    assertEquals(42, answer.get(3, TimeUnit.SECONDS));
  }

  @Test
  void answersEqualRequestsOneByOne() throws Exception {
    var request = new Talk.Ask("age");
    var first = probe.ref().askAsync(request);
    probe.expect(request);
    var second = probe.ref().askAsync(new Talk.Ask("age"));
    probe.expect(request);

    probe.reply(request, 1);
    probe.reply(request, 2);

    assertEquals(1, first.get(3, TimeUnit.SECONDS));
    assertEquals(2, second.get(3, TimeUnit.SECONDS));
    assertThrows(IllegalStateException.class, () -> probe.reply(request, 3));
  }

  @Test
  void failsARequest() {
    var answer = probe.ref().askAsync(new Talk.Ask("age"));
    var why = new IllegalArgumentException("none of your business");

    probe.replyTo(probe.expectType(Talk.Ask.class)).fail(why);

    var e = assertThrows(Exception.class, () -> answer.get(3, TimeUnit.SECONDS));
    assertSame(why, assertInstanceOf(RequestFailedException.class, e.getCause()).getCause());
  }

  @Test
  void answersByItselfWhileTheTestIsBusy() {
    probe.whenAsked(Talk.Ask.class, ask -> ask.what().length());

    assertEquals(3, probe.ref().ask(new Talk.Ask("age")));
    probe.expect(new Talk.Ask("age"));
    var again = new Talk.Ask("age");
    assertThrows(IllegalStateException.class, () -> probe.reply(again, 1));
  }

  @Test
  void anAnswerThatThrowsFailsTheAsk() {
    probe.whenAsked(
        Talk.Ask.class,
        ask -> {
          throw new ScriptedCrash("no");
        });

    var e = assertThrows(RequestFailedException.class, () -> probe.ref().ask(new Talk.Ask("age")));

    assertInstanceOf(ScriptedCrash.class, e.getCause());
    assertTrue(probe.ref().isAlive());
  }

  @Test
  void takesARequestThatNobodyAsked() {
    probe.ref().send(new Talk.Ask("age"));

    var request = probe.expect(new Talk.Ask("age"));
    assertFalse(probe.replyTo(request).isOpen());
  }

  // --- lives

  @Test
  void watchesAnActor() {
    var actor = idle("mortal");
    probe.watch(actor);

    actor.stop();

    assertEquals(ExitReason.shutdown(), probe.expectDown(actor).reason());
    probe.expectNothing();
  }

  @Test
  void findsTheNoticeOfEachActorInAnyOrder() {
    var a = idle("a");
    var b = idle("b");
    probe.watch(a);
    probe.watch(b);
    a.kill();
    b.stop();

    assertEquals(ExitReason.shutdown(), probe.expectDown(b).reason());
    assertEquals(ExitReason.killed(), probe.expectDown(a).reason());
  }

  @Test
  void watchingADeadActorTellsAtOnce() {
    var actor = idle("mortal");
    actor.stop();
    system.awaitStopped(actor);

    probe.watch(actor);

    assertEquals(ExitReason.noProcess(), probe.expectDown(actor).reason());
  }

  @Test
  void noticesCanBeMessagesInOrderWithTheOthers() {
    ActorRef<String> talker =
        system.<String>spawn(
            "talker",
            (mailbox, ctx) -> {
              for (String name : mailbox) {
                probe.ref().send(new Talk.Hello(name));
              }
            });
    probe.watch(talker, down -> new Talk.Gone(down.reason()));
    talker.send("a");
    talker.send("b");
    talker.stop();

    probe.expect(new Talk.Hello("a"));
    probe.expect(new Talk.Hello("b"));
    probe.expect(new Talk.Gone(ExitReason.shutdown()));
  }

  @Test
  void linksToAnActorAndOutlivesIt() {
    var actor = idle("mortal");
    probe.link(actor);

    actor.kill();

    assertEquals(ExitReason.killed(), probe.expectExit(actor).reason());
    assertTrue(probe.ref().isAlive());
  }

  @Test
  void aLinkedActorEndsWithTheProbe() {
    var actor = idle("mortal");
    Probe<Talk> watcher = system.probe("watcher");
    watcher.watch(actor);
    probe.link(actor);

    probe.crash(new ScriptedCrash("told to"));

    assertInstanceOf(
        ScriptedCrash.class, watcher.expectDown(actor).reason().failure().orElseThrow());
    assertFalse(probe.ref().isAlive());
  }

  @Test
  void canBeStopped() {
    Probe<Talk> watcher = system.probe("watcher");
    watcher.watch(probe.ref());

    probe.stop();

    assertEquals(ExitReason.shutdown(), watcher.expectDown(probe.ref()).reason());
    var e = assertThrows(IllegalStateException.class, () -> probe.watch(watcher.ref()));
    assertEquals("Probe \"ear\" has ended, and cannot watch /watcher", e.getMessage());
  }

  @Test
  void livesInAnOrdinarySystemToo() {
    try (var plain = ActorSystem.create("plain")) {
      Probe<Talk> there = Probe.in(plain, "ear");
      there.ref().send(new Talk.Count(1));

      there.expect(new Talk.Count(1));
      there.expectNothing();
    }
  }

  private ActorRef<Object> idle(String name) {
    return system.spawn(
        name,
        (mailbox, ctx) -> {
          for (Object message : mailbox) {
            assert message != null;
          }
        });
  }
}
