package dev.talma.verification;

import static dev.talma.Selection.skip;
import static dev.talma.Selection.take;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Backoff;
import dev.talma.Mailbox;
import dev.talma.Request;
import dev.talma.Restart;
import java.time.Duration;

/// The code that the javadoc of the core shows, compiled. [DocumentationTest] compares.
@SuppressWarnings("unused")
final class JavadocSnippets {
  sealed interface Counter {
    record Increment(int amount) implements Counter {}

    record Get() implements Counter, Request<Counter, Integer> {}
  }

  record Greeting(String name) {}

  record Work() implements Request<Work, String> {}

  sealed interface Answer {
    record Pong(int id, int value) implements Answer {}
  }

  static Actor<Counter> counter() {
    return (mailbox, ctx) -> {
      int count = 0; // the state is a local variable
      for (var msg : mailbox) { // ends when the actor is asked to stop
        switch (msg) {
          case Counter.Increment(int amount) -> count += amount;
          case Counter.Get get -> ctx.reply(get, count);
        }
      }
    }; // code after the loop is the clean-up
  }

  static Actor<Counter> movingCounter() {
    return (mailbox, ctx) -> {
      int count = ctx.handedOver(Integer.class).orElse(0);
      for (var msg : mailbox) {
        switch (msg) {
          case Counter.Increment(int amount) -> count += amount;
          case Counter.Get get -> ctx.reply(get, count);
        }
      }
      ctx.handOver(count);
    };
  }

  static Actor<Greeting> greeter() {
    return Actor.handler(() -> (message, ctx) -> IO.println("Hello, " + message.name()));
  }

  static final class Stateful {
    Actor<Counter> counter =
        Actor.stateful(
            () -> 0,
            (count, message, ctx) ->
                switch (message) {
                  case Counter.Increment(int amount) -> count + amount;
                  case Counter.Get get -> {
                    ctx.reply(get, count);
                    yield count;
                  }
                });
  }

  static final class Counters {
    static Actor<Counter> counter() {
      return JavadocSnippets.counter();
    }
  }

  static final ActorType<Counter> COUNTER =
      ActorType.of("counter", Counter.class, Counters::counter);

  static void get(ActorSystem system) {
    ActorRef<Counter> visits = system.actor(COUNTER, "visits");
  }

  static void use() {
    try (var system = ActorSystem.create("demo")) {
      ActorRef<Counter> ref = system.spawn("counter", counter());
      ref.send(new Counter.Increment(5));
      int result = ref.ask(new Counter.Get());
    }
  }

  static ActorSystem configured() {
    return ActorSystem.create("demo", s -> s.withAskTimeout(Duration.ofSeconds(1)));
  }

  static Actor<Work> worker() {
    return Actor.handler(() -> (work, ctx) -> ctx.reply(work, "done"));
  }

  static void scoped(ActorSystem system) {
    try (var scope = system.scope()) {
      var worker = scope.spawn("worker", worker());
      worker.ask(new Work());
    } // the worker is gone here
  }

  static Actor<Work> supervised() {
    return worker()
        .supervised(
            Restart.upTo(3)
                .within(Duration.ofMinutes(1))
                .backoff(Backoff.between(Duration.ofMillis(50), Duration.ofSeconds(5))));
  }

  static void select(Mailbox<Answer> mailbox) {
    int n =
        mailbox.receive(
            m ->
                switch (m) {
                  case Answer.Pong(int id, int value) when id == 7 -> take(value);
                  default -> skip();
                });
  }

  private JavadocSnippets() {}
}
