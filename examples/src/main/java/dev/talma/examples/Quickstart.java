package dev.talma.examples;

// @start region=quickstart-imports
import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Request;

// @end region=quickstart-imports

/// A counter: the smallest actor that is good for something.
final class Quickstart {

  // @start region=quickstart-protocol
  sealed interface Counter {
    record Increment(int amount) implements Counter {}

    record Get() implements Counter, Request<Counter, Integer> {}
  }

  // @end region=quickstart-protocol

  // @start region=quickstart-actor
  static Actor<Counter> counter() {
    return (mailbox, ctx) -> {
      int count = 0; // state is a local variable
      for (var msg : mailbox) { // ends when the actor is asked to stop
        switch (msg) {
          case Counter.Increment(int amount) -> count += amount;
          case Counter.Get get -> ctx.reply(get, count); // the reply's type is checked
        }
      }
    }; // code after the loop is the clean-up
  }

  // @end region=quickstart-actor

  // @start region=quickstart-main
  static void main() {
    try (var system = ActorSystem.create("demo")) {
      ActorRef<Counter> ref = system.spawn("counter", counter());
      ref.send(new Counter.Increment(5));
      ref.send(new Counter.Increment(3));
      int result = ref.ask(new Counter.Get()); // 8, inferred as Integer
      IO.println(result);
    }
  }

  // @end region=quickstart-main

  private Quickstart() {}
}
