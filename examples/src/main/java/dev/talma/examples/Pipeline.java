package dev.talma.examples;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/// A pipeline that is driven by demand: a stage tells the one before it how many items it has room
/// for, and gets no others. So a slow stage slows down the whole line up to the source, nothing is
/// dropped, and never more items are on their way than the stages have room for.
///
/// Nobody tells the source to be slow. It is not asked.
final class Pipeline {

  /// What a stage understands.
  sealed interface Stage {
    /// From the stage behind: it has room for so many more.
    record Demand(int items, ActorRef<Stage> from) implements Stage {}

    /// From the stage before.
    record Item(int value) implements Stage {}

    /// From the stage before: there are no more.
    record End() implements Stage {}
  }

  /// Where it begins: makes as many items as it is asked for.
  static Actor<Stage> source(int count, AtomicInteger made) {
    return (mailbox, ctx) -> {
      for (var msg : mailbox) {
        if (msg instanceof Stage.Demand(int items, var from)) {
          for (int i = 0; i < items && made.get() < count; i++) {
            from.send(new Stage.Item(made.incrementAndGet()));
          }
          if (made.get() == count) {
            from.send(new Stage.End());
          }
        }
      }
    };
  }

  /// A stage between: works ahead of what it is asked for, but only on as many items as it has room
  /// for. An item that it gives away makes room for the next one.
  static Actor<Stage> stage(ActorRef<Stage> before, int room, IntUnaryOperator work) {
    return (mailbox, ctx) -> {
      Deque<Integer> ready = new ArrayDeque<>();
      ActorRef<Stage> behind = ctx.self(); // until the one behind has asked
      int wanted = 0;
      boolean ended = false;
      before.send(new Stage.Demand(room, ctx.self()));
      for (var msg : mailbox) {
        switch (msg) {
          case Stage.Demand(int items, var from) -> {
            behind = from;
            wanted += items;
          }
          case Stage.Item(int value) -> ready.add(work.applyAsInt(value));
          case Stage.End() -> ended = true;
        }
        for (; wanted > 0 && !ready.isEmpty(); wanted--) {
          behind.send(new Stage.Item(ready.remove()));
          if (!ended) {
            before.send(new Stage.Demand(1, ctx.self()));
          }
        }
        if (ended && wanted > 0) {
          behind.send(new Stage.End());
          wanted = 0;
        }
      }
    };
  }

  /// Where it ends: slow, and takes one at a time.
  static Actor<Stage> sink(
      ActorRef<Stage> before, Duration work, List<Integer> taken, CompletableFuture<Void> done) {
    return (mailbox, ctx) -> {
      before.send(new Stage.Demand(1, ctx.self()));
      for (var msg : mailbox) {
        switch (msg) {
          case Stage.Item(int value) -> {
            Thread.sleep(work);
            taken.add(value);
            before.send(new Stage.Demand(1, ctx.self()));
          }
          case Stage.End() -> done.complete(null);
          case Stage.Demand _ -> {} // nobody is behind it
        }
      }
    };
  }

  private static final int ITEMS = 200;
  private static final int ROOM = 4;

  static void main(String[] args) {
    AtomicInteger made = new AtomicInteger();
    List<Integer> taken = new ArrayList<>(); // the sink's own, until it is done
    CompletableFuture<Void> done = new CompletableFuture<>();
    AtomicInteger passed = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    try (var system = ActorSystem.create("pipeline")) {
      var source = system.spawn("source", source(ITEMS, made));
      var squares = system.spawn("squares", stage(source, ROOM, n -> n * n));
      // counts how many items are between the source and itself, at each that passes
      var gauge =
          system.spawn(
              "gauge",
              stage(
                  squares,
                  ROOM,
                  n -> {
                    most.accumulateAndGet(made.get() - passed.getAndIncrement(), Math::max);
                    return n;
                  }));
      var _ = system.spawn("sink", sink(gauge, Duration.ofMillis(2), taken, done));
      done.join();
    }

    long sum = taken.stream().mapToLong(Integer::longValue).sum();
    IO.println(taken.size() + " items arrived, their sum is " + sum);
    IO.println("in order: " + taken.equals(taken.stream().sorted().toList()));
    // before the gauge: what the two stages have room for
    IO.println("the source was never ahead of demand: " + (most.get() <= 2 * ROOM));
  }

  private Pipeline() {}
}
