package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import dev.talma.testkit.CrashScript;
import dev.talma.testkit.Gate;
import dev.talma.testkit.Probe;
import dev.talma.testkit.ScriptedCrash;
import dev.talma.testkit.TestSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the javadoc of the testkit shows of its tools, run. [DocumentationTest] compares the two.
class TestkitSnippetsTest {
  private final TestSystem system = TestSystem.create("shop");
  private final Probe<Integer> quotients = system.probe("quotients");

  @AfterEach
  void close() {
    system.close();
  }

  // --- probes

  record Receipt(String item) {}

  record PriceOf(String item) implements Request<PriceOf, Integer> {}

  sealed interface Shop {}

  record Buy(String item, ActorRef<Receipt> customer) implements Shop {}

  record Total() implements Shop, Request<Shop, Integer> {}

  /// Asks another actor for the prices.
  private static Actor<Shop> shop(ActorRef<PriceOf> prices) {
    return (mailbox, ctx) -> {
      List<String> sold = new ArrayList<>();
      for (Shop message : mailbox) {
        switch (message) {
          case Buy(String item, ActorRef<Receipt> customer) -> {
            sold.add(item);
            customer.send(new Receipt(item));
          }
          case Total total ->
              ctx.reply(total, sold.stream().mapToInt(item -> prices.ask(new PriceOf(item))).sum());
        }
      }
    };
  }

  @Test
  void aProbeIsACustomer() {
    Probe<PriceOf> prices = system.probe("prices");
    ActorRef<Shop> shop = system.spawn("shop", shop(prices.ref()));

    Probe<Receipt> customer = system.probe("customer");
    shop.send(new Buy("book", customer.ref()));
    customer.expect(new Receipt("book"));
    customer.expectNothing();
  }

  @Test
  void aProbeAnswersWhenAsked() {
    Probe<PriceOf> prices = system.probe("prices");
    Probe<Receipt> customer = system.probe("customer");
    ActorRef<Shop> shop = system.spawn("shop", shop(prices.ref()));
    shop.send(new Buy("book", customer.ref()));
    shop.send(new Buy("pen", customer.ref()));

    prices.whenAsked(PriceOf.class, ask -> ask.item().length());
    int total = shop.ask(new Total()); // asks the probe for prices

    assertEquals(7, total);
    prices.expect(new PriceOf("book"));
    prices.expect(new PriceOf("pen"));
  }

  // --- gates

  @Test
  void aGateHoldsAWorkerInTheMiddleOfItsWork() {
    Probe<String> results = system.probe("results");
    ActorRef<String> done = results.ref();

    Gate gate = system.gate("working");
    ActorRef<String> worker =
        system.spawn(
            "worker",
            (mailbox, ctx) -> {
              for (var job : mailbox) {
                gate.pass();
                done.send(job);
              }
            });
    worker.send("one");
    gate.awaitArrival(); // the worker is in the middle of it now
    worker.stop(); // and is asked to stop there
    gate.open();

    results.expect("one");
    system.awaitStopped(worker);
  }

  // --- crashes

  record Divide(int dividend, int divisor) {}

  private Actor<Divide> worker() {
    return Actor.handler(() -> (job, ctx) -> quotients.ref().send(job.dividend() / job.divisor()));
  }

  sealed interface Counter {
    record Increment() implements Counter {}

    record Get() implements Counter, Request<Counter, Integer> {}

    record Break() implements Counter {}
  }

  private static Actor<Counter> counter() {
    return (mailbox, ctx) -> {
      int count = 0;
      for (Counter message : mailbox) {
        switch (message) {
          case Counter.Increment _ -> count++;
          case Counter.Get get -> ctx.reply(get, count);
          case Counter.Break _ -> throw new ScriptedCrash("told to");
        }
      }
    };
  }

  @Test
  void aCrashIsExpected() {
    ActorRef<Divide> worker = system.spawn("worker", worker());

    worker.send(new Divide(1, 0));
    system.crashes().expect(worker, ArithmeticException.class);
  }

  @Test
  void aScriptedCrashNeedNotBeExpected() {
    ActorRef<Counter> counter = system.spawn("counter", counter().supervised(Restart.upTo(1)));

    counter.send(new Counter.Increment());
    counter.send(new Counter.Break());

    assertEquals(0, counter.ask(new Counter.Get()), "the count after the restart");
    assertEquals(List.of(), system.crashes().unexpected());
  }

  @Test
  void aScriptLetsTheFirstAttemptsCrash() {
    Divide job = new Divide(6, 2);

    var script = CrashScript.first(2);
    var worker = system.spawn("worker", script.inFrontOf(worker()).supervised(Restart.upTo(3)));
    worker.send(job); // crashes
    worker.send(job); // crashes
    worker.send(job); // is handled

    quotients.expect(3);
    quotients.expectNothing();
    assertEquals(2, script.crashes());
  }

  // --- events

  @Test
  void anEventLogNotesTheOneRestart() {
    ActorRef<Counter> counter = system.spawn("counter", counter().supervised(Restart.upTo(1)));

    var restarts = system.record(SystemEvent.Restarting.class);
    counter.send(new Counter.Break());
    restarts.expect("the counter", restart -> restart.ref().equals(counter));
    restarts.expectNone();
  }

  @Test
  void aDeadLetterIsExpected() {
    ActorRef<String> worker = system.<String>probe("worker").ref();
    worker.stop();
    system.awaitStopped(worker);

    worker.send("too late");
    system.deadLetters().expect("too late", DeadLetter.Reason.NO_PROCESS);
    system.deadLetters().expectNone();
  }

  // --- waiting

  sealed interface Cart {}

  record Add(String item) implements Cart {}

  record Clear() implements Cart {}

  record Size() implements Cart, Request<Cart, Integer> {}

  private static Actor<Cart> cart(List<String> seen) {
    return (mailbox, ctx) -> {
      int items = 0;
      for (Cart message : mailbox) {
        switch (message) {
          case Add(String item) -> {
            items++;
            seen.add(item);
          }
          case Clear _ -> items = 0;
          case Size size -> ctx.reply(size, items);
        }
      }
    };
  }

  @Test
  void anAwaitEndsAsSoonAsItIsSo() {
    List<String> seen = new CopyOnWriteArrayList<>();
    ActorRef<Cart> cart = system.spawn("cart", cart(seen));

    cart.send(new Add("a"));
    cart.send(new Add("b"));
    Await.untilPasses(() -> assertEquals(List.of("a", "b"), seen));

    cart.send(new Add("c"));
    int size = Await.value("at least three items", () -> cart.ask(new Size()), n -> n >= 3);

    assertEquals(3, size);
    cart.send(new Clear());
    Await.until("the cart is empty", () -> cart.ask(new Size()) == 0);
  }
}
