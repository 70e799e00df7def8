package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.Handler;
import dev.talma.Overflow;
import dev.talma.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The tree of the documentation.
final class Shop {
  static final ChildSpec<Counter.Message> COUNTER = ChildSpec.server("counter", Counter::new);

  static final ChildSpec<Cart> CARTS =
      ChildSpec.actor("carts", carts())
          .restart(RestartType.TRANSIENT)
          .shutdown(Shutdown.within(Duration.ofSeconds(2)));

  static final ChildSpec<Supervisor.Message> DB =
      ChildSpec.supervisor(
          "db",
          Supervisor.spec(Strategy.REST_FOR_ONE)
              .child(ChildSpec.server("pool", Counter::new))
              .child(ChildSpec.handler("cache", Shop::cache)));

  sealed interface Cart {
    record Put(String item) implements Cart {}

    record Items() implements Cart, Request<Cart, List<String>> {}
  }

  static Actor<Cart> carts() {
    return (mailbox, ctx) -> {
      List<String> items = new ArrayList<>();
      for (var message : mailbox) {
        switch (message) {
          case Cart.Put(String item) -> {
            items.add(item);
            ActorRef<Counter.Message> counter = Supervisor.sibling(ctx, Shop.COUNTER);
            int _ = counter.ask(new Counter.Message.Add(1));
          }
          case Cart.Items items1 -> ctx.reply(items1, List.copyOf(items));
        }
      }
    };
  }

  static Handler<String> cache() {
    return (key, ctx) -> {};
  }

  /// A server that keeps the count of orders.
  static final class Orders extends GenServer<Counter.Message, Integer> {
    @Override
    protected InitResult<Integer> init() {
      return ok(0);
    }
  }

  static ChildSpec<Counter.Message> orders() {
    var orders =
        ChildSpec.server("orders", Orders::new)
            .decorated(actor -> actor.bounded(1_000, Overflow.REJECT));
    return orders;
  }

  static SupervisorSpec patient() {
    var spec =
        Supervisor.spec(Strategy.ONE_FOR_ONE)
            .intensity(20, Duration.ofMinutes(1))
            .backoff(Backoff.between(Duration.ofMillis(100), Duration.ofSeconds(10)));
    return spec;
  }

  static SupervisorSpec upload() {
    var upload =
        Supervisor.spec(Strategy.ONE_FOR_ALL)
            .autoShutdown(AutoShutdown.ANY_SIGNIFICANT)
            .child(ChildSpec.server("progress", Counter::new))
            .child(CARTS.significant());
    return upload;
  }

  private Shop() {}
}
