package dev.talma.testkit;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.Signal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// The actor behind a probe. It keeps what comes for the test's thread, and acts for the test where
/// only an actor can, as in watching others.
///
/// Its protocol is everything, as it takes commands of the test beside the messages of the probe's
/// protocol.
final class ProbeActor {
  final Inbox<Arrival> arrivals = new Inbox<>();
  final Inbox<Signal> signals = new Inbox<>();
  private final List<Answer> answers = new CopyOnWriteArrayList<>();

  /// Guarded by itself: the requests that nobody has answered, in the order of their arrival.
  private final List<Arrival> unanswered = new ArrayList<>();

  /// Something to do inside of the actor.
  private record Command(Consumer<Context<Object>> action, CompletableFuture<Boolean> done) {
    void run(Context<Object> ctx) {
      try {
        action.accept(ctx);
        done.complete(true);
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    }
  }

  private record Crash(Exception cause) {}

  private record Answer(Class<?> type, Function<Object, ?> function) {}

  Actor<Object> actor() {
    return Actor.handler(
        () ->
            new Handler<>() {
              @Override
              public void init(Context<Object> ctx) {
                ctx.onSignal(signals::add);
                ctx.trapExits();
              }

              @Override
              public void handle(Object message, Context<Object> ctx) throws Exception {
                switch (message) {
                  case Command command -> command.run(ctx);
                  case Crash(Exception cause) -> throw cause;
                  default -> arrived(message, ctx);
                }
              }
            });
  }

  /// Lets the actor do something. What that throws, this throws.
  ///
  /// @return whether it was done in time
  static boolean call(ActorRef<Object> self, Consumer<Context<Object>> action, Waiting waiting)
      throws InterruptedException {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    self.send(new Command(action, done));
    try {
      return done.get(waiting.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  static void crash(ActorRef<Object> self, Exception cause) {
    self.send(new Crash(cause));
  }

  <Q> void answer(Class<Q> type, Function<? super Q, ?> function) {
    answers.add(new Answer(type, message -> function.apply(type.cast(message))));
  }

  /// {@return the right to answer that very request, or else one that equals it} It can be had
  /// once.
  @SuppressWarnings("ReferenceEquality") // of two equal requests, the very one that is meant
  Optional<ReplyTo<Object>> replyTo(Object request) {
    synchronized (unanswered) {
      return take(arrival -> arrival.message() == request)
          .or(() -> take(arrival -> arrival.message().equals(request)))
          .flatMap(Arrival::replyTo);
    }
  }

  private Optional<Arrival> take(Predicate<Arrival> fits) {
    for (Iterator<Arrival> each = unanswered.iterator(); each.hasNext(); ) {
      Arrival arrival = each.next();
      if (fits.test(arrival)) {
        each.remove();
        return Optional.of(arrival);
      }
    }
    return Optional.empty();
  }

  private void arrived(Object message, Context<Object> ctx) {
    Optional<ReplyTo<Object>> replyTo =
        message instanceof Request<?, ?> request
            ? Optional.of(defer(request, ctx))
            : Optional.empty();
    Arrival arrival = new Arrival(message, ctx.sender(), replyTo);
    if (replyTo.isPresent() && !answered(message, replyTo.get())) {
      synchronized (unanswered) {
        unanswered.add(arrival);
      }
    }
    arrivals.add(arrival);
  }

  private boolean answered(Object request, ReplyTo<Object> replyTo) {
    for (Answer answer : answers) {
      if (answer.type.isInstance(request)) {
        try {
          replyTo.reply(answer.function.apply(request));
        } catch (RuntimeException e) {
          replyTo.fail(e);
        }
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("unchecked") // the type of the answer is checked where the test gives it
  private static ReplyTo<Object> defer(Request<?, ?> request, Context<Object> ctx) {
    return ctx.replyTo((Request<Object, Object>) request);
  }
}
