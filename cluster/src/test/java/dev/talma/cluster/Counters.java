package dev.talma.cluster;

import dev.talma.Actor;
import dev.talma.ActorType;
import dev.talma.Request;

/// A protocol and its actors, for the tests.
final class Counters {
  static final ActorType<Counter> COUNTER =
      ActorType.of("counter", Counter.class, Counters::counter).withState(Integer.class);

  private Counters() {}

  sealed interface Counter {
    record Increment(int amount) implements Counter {}

    record Get() implements Counter, Request<Counter, Integer> {}

    record Crash(String why) implements Counter {}

    record Where() implements Counter, Request<Counter, String> {}
  }

  static Actor<Counter> counter() {
    return (mailbox, ctx) -> {
      int count = ctx.handedOver(Integer.class).orElse(0);
      for (var msg : mailbox) {
        switch (msg) {
          case Counter.Increment(int amount) -> count += amount;
          case Counter.Get get -> ctx.reply(get, count);
          case Counter.Crash(String why) -> throw new IllegalStateException(why);
          case Counter.Where where -> ctx.reply(where, ctx.system().name());
        }
      }
      ctx.handOver(count);
    };
  }
}
