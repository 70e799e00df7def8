package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.NoProcessException;
import dev.talma.Request;
import dev.talma.testkit.Probe;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Names, groups, and what becomes of both when their holders end.
class RegistryTest {
  private static final Duration AGES = Duration.ofSeconds(30);

  private final TestSystem system = TestSystem.create("names", TestSettings::toleratingCrashes);

  @AfterEach
  void close() {
    system.close();
  }

  // --- the example of the documentation

  // @start region=registry-protocol
  sealed interface Cart {
    record Add(String item) implements Cart {}

    record Items() implements Cart, Request<Cart, List<String>> {}
  }

  static Actor<Cart> cart() {
    return (mailbox, ctx) -> {
      List<String> items = new ArrayList<>();
      for (var msg : mailbox) {
        switch (msg) {
          case Cart.Add(String item) -> items.add(item);
          case Cart.Items all -> ctx.reply(all, List.copyOf(items));
        }
      }
    };
  }

  // @end region=registry-protocol

  @Test
  void theCartsOfTheDocumentation() throws InterruptedException {
    UniqueRegistry<String, Cart> carts = Registry.unique(system, "carts");
    ActorRef<Cart> cart = system.spawn(cart());
    carts.register("anna", cart);
    Optional<ActorRef<Cart>> found = carts.lookup("anna");
    assertEquals(Optional.of(cart), found);

    ActorRef<Cart> annas = carts.via("anna");
    annas.send(new Cart.Add("book"));
    assertEquals(List.of("book"), annas.ask(new Cart.Items()));

    ActorRef<Cart> berta = carts.start("berta", () -> system.spawn(cart()));
    assertEquals(Set.of("anna", "berta"), carts.registered());

    berta.stop();
    boolean gone = berta.awaitTermination(Duration.ofSeconds(5));
    assertTrue(gone && carts.lookup("berta").isEmpty());

    carts.register("anna's guest", cart, 3);
    int guests = carts.updateValue("anna's guest", cart, Integer.class, n -> n + 1);
    assertEquals(4, guests);
  }

  // @start region=registry-news
  record News(String text) {}

  // @end region=registry-news

  @Test
  void theNewsOfTheDocumentation() {
    DuplicateRegistry<String, News> news = Registry.duplicate(system, "news");
    Probe<News> probe = system.probe();
    ActorRef<News> reader = probe.ref();
    news.subscribe("weather", reader);
    int readers = news.send("weather", new News("rain"));
    assertEquals(1, readers);
    probe.expect(new News("rain"));

    news.dispatch("weather", entry -> entry.member().send(new News("sun for " + entry.key())));
    probe.expect(new News("sun for weather"));
  }

  // --- names

  private final UniqueRegistry<String, Cart> names = Registry.unique(system, "registry");
  private final DuplicateRegistry<String, Cart> groups = Registry.duplicate(system, "groups");

  @Test
  void aTakenNameIsRefusedAndItsHolderNamed() {
    ActorRef<Cart> first = system.spawn("first", cart());
    ActorRef<Cart> second = system.spawn("second", cart());
    names.register("anna", first);
    var refused =
        assertThrows(AlreadyRegisteredException.class, () -> names.register("anna", second));
    assertEquals(Optional.of(first), refused.holder());
    assertTrue(refused.getMessage().contains("/first"), refused.getMessage());
    assertThrows(AlreadyRegisteredException.class, () -> names.register("anna", first));
    assertEquals(Optional.of(first), names.tryRegister("anna", second));
    assertEquals(Optional.empty(), names.tryRegister("berta", second));
    assertEquals(Optional.of(first), names.lookup("anna"));
    assertEquals(2, names.count());
  }

  @Test
  void ofManyCallersExactlyOneGetsTheName() throws Exception {
    for (int round = 0; round < 50; round++) {
      String key = "name-" + round;
      var winners = new ConcurrentLinkedQueue<ActorRef<Cart>>();
      var begin = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        ActorRef<Cart> mine = system.spawn(cart());
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  awaitQuietly(begin);
                  if (names.tryRegister(key, mine).isEmpty()) {
                    winners.add(mine);
                  }
                }));
      }
      begin.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(1, winners.size());
      assertEquals(Optional.of(winners.peek()), names.lookup(key));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void onlyTheHolderCanBeUnregistered() {
    ActorRef<Cart> holder = system.spawn(cart());
    ActorRef<Cart> other = system.spawn(cart());
    names.register("anna", holder);
    names.register("berta", holder);
    assertFalse(names.unregister("anna", other));
    assertTrue(names.unregister("anna", holder));
    assertFalse(names.unregister("anna", holder));
    assertEquals(Optional.empty(), names.lookup("anna"));
    assertEquals(List.of("berta"), names.keys(holder));
    names.unregister(holder);
    assertEquals(0, names.count());
    names.register("anna", other);
    system.settle();
    assertEquals(Optional.of(other), names.lookup("anna"));
  }

  @Test
  void keysEntriesAndCountsTellWhatIsThere() {
    ActorRef<Cart> one = system.spawn(cart());
    ActorRef<Cart> two = system.spawn(cart());
    names.register("a", one, 1);
    names.register("b", one);
    names.register("c", two);
    assertEquals(List.of("a", "b"), names.keys(one));
    assertEquals(Set.of("a", "b", "c"), names.registered());
    assertEquals(
        Set.of(
            new Registration<>("a", one, Optional.of(1)),
            new Registration<>("b", one, Optional.empty()),
            new Registration<>("c", two, Optional.empty())),
        Set.copyOf(names.entries()));
    assertEquals(3, names.count());
    assertEquals(1, names.count("c"));
    assertEquals(0, names.count("d"));
  }

  @Test
  void aValueIsKeptAndChangedWithItsRegistration() throws Exception {
    ActorRef<Cart> holder = system.spawn(cart());
    names.register("anna", holder, 0);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int j = 0; j < 100; j++) {
                  int _ = names.updateValue("anna", holder, Integer.class, n -> n + 1);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Optional.of(400), names.value("anna", Integer.class));
    assertEquals(Optional.of(400), names.value("anna", holder, Integer.class));
    assertEquals(Optional.empty(), names.value("berta", Integer.class));
    assertThrows(ClassCastException.class, () -> names.value("anna", String.class));
    assertThrows(
        NotRegisteredException.class,
        () -> names.updateValue("berta", holder, Integer.class, n -> n));
    end(holder);
    assertEquals(Optional.empty(), names.value("anna", Integer.class));
    assertThrows(
        NotRegisteredException.class,
        () -> names.updateValue("anna", holder, Integer.class, n -> n));
  }

  private void end(ActorRef<?> ref) throws InterruptedException {
    ref.stop();
    assertTrue(ref.awaitTermination(AGES));
  }

  // --- references by key

  @Test
  void aReferenceByKeyFollowsItFromHolderToHolder() throws InterruptedException {
    ActorRef<Cart> via = names.via("anna");
    assertThrows(NoProcessException.class, () -> via.ask(new Cart.Items()));
    via.send(new Cart.Add("lost"));
    system.deadLetters().expect(new Cart.Add("lost"), DeadLetter.Reason.NO_PROCESS);
    for (int i = 0; i < 3; i++) {
      ActorRef<Cart> holder = system.spawn(cart());
      names.register("anna", holder);
      via.send(new Cart.Add("book " + i));
      assertEquals(List.of("book " + i), via.ask(new Cart.Items()));
      end(holder);
      assertFalse(via.isAlive());
    }
  }

  // --- starting under a key

  @Test
  void ofManyWhoStartUnderAKeyOneStartsSomething() throws Exception {
    var started = new AtomicInteger();
    var refused = new AtomicInteger();
    var begin = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                awaitQuietly(begin);
                try {
                  ActorRef<Cart> _ =
                      names.start(
                          "anna",
                          () -> {
                            started.incrementAndGet();
                            return system.spawn(cart());
                          });
                } catch (AlreadyRegisteredException taken) {
                  refused.incrementAndGet();
                }
              }));
    }
    begin.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(1, started.get());
    assertEquals(7, refused.get());
    assertEquals(1, names.count());
  }

  @Test
  void aFailedStartGivesTheKeyBack() {
    assertThrows(
        IllegalStateException.class,
        () ->
            names.start(
                "anna",
                () -> {
                  throw new IllegalStateException("on purpose");
                }));
    assertTrue(names.isBare());
    ActorRef<Cart> cart = names.start("anna", () -> system.spawn(cart()));
    assertEquals(Optional.of(cart), names.lookup("anna"));
  }

  @Test
  void aKeyIsTakenWhileItsHolderIsStarted() {
    ActorRef<Cart> other = system.spawn(cart());
    ActorRef<Cart> _ =
        names.start(
            "anna",
            () -> {
              var refused =
                  assertThrows(
                      AlreadyRegisteredException.class, () -> names.register("anna", other));
              assertEquals(Optional.empty(), refused.holder());
              assertEquals(Optional.empty(), names.lookup("anna"));
              return system.spawn(cart());
            });
    assertThrows(
        AlreadyRegisteredException.class, () -> names.start("anna", () -> system.spawn(cart())));
  }

  @Test
  void whatIsStartedUnderTheKeyOfARegistryThatEndsIsKilled() {
    List<ActorRef<Cart>> started = new ArrayList<>();
    assertThrows(
        NotRegisteredException.class,
        () ->
            names.start(
                "anna",
                () -> {
                  names.stop();
                  started.add(system.spawn(cart()));
                  return started.getFirst();
                }));
    system.awaitStopped(started.getFirst());
  }

  // --- groups

  @Test
  void aGroupHasItsMembersInOrderAndEachOnce() throws InterruptedException {
    Probe<Cart> one = system.probe();
    Probe<Cart> two = system.probe();
    assertTrue(groups.register("shop", one.ref(), "first"));
    assertTrue(groups.register("shop", two.ref()));
    assertFalse(groups.register("shop", one.ref(), "again"));
    assertTrue(groups.register("store", one.ref()));
    assertEquals(List.of(one.ref(), two.ref()), groups.lookup("shop"));
    assertEquals(List.of("first"), groups.values("shop", String.class));
    assertEquals(2, groups.send("shop", new Cart.Add("book")));
    one.expect(new Cart.Add("book"));
    two.expect(new Cart.Add("book"));
    assertEquals(List.of("shop", "store"), groups.keys(one.ref()));
    one.stop();
    assertEquals(List.of(two.ref()), groups.lookup("shop"));
    assertEquals(1, groups.dispatch("shop", entry -> assertEquals(two.ref(), entry.member())));
    assertEquals(0, groups.count("store"));
    assertTrue(groups.unregister("shop", two.ref()));
    assertEquals(0, groups.send("shop", new Cart.Add("nobody")));
  }

  @Test
  void aMemberWithoutRoomDoesNotKeepAMessageFromTheOthers() {
    var gate = system.gate("busy");
    Actor<Cart> busy =
        Actor.<Cart>handler(() -> (message, ctx) -> gate.pass())
            .bounded(1, dev.talma.Overflow.REJECT);
    ActorRef<Cart> full = system.spawn(busy);
    full.send(new Cart.Add("in hand"));
    gate.awaitArrival();
    full.send(new Cart.Add("waits"));
    Probe<Cart> other = system.probe();
    groups.register("shop", full);
    groups.register("shop", other.ref());
    assertEquals(1, groups.send("shop", new Cart.Add("book")));
    other.expect(new Cart.Add("book"));
  }

  // --- listeners

  @Test
  void aListenerIsToldOfEachRegistrationAndItsEndInOrder() throws InterruptedException {
    Probe<RegistryEvent<String, Cart>> listener = system.probe();
    var subscription = names.listen(listener.ref());
    ActorRef<Cart> holder = system.spawn(cart());
    names.register("a", holder, 7);
    names.register("b", holder);
    names.unregister("a", holder);
    listener.expect(new RegistryEvent.Registered<>("a", holder, Optional.of(7)));
    listener.expect(new RegistryEvent.Registered<>("b", holder, Optional.empty()));
    listener.expect(new RegistryEvent.Unregistered<>("a", holder));
    end(holder);
    ActorRef<Cart> heir = system.spawn(cart());
    names.register("b", heir);
    listener.expect(new RegistryEvent.Unregistered<>("b", holder));
    listener.expect(new RegistryEvent.Registered<>("b", heir, Optional.empty()));
    subscription.cancel();
    names.unregister("b", heir);
    listener.expectNothing();
  }

  // --- richer members

  @Test
  void aMemberMayUnderstandMoreThanTheRegistrySends() {
    Probe<Object> probe = system.probe();
    names.register("anna", probe.ref());
    names.via("anna").send(new Cart.Add("book"));
    probe.expect(new Cart.Add("book"));
  }
}
