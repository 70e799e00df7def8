package dev.talma.otp;

import static dev.talma.otp.Shop.CARTS;
import static dev.talma.otp.Shop.COUNTER;
import static dev.talma.otp.Shop.DB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.otp.Shop.Cart;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The pages about supervisors, as a program.
class ShopTest {

  private static ActorRef<Supervisor.Message> start(TestSystem system) {
    var shop =
        Supervisor.start(
            system,
            "shop",
            Supervisor.spec(Strategy.ONE_FOR_ONE)
                .intensity(3, Duration.ofSeconds(5))
                .child(COUNTER)
                .child(CARTS)
                .child(DB));
    return shop;
  }

  @Test
  void theShopOpensHealsAndCloses() {
    try (var system = TestSystem.create("demo", s -> s.toleratingCrashes())) {
      var shop = start(system);
      ActorRef<Counter.Message> counter = Supervisor.child(system, shop, COUNTER);
      int five = counter.ask(new Counter.Message.Add(5));
      counter.kill();
      system.settle();
      int zero = counter.ask(new Counter.Message.Get()); // another actor, the same reference
      assertEquals(5, five);
      assertEquals(0, zero);
      ActorRef<Cart> carts = Supervisor.child(system, shop, CARTS);
      carts.send(new Cart.Put("tea"));
      assertEquals(List.of("tea"), carts.ask(new Cart.Items()));
      assertEquals(1, counter.ask(new Counter.Message.Get()));
      assertTrue(system.find("/shop/db/cache").isPresent());
      GenServer.stop(shop);
      assertFalse(carts.isAlive());
    }
  }

  @Test
  void itsChildrenAreControlledAtRunTime() {
    try (var system = TestSystem.create("demo")) {
      var shop = start(system);
      for (ChildInfo child : Supervisor.whichChildren(shop)) {
        String line = child.id() + " " + child.state() + " " + child.type();
        assertTrue(line.contains("RUNNING"), line);
      }
      Supervisor.terminateChild(shop, "carts");
      ActorRef<?> again = Supervisor.restartChild(shop, "carts");
      Supervisor.terminateChild(shop, "carts");
      Supervisor.deleteChild(shop, "carts");
      ActorRef<Cart> carts = Supervisor.startChild(shop, CARTS);
      assertFalse(again.isAlive());
      assertTrue(carts.isAlive());
      switch (Supervisor.tryStartChild(shop, CARTS.withId("more-carts"))) {
        case StartResult.Started<Cart>(ActorRef<Cart> ref) -> ref.send(new Cart.Put("milk"));
        case StartResult.Ignored<Cart>() -> {}
        case StartResult.Failed<Cart>(var reason) -> throw new AssertionError(reason);
      }
      assertThrows(ChildException.class, () -> Supervisor.startChild(shop, CARTS));
      assertTrue(Supervisor.startChild(shop, Shop.orders()).isAlive());
      assertTrue(
          Supervisor.startChild(shop, ChildSpec.supervisor("more", Shop.patient())).isAlive());
      assertTrue(
          Supervisor.startChild(shop, ChildSpec.supervisor("upload", Shop.upload())).isAlive());
    }
  }

  @Test
  void sessionsComeAndGo() {
    try (var system = TestSystem.create("demo")) {
      var sessions =
          DynamicSupervisor.start(system, "sessions", DynamicSupervisor.spec().maxChildren(10_000));
      ActorRef<Counter.Message> session =
          DynamicSupervisor.startChild(sessions, COUNTER.restart(RestartType.TEMPORARY));
      DynamicSupervisor.terminateChild(sessions, session);
      assertFalse(session.isAlive());
    }
  }

  /// A child looks for its sibling.
  static int count(Context<?> ctx) {
    ActorRef<Counter.Message> counter = Supervisor.sibling(ctx, Shop.COUNTER);
    return counter.ask(new Counter.Message.Get());
  }
}
