package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.AskTimeoutException;
import dev.talma.Request;
import dev.talma.testkit.Probe;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import dev.talma.testkit.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// What the javadoc of the testkit shows of making systems, and of virtual time, run.
/// [DocumentationTest] compares the two.
class TimeSnippetsTest {
  record Reminder() {}

  sealed interface Shop {}

  record Buy() implements Shop, Request<Shop, String> {}

  /// A cart that reminds its owner after a day.
  private static Actor<Reminder> cart(ActorRef<Reminder> owner) {
    return (mailbox, ctx) -> {
      ctx.schedule(new Reminder(), Duration.ofDays(1));
      for (Reminder reminder : mailbox) {
        owner.send(reminder);
      }
    };
  }

  @Test
  void aDayPassesAtOnce() {
    try (var system = TestSystem.create("shop", TestSettings::withVirtualTime)) {
      Probe<Reminder> customer = system.probe("customer");
      system.spawn("cart", cart(customer.ref()));
      system.advance(Duration.ofDays(1));
      customer.expect(new Reminder());
    }
  }

  @Test
  void settingsGiveATestSystemVirtualTimeAndPatience() {
    TestSystem system =
        TestSystem.create("shop", s -> s.withVirtualTime().withPatience(Duration.ofSeconds(10)));

    try (system) {
      system.advance(Duration.ofHours(1));
      assertEquals(Duration.ofHours(1), system.time().elapsed());
    }
  }

  @Test
  void anAskTimesOutWhenTheVirtualTimeOfAnySystemPasses() {
    var time = new VirtualTime();
    var system = ActorSystem.create("shop", s -> s.withTimeSource(time));

    try (system) {
      ActorRef<Shop> shop = Probe.<Shop>in(system, "shop").ref(); // it never answers

      var answer = shop.askAsync(new Buy(), Duration.ofSeconds(5));
      time.awaitTimers(1); // the timeout of the ask
      time.advance(Duration.ofSeconds(5));

      var failure = assertThrows(CompletionException.class, answer::join);
      assertInstanceOf(AskTimeoutException.class, failure.getCause());
    }
  }
}
