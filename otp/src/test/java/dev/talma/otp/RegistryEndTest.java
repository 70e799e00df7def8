package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskException;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.otp.RegistryTest.Cart;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of names and groups when their holders end, or the registry does.
class RegistryEndTest {
  private static final Duration AGES = Duration.ofSeconds(30);

  private final TestSystem system = TestSystem.create("names", TestSettings::toleratingCrashes);
  private final UniqueRegistry<String, Cart> names = Registry.unique(system, "registry");
  private final DuplicateRegistry<String, Cart> groups = Registry.duplicate(system, "groups");

  @AfterEach
  void close() {
    system.close();
  }

  // --- the end of members

  private void end(ActorRef<?> ref) throws InterruptedException {
    ref.stop();
    assertTrue(ref.awaitTermination(AGES));
  }

  /// Crashes when it is asked for its items.
  private static Actor<Cart> fragile() {
    return Actor.handler(
        () ->
            (message, ctx) -> {
              if (message instanceof Cart.Items) {
                throw new IllegalStateException("on purpose");
              }
            });
  }

  @Test
  void whoeverAwaitsTheEndOfAnActorDoesNotFindIt() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      ActorRef<Cart> holder = system.spawn(RegistryTest.cart());
      names.register("name", holder);
      groups.register("group", holder);
      end(holder);
      requireUnknown(holder);
    }
  }

  private void requireUnknown(ActorRef<Cart> dead) {
    assertEquals(Optional.empty(), names.lookup("name"));
    assertEquals(List.of(), groups.lookup("group"));
    assertEquals(List.of(), names.keys(dead));
    assertEquals(List.of(), names.entries());
    assertEquals(Set.of(), names.registered());
    assertEquals(0, names.count("name"));
    assertEquals(0, groups.send("group", new Cart.Add("nothing")));
    ActorRef<Cart> heir = system.spawn(RegistryTest.cart());
    names.register("name", heir); // it can be taken at once
    assertTrue(names.unregister("name", heir));
    heir.kill();
  }

  @Test
  void whoeverIsToldOfAnEndByAnAskThatFailsDoesNotFindIt() {
    for (int i = 0; i < 300; i++) {
      ActorRef<Cart> holder = system.spawn(fragile());
      names.register("name", holder);
      groups.register("group", holder);
      assertThrows(AskException.class, () -> holder.ask(new Cart.Items()));
      requireUnknown(holder);
    }
  }

  @Test
  void anActorThatHasCrashedIsNotFoundWhileItsChildrenAreStillStopping() {
    var gate = system.gate("clean-up");
    Actor<Cart> parent =
        (mailbox, ctx) -> {
          ActorRef<Cart> _ =
              ctx.spawn(
                  (letters, _) -> {
                    letters.forEach(_ -> {});
                    gate.pass(); // its clean-up takes a while
                  });
          for (var _ : mailbox) {
            throw new IllegalStateException("on purpose");
          }
        };
    ActorRef<Cart> holder = system.spawn(parent);
    names.register("name", holder);
    assertThrows(AskException.class, () -> holder.ask(new Cart.Items()));
    gate.awaitArrival();
    assertTrue(holder.isAlive());
    requireUnknown(holder);
    gate.open();
    system.awaitStopped(holder);
  }

  @Test
  void whoeverIsToldOfAnEndByANoticeAnExitOrAnEventDoesNotFindIt() {
    var wrong = new ConcurrentLinkedQueue<String>();
    var told = new AtomicInteger();
    Actor<String> watcher =
        (mailbox, ctx) -> {
          ctx.trapExits(exit -> "exit");
          for (int i = 0; i < 100; i++) {
            ActorRef<Cart> holder = ctx.spawn(i % 2 == 0 ? RegistryTest.cart() : fragile());
            String key = "name-" + i;
            names.register(key, holder);
            ctx.monitor(holder, down -> "down");
            ctx.link(holder);
            if (i % 3 == 0) {
              holder.kill();
            } else if (i % 2 == 0) {
              holder.stop();
            } else {
              holder.send(new Cart.Items());
            }
            for (int news = 0; news < 2; news++) {
              String kind = mailbox.receive(dev.talma.Selection::take);
              names.lookup(key).ifPresent(found -> wrong.add(kind + " " + found));
              told.incrementAndGet();
            }
          }
        };
    var events =
        system.onEvent(
            SystemEvent.Stopped.class,
            stopped -> {
              if (names.entries().stream().anyMatch(e -> e.member().equals(stopped.ref()))) {
                wrong.add("event " + stopped.ref());
              }
            });
    ActorRef<String> ref = system.spawn("watcher", watcher);
    system.awaitStopped(ref);
    events.cancel();
    assertEquals(List.of(), List.copyOf(wrong));
    assertEquals(200, told.get());
  }

  @Test
  void theTableIsEmptySoonAfterTheEndOfItsMembers() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      ActorRef<Cart> holder = system.spawn(RegistryTest.cart());
      names.register("name-" + i, holder);
      groups.register("group", holder);
      end(holder);
    }
    system.settle();
    assertTrue(names.isBare());
    assertTrue(groups.isBare());
  }

  @Test
  void whoHasEndedIsNotRegistered() throws InterruptedException {
    ActorRef<Cart> dead = system.spawn(RegistryTest.cart());
    end(dead);
    assertThrows(NotRegisteredException.class, () -> names.register("anna", dead));
    assertThrows(NotRegisteredException.class, () -> groups.register("anna", dead));
    system.settle();
    assertTrue(names.isBare());
    assertTrue(groups.isBare());
  }

  @Test
  void anActorThatEndsWhileItIsRegisteredLeavesNothing() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      ActorRef<Cart> holder = system.spawn(RegistryTest.cart());
      Thread killer = Thread.startVirtualThread(holder::kill);
      try {
        names.register("name", holder);
      } catch (NotRegisteredException expectedIfTheKillerWasFaster) {
        // fine
      }
      killer.join();
      assertTrue(holder.awaitTermination(AGES));
      assertEquals(Optional.empty(), names.lookup("name"));
    }
    system.settle();
    assertTrue(names.isBare());
  }

  @Test
  void aMemberThatRestartsKeepsItsName() {
    ActorRef<Cart> holder = system.spawn(fragile().supervised(Restart.upTo(1)));
    names.register("anna", holder);
    assertThrows(AskException.class, () -> holder.ask(new Cart.Items()));
    assertEquals(Optional.of(holder), names.lookup("anna"));
  }

  // --- its own life

  @Test
  void aRegistryThatHasEndedFindsNothingAndRegistersNothing() throws InterruptedException {
    ActorRef<Cart> holder = system.spawn(RegistryTest.cart());
    names.register("anna", holder);
    ActorRef<Cart> via = names.via("anna");
    names.stop();
    assertEquals(Optional.empty(), names.lookup("anna"));
    assertEquals(0, names.count());
    assertEquals(List.of(), names.keys(holder));
    assertFalse(names.unregister("anna", holder));
    assertFalse(via.isAlive());
    assertThrows(NotRegisteredException.class, () -> names.register("berta", holder));
    assertThrows(
        NotRegisteredException.class,
        () -> names.start("berta", () -> system.spawn(RegistryTest.cart())));
    assertTrue(holder.isAlive());
  }

  /// A key that lets the registry's actor crash when it removes it.
  private record Trap(String name, AtomicBoolean armed) {
    @Override
    public int hashCode() {
      if (armed.getAndSet(false)) {
        throw new IllegalStateException("on purpose");
      }
      return name.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Trap trap && trap.name.equals(name);
    }
  }

  @Test
  void aRegistryThatCrashesLosesNothing() throws InterruptedException {
    UniqueRegistry<Trap, Cart> traps = Registry.unique(system, "traps");
    var crashes = system.record(SystemEvent.Crashed.class);
    Trap trap = new Trap("trap", new AtomicBoolean());
    Trap plain = new Trap("plain", new AtomicBoolean());
    ActorRef<Cart> holder = system.spawn(RegistryTest.cart());
    ActorRef<Cart> other = system.spawn(RegistryTest.cart());
    traps.register(trap, holder);
    traps.register(plain, other);
    system.settle();
    trap.armed().set(true);
    end(holder);
    crashes.expect("the crash of the registry", event -> event.ref().equals(traps.ref()));
    assertEquals(Optional.of(other), traps.lookup(plain));
    end(other);
    system.settle();
    assertTrue(traps.isBare());
  }

  @Test
  void aRegistryThatIsStartedAgainBeginsEmpty() throws InterruptedException {
    UniqueRegistry<String, Cart> carts = Registry.unique("carts");
    ActorRef<Cart> holder = system.spawn(RegistryTest.cart());
    assertThrows(NotRegisteredException.class, () -> carts.register("anna", holder));
    assertEquals(Optional.empty(), carts.lookup("anna"));
    assertThrows(IllegalStateException.class, carts::ref);
    ActorRef<?> first = system.spawn("carts", carts.actor());
    system.settle();
    carts.register("anna", holder);
    ActorRef<?> twin = system.spawn(carts.actor()); // one at a time
    system.awaitStopped(twin);
    assertEquals(Optional.of(holder), carts.lookup("anna"));
    end(first);
    ActorRef<?> second = system.spawn("carts", carts.actor());
    system.settle();
    assertEquals(second, carts.ref());
    assertEquals(Optional.empty(), carts.lookup("anna"));
    carts.register("anna", holder);
    assertEquals(Optional.of(holder), carts.lookup("anna"));
  }

  @Test
  void aRegistryIsAServerThatSysCanLookInto() {
    assertEquals(names, Sys.getState(names.ref()));
    Sys.suspend(names.ref());
    ActorRef<Cart> holder = system.spawn(RegistryTest.cart());
    names.register("anna", holder);
    assertEquals(Optional.of(holder), names.lookup("anna"));
    holder.kill();
    system.awaitStopped(holder);
    assertEquals(Optional.empty(), names.lookup("anna")); // reading needs no message
    Sys.resume(names.ref());
    system.settle();
    assertTrue(names.isBare());
  }
}
