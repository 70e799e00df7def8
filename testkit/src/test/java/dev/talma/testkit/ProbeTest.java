package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Request;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a probe expects, and that it comes. What happens when it does not is in [ProbeFailureTest].
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
          system.spawn("link-" + i, Actor.<Integer>handler(() -> (n, ctx) -> target.send(n + 1)));
    }
    return next;
  }

  private void sendNumbers(int from, int to) {
    numbers(from, to).forEach(probe.ref()::send);
  }

  private static List<Talk> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).<Talk>mapToObj(Talk.Count::new).toList();
  }
}
