package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Request;
import dev.talma.testkit.TestSystem;
import dev.talma.testkit.junit.TalmaExtension;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the README shows of tests, run. [DocumentationTest] compares the two.
class ReadmeSnippetsTest {
  sealed interface Counter {
    record Increment(int amount) implements Counter {}

    record Get() implements Counter, Request<Counter, Integer> {}
  }

  private static Actor<Counter> counter() {
    return Actor.stateful(
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

  @Nested
  @ExtendWith(TalmaExtension.class)
  class CounterTest {
    @Test
    void adds(TestSystem system) {
      ActorRef<Counter> ref = system.spawn("counter", counter());
      ref.send(new Counter.Increment(5));
      assertEquals(5, ref.ask(new Counter.Get()));
    }
  }
}
