package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorType;
import dev.talma.NameTakenException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Names and paths.
@BothStyles
class NameTest extends StyledContract {

  @Test
  void aPathIsTheNamesFromTheTopDown() {
    ActorRef<Cue> shop = start("shop");
    ActorRef<Cue> cart = startChild(shop, "cart-7");
    assertEquals("shop", shop.name());
    assertEquals("/shop", shop.path());
    assertEquals("cart-7", cart.name());
    assertEquals("/shop/cart-7", cart.path());
    assertEquals("contract:/shop/cart-7", cart.toString());
  }

  @Test
  void aLivingActorIsFoundByItsPath() {
    ActorRef<Cue> shop = start("shop");
    ActorRef<Cue> cart = startChild(shop, "cart-7");
    ActorRef<Cue> unnamed = system.spawn(puppet("unnamed"));
    try (ActorScope scope = system.scope()) {
      ActorRef<Cue> scoped = scope.spawn("scoped", puppet("scoped"));
      for (ActorRef<Cue> each : List.of(shop, cart, unnamed, scoped)) {
        assertEquals(Optional.of(each), system.find(each.path()), each.path());
      }
    }
    for (String nowhere : List.of("/", "/other", "/shop/other", "/shop/", "/shop/cart-7/below")) {
      assertEquals(Optional.empty(), system.find(nowhere), nowhere);
    }
    cart.stop();
    awaitEnd(cart);
    assertEquals(Optional.empty(), system.find("/shop/cart-7"));
    assertSays(
        assertThrows(IllegalArgumentException.class, () -> system.find("shop")), "begins with /");
  }

  @Test
  void actorsWithoutANameGetOneOfTheirOwn() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ActorRef<Cue> unnamed = system.spawn(puppet("unnamed"));
      assertTrue(unnamed.name().startsWith("$"), unnamed.name());
      names.add(unnamed.name());
    }
    assertEquals(100, names.size());
  }

  @Test
  void theNameOfALivingSiblingIsRefusedAndNothingIsStarted() {
    ActorRef<Cue> holder = start("name");
    ActorRef<Cue> parent = start("parent");
    ActorRef<Cue> child = startChild(parent, "name"); // below another owner it is free
    long started = system.counters().started();
    NameTakenException taken =
        assertThrows(NameTakenException.class, () -> system.spawn("name", puppet("second")));
    assertSays(
        taken,
        "\"name\"",
        "contract:/name",
        "nothing was started",
        "another name",
        "actor(type, name)");
    NameTakenException below =
        in(
            parent,
            ctx ->
                assertThrows(NameTakenException.class, () -> ctx.spawn("name", puppet("second"))));
    assertSays(below, "contract:/parent/name");
    in(
        parent,
        ctx ->
            assertThrows(
                NameTakenException.class, () -> ctx.spawnLinked("name", puppet("second"))));
    in(
        parent,
        ctx ->
            assertThrows(
                NameTakenException.class,
                () -> ctx.spawnMonitored("name", puppet("second"), _ -> Cue.note("down"))));
    settled(holder);
    settled(child);
    assertEquals(started, system.counters().started());
    assertEquals(List.of(), journal.of("second"));
  }

  @Test
  void aNameStaysTakenUntilItsHolderHasEnded() {
    ActorRef<Cue> holder = start("name");
    var gate = hold(holder);
    holder.stop();
    assertThrows(NameTakenException.class, () -> system.spawn("name", puppet("second")));
    gate.open();
    awaitEnd(holder);
    ActorRef<Cue> heir = start("name");
    assertNotEquals(holder, heir);
    assertFalse(holder.isAlive());
    holder.send(Cue.note("for the former one"));
    settled(heir);
    assertEquals(List.of(), journal.of("name: "));
  }

  @Test
  void ofManyWhoStartTheSameNameOneSucceeds() {
    AtomicInteger succeeded = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    inParallel(
        20,
        () -> {
          try {
            system.spawn("name", puppet("name"));
            succeeded.incrementAndGet();
          } catch (NameTakenException taken) {
            refused.incrementAndGet();
          }
        });
    assertEquals(1, succeeded.get());
    assertEquals(19, refused.get());
  }

  private static void inParallel(int threads, Runnable work) {
    CompletableFuture<String> go = new CompletableFuture<>();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      all.add(done);
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  go.join();
                  work.run();
                  done.complete(null);
                } catch (Throwable t) {
                  done.completeExceptionally(t);
                }
              });
    }
    go.complete("go");
    all.forEach(Contract::value);
  }

  // --- get or create

  @Test
  void aRefusedNameLeavesNoTypeBehind() {
    ActorType<Cue> cues = ActorType.of("same", Cue.class, () -> puppet("cues"));
    ActorType<String> texts =
        ActorType.of("same", String.class, () -> style.of((message, ctx) -> {}));
    assertThrows(IllegalArgumentException.class, () -> system.actor(cues, "no legal name"));
    assertTrue(system.actor(texts, "legal").isAlive());
  }
}
