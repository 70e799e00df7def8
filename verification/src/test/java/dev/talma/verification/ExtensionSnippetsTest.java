package dev.talma.verification;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.testkit.Probe;
import dev.talma.testkit.TestSystem;
import dev.talma.testkit.junit.OnVirtualTime;
import dev.talma.testkit.junit.TalmaExtension;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the javadoc of the testkit's JUnit extension shows, run. [DocumentationTest] compares the
/// two.
class ExtensionSnippetsTest {
  record Receipt(String item) {}

  record Buy(String item, ActorRef<Receipt> customer) {}

  record Reminder() {}

  private static Actor<Buy> shop() {
    return Actor.handler(() -> (buy, ctx) -> buy.customer().send(new Receipt(buy.item())));
  }

  /// A cart that reminds its owner after a day.
  private static Actor<Reminder> cart(ActorRef<Reminder> owner) {
    return (mailbox, ctx) -> {
      ctx.schedule(new Reminder(), Duration.ofDays(1));
      for (Reminder reminder : mailbox) {
        owner.send(reminder);
      }
    };
  }

  @Nested
  @ExtendWith(TalmaExtension.class)
  class ShopTest {
    @Test
    void sendsAReceipt(TestSystem system, Probe<Receipt> customer) {
      var shop = system.spawn("shop", shop());
      shop.send(new Buy("book", customer.ref()));
      customer.expect(new Receipt("book"));
    }
  }

  @Nested
  class CartTest {
    @RegisterExtension
    static final TalmaExtension talma =
        TalmaExtension.with(s -> s.withPatience(Duration.ofSeconds(10)));

    @Test
    @OnVirtualTime
    void remindsAfterADay(TestSystem system, Probe<Reminder> customer) {
      system.spawn("cart", cart(customer.ref()));
      system.advance(Duration.ofDays(1));
      customer.expect(new Reminder());
    }
  }
}
