package dev.talma.examples;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.AskTimeoutException;
import dev.talma.NoProcessException;
import dev.talma.NotAnsweredException;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.RequestFailedException;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;

/// All ways to ask, and all ways in which an ask fails: each by an exception of its own, as soon as
/// it is known, and not only when the time is over.
final class AskPattern {

  // @start region=ask-protocol
  sealed interface Kitchen {
    /// Answered at once, or refused.
    record Price(String dish) implements Kitchen, Request<Kitchen, Integer> {}

    /// Answered later, when the oven says so.
    record Order(String dish) implements Kitchen, Request<Kitchen, String> {}

    record OvenReady() implements Kitchen {}

    /// Read, and then forgotten: a mistake.
    record Complain(String text) implements Kitchen, Request<Kitchen, String> {}

    /// Too much for this kitchen.
    record Flambe() implements Kitchen, Request<Kitchen, String> {}
  }

  // @end region=ask-protocol

  private static final Map<String, Integer> PRICES = Map.of("soup", 4, "pie", 7);

  // @start region=ask-actor
  static Actor<Kitchen> kitchen() {
    return (mailbox, ctx) -> {
      record Waiting(String dish, ReplyTo<String> guest) {}
      List<Waiting> oven = new ArrayList<>();
      for (var msg : mailbox) {
        switch (msg) {
          case Kitchen.Price price when PRICES.containsKey(price.dish()) ->
              ctx.reply(price, PRICES.get(price.dish()));
          case Kitchen.Price price ->
              ctx.replyTo(price).fail(new NoSuchElementException("no " + price.dish() + " today"));
          case Kitchen.Order order -> // the guest waits on, and the kitchen works on
              oven.add(new Waiting(order.dish(), ctx.replyTo(order)));
          case Kitchen.OvenReady() -> {
            oven.forEach(each -> each.guest().reply("one hot " + each.dish()));
            oven.clear();
          }
          case Kitchen.Complain _ -> {}
          case Kitchen.Flambe _ -> throw new IllegalStateException("the curtains are on fire");
        }
      }
    };
  }

  // @end region=ask-actor

  static void main(String[] args) throws InterruptedException {
    try (var system = ActorSystem.create("restaurant")) {
      ActorRef<Kitchen> kitchen = system.spawn("kitchen", kitchen());

      // @start region=ask-blocking
      int price = kitchen.ask(new Kitchen.Price("soup")); // waits, at no cost to others
      // @end region=ask-blocking
      IO.println("ask: soup is " + price);

      // @start region=ask-async
      CompletableFuture<Integer> soup = kitchen.askAsync(new Kitchen.Price("soup"));
      CompletableFuture<Integer> pie = kitchen.askAsync(new Kitchen.Price("pie"));
      int both = soup.thenCombine(pie, Integer::sum).join();
      // @end region=ask-async
      IO.println("askAsync: soup and pie are " + both);

      CompletableFuture<String> dinner = kitchen.askAsync(new Kitchen.Order("pie"));
      kitchen.ask(new Kitchen.Price("soup")); // it goes on working
      IO.println("deferred reply: served already? " + dinner.isDone());
      kitchen.send(new Kitchen.OvenReady());
      IO.println("deferred reply: " + dinner.join());

      // @start region=ask-failures
      try {
        kitchen.ask(new Kitchen.Order("pie"), Duration.ofMillis(50)); // nobody lights the oven
      } catch (AskTimeoutException e) {
        IO.println("timeout: nothing came within 50 ms");
      }
      try {
        kitchen.ask(new Kitchen.Price("lobster"));
      } catch (RequestFailedException e) {
        IO.println("failing reply: " + e.getCause());
      }
      try {
        kitchen.ask(new Kitchen.Complain("cold!"));
      } catch (NotAnsweredException e) {
        IO.println("no reply: handled, and never answered");
      }
      try {
        kitchen.ask(new Kitchen.Flambe());
      } catch (TargetStoppedException e) {
        IO.println("crash: " + e.getCause());
      }
      // @end region=ask-failures

      kitchen.awaitTermination(Duration.ofSeconds(5));
      askTheDead(kitchen);
    }
  }

  /// The default timeout is 5 seconds, but there is nothing to wait for.
  private static void askTheDead(ActorRef<Kitchen> kitchen) {
    long start = System.nanoTime();
    try {
      kitchen.ask(new Kitchen.Price("soup"));
    } catch (NoProcessException e) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      boolean atOnce = waited.compareTo(Duration.ofSeconds(1)) < 0;
      IO.println("dead: the kitchen is closed; known at once? " + atOnce);
    }
  }

  private AskPattern() {}
}
