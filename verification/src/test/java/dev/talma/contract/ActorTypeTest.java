package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.DeadLetter.Reason;
import dev.talma.SystemClosedException;
import dev.talma.TargetStoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Actors that are got by name, and made when they are not there.
@BothStyles
class ActorTypeTest extends StyledContract {
  private static final int CALLERS = 16;
  private static final int ROUNDS = 30;

  private ActorType<Cue> type(String name) {
    return ActorType.of(name, Cue.class, () -> puppet(name));
  }

  @Test
  void itIsStartedWhenThereIsNone() {
    ActorRef<Cue> cart = system.actor(type("cart"), "7");
    settled(cart);
    journal.expect("cart starts");
    assertEquals(cart, system.find(cart.path()).orElseThrow());
  }

  @Test
  void theLivingOneIsGivenWhenThereIsOne() {
    ActorType<Cue> cart = type("cart");
    ActorRef<Cue> first = system.actor(cart, "7");
    assertSame(first, system.actor(cart, "7"));
    settled(first);
    journal.expect("cart starts");
    assertEquals(1, system.counters().started());
  }

  @Test
  void otherNamesAndOtherTypesAreOtherActors() {
    ActorType<Cue> cart = type("cart");
    List<ActorRef<Cue>> all =
        List.of(
            system.actor(cart, "7"),
            system.actor(cart, "8"),
            system.actor(type("order"), "7"),
            system.spawn("7", puppet("plain")),
            system.spawn("cart", puppet("plain")));
    assertEquals(all.size(), all.stream().distinct().count());
    assertEquals(all.size(), all.stream().map(ActorRef::path).distinct().count());
  }

  @Test
  void callersAtTheSameTimeGetTheSameOneAndOneRuns() throws InterruptedException {
    ActorType<Cue> cart = type("cart");
    for (int round = 0; round < ROUNDS; round++) {
      String name = "cart-" + round;
      CountDownLatch together = new CountDownLatch(CALLERS);
      List<CompletableFuture<ActorRef<Cue>>> got = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        CompletableFuture<ActorRef<Cue>> ref = new CompletableFuture<>();
        got.add(ref);
        Thread.ofVirtual()
            .start(
                () -> {
                  together.countDown();
                  try {
                    together.await();
                    ref.complete(system.actor(cart, name));
                  } catch (InterruptedException | RuntimeException e) {
                    ref.completeExceptionally(e);
                  }
                });
      }
      assertEquals(1, got.stream().map(Contract::value).distinct().count());
      settled(value(got.getFirst()));
    }
    assertEquals(ROUNDS, journal.of("cart starts").size());
    assertEquals(ROUNDS, system.counters().started());
  }

  @Test
  void afterItsDeathAFreshOneIsStarted() {
    ActorType<Cue> cart = type("cart");
    ActorRef<Cue> first = system.actor(cart, "7");
    first.send(Cue.crash("on purpose"));
    awaitEnd(first);
    ActorRef<Cue> second = system.actor(cart, "7");
    assertNotEquals(first, second);
    assertEquals(first.path(), second.path());
    settled(second);
    first.send(Cue.note("for the first one"));
    assertEquals(1, deadLetters(Reason.NO_PROCESS).size(), "a reference never means another one");
  }

  @Test
  void whoHearsOfItsEndGetsAFreshOne() {
    ActorType<Cue> cart = type("cart");
    ActorRef<Cue> witness = start("witness");
    ActorRef<Cue> first = system.actor(cart, "7");
    CompletableFuture<ActorRef<Cue>> second = new CompletableFuture<>();
    tell(
        witness,
        ctx -> ctx.monitor(first, down -> Cue.act(_ -> second.complete(system.actor(cart, "7")))));
    first.kill();
    assertNotEquals(first, value(second));
    settled(value(second));
  }

  @Test
  void whoseRequestEndsItWithoutAnAnswerGetsAFreshOne() {
    ActorType<Cue> cart =
        ActorType.of(
            "cart",
            Cue.class,
            () -> style.of((cue, ctx) -> new Puppet("cart", journal).handle(cue, ctx)));
    for (int i = 0; i < 300; i++) {
      Cue.Question crash =
          Cue.question(
              (_, _) -> {
                throw new IllegalStateException("on purpose");
              });
      ActorRef<Cue> first = system.actor(cart, "7");
      assertThrows(TargetStoppedException.class, () -> first.ask(crash));
      assertFalse(first.isAlive());
      assertEquals("here", system.actor(cart, "7").ask(Cue.echo("here")));
    }
  }

  @Test
  void twoTypesOfTheSameNameWithOtherMessagesAreRefused() {
    system.actor(type("cart"), "7");
    ActorType<String> other =
        ActorType.of("cart", String.class, () -> style.of((message, ctx) -> {}));
    for (String name : List.of("7", "8")) {
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> system.actor(other, name));
      assertSays(refused, "\"cart\"", Cue.class.getName(), String.class.getName());
    }
    assertEquals(1, system.counters().started());
  }

  @Test
  void theSameTypeMadeTwiceIsTheSame() {
    ActorRef<Cue> first = system.actor(type("cart"), "7");
    assertSame(first, system.actor(type("cart"), "7"));
  }

  @Test
  void namesHaveToBeLegal() {
    ActorType<Cue> cart = type("cart");
    for (String name : Stream.of("", "a/b", "a:b", "a b").toList()) {
      assertThrows(IllegalArgumentException.class, () -> system.actor(cart, name));
      assertThrows(IllegalArgumentException.class, () -> type(name));
    }
    assertEquals(0, system.counters().started());
  }

  @Test
  void aClosedSystemStartsNone() {
    ActorType<Cue> cart = type("cart");
    system.close();
    assertThrows(SystemClosedException.class, () -> system.actor(cart, "7"));
  }
}
