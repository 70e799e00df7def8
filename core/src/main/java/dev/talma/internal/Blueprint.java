package dev.talma.internal;

import dev.talma.Actor;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Mailbox;
import dev.talma.Overflow;
import dev.talma.Stop;
import dev.talma.Supervision;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// An actor together with how to run it: what the decorators of [Actor] make.
///
/// @param body the loop, or for the event-driven style the factory of handlers
/// @param supervision what a crash does
/// @param bound the limits of the mailbox
/// @param stopTimeout how long it gets to stop, if it has a time of its own; zero for a kill
/// @param together whether its children are stopped at the same time
/// @param <M> the type of the messages
public record Blueprint<M>(
    Body<M> body,
    Supervision supervision,
    Optional<Bound> bound,
    Optional<Duration> stopTimeout,
    boolean together)
    implements Actor<M> {

  /// What the actor does.
  public sealed interface Body<M> {}

  /// The loop style.
  record Loop<M>(Actor<M> function) implements Body<M> {}

  /// The event-driven style.
  record Events<M>(Supplier<? extends Handler<M>> factory) implements Body<M> {
    Handler<M> create() {
      return Objects.requireNonNull(factory.get(), "the factory of handlers gave null");
    }
  }

  /// The limits of a mailbox.
  public record Bound(int capacity, Overflow overflow) {
    /// Refuses what makes no sense.
    public Bound {
      Objects.requireNonNull(overflow, "overflow");
      if (capacity < 1) {
        throw new IllegalArgumentException(
            "The capacity of a mailbox must be at least 1, but is " + capacity);
      }
    }
  }

  private static final Supervision UNSUPERVISED = new Stop();

  /// One that owns others and does nothing else.
  static final Supplier<Handler<Object>> SCOPE_FACTORY = () -> (message, ctx) -> {};

  static final Blueprint<Object> SCOPE = handler(SCOPE_FACTORY);

  /// {@return the blueprint that an actor is, or the plainest one for it}
  public static <M> Blueprint<M> of(Actor<M> actor) {
    Objects.requireNonNull(actor, "actor");
    return actor instanceof Blueprint<M> blueprint ? blueprint : plain(new Loop<>(actor));
  }

  /// {@return an actor of the event-driven style}
  public static <M> Blueprint<M> handler(Supplier<? extends Handler<M>> factory) {
    Objects.requireNonNull(factory, "factory");
    return plain(new Events<>(factory));
  }

  private static <M> Blueprint<M> plain(Body<M> body) {
    return new Blueprint<>(body, UNSUPERVISED, Optional.empty(), Optional.empty(), false);
  }

  /// {@return the same with another supervision}
  public Blueprint<M> withSupervision(Supervision value) {
    return new Blueprint<>(
        body, Objects.requireNonNull(value, "supervision"), bound, stopTimeout, together);
  }

  /// {@return the same with a bounded mailbox}
  public Blueprint<M> withBound(int capacity, Overflow overflow) {
    return new Blueprint<>(
        body, supervision, Optional.of(new Bound(capacity, overflow)), stopTimeout, together);
  }

  /// {@return the same with a time of its own to stop}
  public Blueprint<M> withStopTimeout(Duration timeout) {
    long _ = Nanos.notNegative(Objects.requireNonNull(timeout, "stop timeout"), "The stop timeout");
    return new Blueprint<>(body, supervision, bound, Optional.of(timeout), together);
  }

  /// {@return the same, stopping its children at the same time}
  public Blueprint<M> withChildrenStoppedTogether() {
    return new Blueprint<>(body, supervision, bound, stopTimeout, true);
  }

  /// Runs the body as a plain function, for those who wrap an actor into another one. The
  /// supervision and the bound belong to the actor that is spawned, so they play no part.
  @Override
  public void run(Mailbox<M> mailbox, Context<M> ctx) throws Exception {
    switch (body) {
      case Loop<M>(Actor<M> function) -> function.run(mailbox, ctx);
      case Events<M> events -> {
        Handler<M> handler = events.create();
        handler.init(ctx);
        for (M message : mailbox) {
          handler.handle(message, ctx);
        }
        handler.terminate(ExitReason.shutdown(), ctx);
      }
    }
  }
}
