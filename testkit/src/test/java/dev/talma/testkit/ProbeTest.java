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
import dev.talma.Request;
import dev.talma.RequestFailedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final Duration SHORT = Duration.ofMillis(30);

  sealed interface Talk {
    record Hello(String name) implements Talk {}

    record Count(int value) implements Talk {}

    record Ask(String what) implements Talk, Request<Talk, Integer> {}

    record Gone(ExitReason reason) implements Talk {}
  }

  private final TestSystem system = TestSystem.create("probes");
  private final Probe<Talk> probe = system.probe("ear");
  private final Probe<Talk> impatient = probe.withPatience(SHORT);

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void expectsAMessageByEquality() {
    var sent = new Talk.Hello("Ann");
    probe.ref().send(sent);

    assertSame(sent, probe.expect(new Talk.Hello("Ann")));
  }

  @Test
  void aMessageMayComeLater() {
    Thread.startVirtualThread(() -> probe.ref().send(new Talk.Count(1)));

    probe.expect(new Talk.Count(1));
  }

  @Test
  void expectsAType() {
    probe.ref().send(new Talk.Count(7));

    assertEquals(7, probe.expectType(Talk.Count.class).value());
  }

  @Test
  void expectsWhatIsDescribed() {
    probe.ref().send(new Talk.Count(7));

    assertEquals(
        new Talk.Count(7),
        probe.expectMatching("an odd number", m -> m instanceof Talk.Count(int n) && n % 2 == 1));
  }

  @Test
  void receivesWhateverComes() {
    sendNumbers(1, 4);

    assertEquals(new Talk.Count(1), probe.receive());
    assertEquals(numbers(2, 4), probe.receiveAll(3));
  }

  @Test
  void expectsInAnyOrder() {
    sendNumbers(1, 4);

    assertEquals(
        numbers(1, 3),
        probe.expectInAnyOrder(List.of(new Talk.Count(3), new Talk.Count(1), new Talk.Count(2))));
    assertEquals(new Talk.Count(4), probe.receive());
  }

  @Test
  void fishesForAMessageAndForgetsThoseBeforeIt() {
    sendNumbers(1, 3);
    probe.ref().send(new Talk.Hello("Bo"));
    sendNumbers(4, 4);

    assertEquals("Bo", probe.fishFor(Talk.Hello.class).name());
    assertEquals(new Talk.Count(4), probe.fishFor("four", new Talk.Count(4)::equals));
    probe.expectNothing();
  }

  @Test
  void drainsWhatWaits() {
    sendNumbers(1, 3);
    system.settle();

    assertEquals(numbers(1, 3), probe.drain());
    assertEquals(List.of(), probe.drain());
  }

  @Test
  void knowsTheLastSender() {
    Probe<Talk> other = system.probe("mouth");
    other.send(probe.ref(), new Talk.Count(1));
    probe.ref().send(new Talk.Count(2));

    assertEquals(Optional.empty(), probe.lastSender());
    probe.receive();
    assertEquals(Optional.of(other.ref()), probe.lastSender());
    probe.receive();
    assertEquals(Optional.empty(), probe.lastSender());
  }

  // --- failures

  @Test
  void anotherMessageFailsAndTellsWhatCameAndWhatWaits() {
    Probe<Talk> other = system.probe("mouth");
    other.send(probe.ref(), new Talk.Count(1));
    sendNumbers(2, 3);
    system.settle();

    var e = assertThrows(ExpectationError.class, () -> probe.expect(new Talk.Count(9)));

    assertMatches(
        """
        Probe "ear" expected: Count[value=9]
          but got:  Count[value=1] from /mouth (after .*s)
          still waiting: Count[value=2], Count[value=3]
          the actors of "probes" now:
            /         scope, idle
            ├─ ear    handler, idle
            └─ mouth  handler, idle""",
        e.getMessage());
  }

  @Test
  void silenceFailsAndTellsHowLongItWaited() {
    var e = assertThrows(ExpectationError.class, () -> impatient.expect(new Talk.Count(9)));

    assertMatches(
        """
        Probe "ear" expected: Count[value=9]
          but nothing came for .*s
          the actors of "probes" now:
            /       scope, idle
            └─ ear  handler, idle""",
        e.getMessage());
  }

  @Test
  void anotherTypeFails() {
    sendNumbers(1, 1);

    var e = assertThrows(ExpectationError.class, () -> probe.expectType(Talk.Hello.class));

    assertTrue(e.getMessage().contains("expected: a Hello\n  but got:  Count[value=1]"));
  }

  @Test
  void whatIsNotAsDescribedFails() {
    sendNumbers(2, 2);

    var e =
        assertThrows(
            ExpectationError.class, () -> probe.expectMatching("an odd number", m -> false));

    assertTrue(e.getMessage().contains("expected: an odd number\n  but got:  Count[value=2]"));
  }

  @Test
  void tooFewMessagesFailAndTellWhichCame() {
    sendNumbers(1, 2);

    var e = assertThrows(ExpectationError.class, () -> impatient.receiveAll(3));

    assertTrue(e.getMessage().contains("expected: 3 messages, and got 2"), e.getMessage());
    assertTrue(e.getMessage().contains("came: Count[value=1], Count[value=2]"), e.getMessage());
  }

  @Test
  void aMissingOneAmongSeveralFailsAndTellsWhichIsMissing() {
    sendNumbers(1, 1);

    var e =
        assertThrows(
            ExpectationError.class,
            () ->
                impatient.expectInAnyOrder(
                    List.of(new Talk.Count(1), new Talk.Count(2), new Talk.Count(3))));

    assertTrue(
        e.getMessage().contains("expected: one of [Count[value=2], Count[value=3]]"),
        e.getMessage());
    assertTrue(e.getMessage().contains("came before: Count[value=1]"), e.getMessage());
  }

  @Test
  void fishingInVainTellsWhatItThrewAway() {
    sendNumbers(1, 2);

    var e = assertThrows(ExpectationError.class, () -> impatient.fishFor(Talk.Hello.class));

    assertTrue(
        e.getMessage().contains("others that came: Count[value=1], Count[value=2]"),
        e.getMessage());
  }

  @Test
  void messagesThatLookTheSameAreToldApart() {
    record Loose(Object part) {
      @Override
      public String toString() {
        return "Loose";
      }
    }
    Probe<Object> any = system.probe();
    any.ref().send(new Loose(1));

    var e = assertThrows(ExpectationError.class, () -> any.expect(new Loose(2)));

    assertTrue(e.getMessage().contains("they look the same, but are not equal"), e.getMessage());
  }

  @Test
  void longMessagesAreCut() {
    probe.ref().send(new Talk.Hello("x".repeat(10_000)));

    var e = assertThrows(ExpectationError.class, () -> probe.expect(new Talk.Count(1)));

    assertTrue(e.getMessage().length() < 1_500, "it has " + e.getMessage().length());
  }

  @Test
  void anInterruptEndsTheWaitAndStays() {
    Thread.currentThread().interrupt();

    var e = assertThrows(ExpectationError.class, probe::receive);

    assertTrue(Thread.interrupted());
    assertEquals("Interrupted while Probe \"ear\" waited for a message", e.getMessage());
  }

  // --- nothing

  @Test
  void nothingIsExpectedAfterAllActorsAreAtRest() {
    ActorRef<Integer> chain = chain(50);
    chain.send(1);

    var e = assertThrows(ExpectationError.class, probe::expectNothing);

    assertTrue(
        e.getMessage()
            .contains(
                "expected nothing, but by the time that the actors were at rest had got\n"
                    + "  messages: Count[value=51] from /link-0"),
        e.getMessage());
  }

  @Test
  void nothingComesOfNothing() {
    ActorRef<Integer> chain = chain(50);

    probe.expectNothing();
    chain.send(1);
    probe.expect(new Talk.Count(51));
    probe.expectNothing();
  }

  @Test
  void nothingCanBeExpectedWhileAnActorIsHeldAtAGate() {
    Gate gate = system.gate("door");
    ActorRef<Integer> held =
        system.<Integer>spawn(
            "held",
            (mailbox, ctx) -> {
              for (int n : mailbox) {
                gate.pass();
                probe.ref().send(new Talk.Count(n));
              }
            });
    held.send(1);
    gate.awaitArrival();

    probe.expectNothing();
    gate.letOnePass();
    probe.expect(new Talk.Count(1));
    probe.expectNothing();
  }

  @Test
  void nothingForATimeFailsWithWhatCame() {
    impatient.expectNothingFor(SHORT);
    sendNumbers(1, 1);

    var e =
        assertThrows(ExpectationError.class, () -> probe.expectNothingFor(Duration.ofSeconds(3)));

    assertMatches(
        "Probe \"ear\" expected nothing, but got Count[value=1] after .*s\n.*",
        e.getMessage().lines().limit(2).reduce((a, b) -> a + "\n" + b).orElseThrow());
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
  void anEndThatDoesNotComeFails() {
    var actor = idle("immortal");
    impatient.watch(actor);

    var e = assertThrows(ExpectationError.class, () -> impatient.expectDown(actor));

    assertMatches(
        """
        Probe "ear" expected: Down of /immortal
          but none came for .*s (the actor lives; did the probe watch it?)
          the actors of "probes" now:.*""",
        e.getMessage().lines().limit(3).reduce((x, y) -> x + "\n" + y).orElseThrow());
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

  /// Each link adds one and passes it on; the last one tells the probe.
  private ActorRef<Integer> chain(int length) {
    ActorRef<Integer> next =
        system.<Integer>spawn(
            "link-0",
            (mailbox, ctx) -> {
              for (int n : mailbox) {
                probe.ref().send(new Talk.Count(n + 1));
              }
            });
    for (int i = 1; i < length; i++) {
      ActorRef<Integer> target = next;
      next =
          system.spawn(
              "link-" + i, dev.talma.Actor.<Integer>handler(() -> (n, ctx) -> target.send(n + 1)));
    }
    return next;
  }

  private void sendNumbers(int from, int to) {
    numbers(from, to).forEach(probe.ref()::send);
  }

  private static List<Talk> numbers(int from, int to) {
    return java.util.stream.IntStream.rangeClosed(from, to)
        .<Talk>mapToObj(Talk.Count::new)
        .toList();
  }

  /// `.*` stands for anything.
  private static void assertMatches(String pattern, String text) {
    String regex =
        java.util.Arrays.stream(pattern.split("\\.\\*", -1))
            .map(java.util.regex.Pattern::quote)
            .reduce((a, b) -> a + ".*" + b)
            .orElseThrow();
    assertTrue(
        java.util.regex.Pattern.compile(regex).matcher(text).matches(),
        () -> "\nexpected:\n" + pattern + "\nbut was:\n" + text);
  }
}
