package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Counters;
import dev.talma.DeadLetter;
import dev.talma.Down;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The stage of a test: a system on virtual time, and a journal.
abstract class Contract {
  static final Duration PATIENCE = Journal.PATIENCE;

  /// Longer than any test may take, so that what comes in time did not come by time.
  static final Duration AGES = Duration.ofDays(1);

  TestSystem system;
  Journal journal;

  /// The style of the puppets.
  abstract Style style();

  @BeforeEach
  void raiseTheCurtain() {
    journal = new Journal();
    system =
        TestSystem.create(
            "contract", s -> s.withVirtualTime().withPatience(PATIENCE).toleratingCrashes());
  }

  @AfterEach
  void lowerTheCurtain() {
    system.close();
  }

  // --- puppets

  Actor<Cue> puppet(String name) {
    return style().actor(() -> new Puppet(name, journal));
  }

  /// {@return a puppet that lives, and has begun to}
  ActorRef<Cue> start(String name) {
    return start(name, puppet(name));
  }

  ActorRef<Cue> start(String name, Actor<Cue> actor) {
    ActorRef<Cue> ref = system.spawn(name, actor);
    settled(ref);
    return ref;
  }

  /// Starts a puppet below another one.
  ActorRef<Cue> startChild(ActorRef<Cue> parent, String name) {
    return startChild(parent, name, puppet(name));
  }

  ActorRef<Cue> startChild(ActorRef<Cue> parent, String name, Actor<Cue> actor) {
    ActorRef<Cue> child = in(parent, ctx -> ctx.spawn(name, actor));
    settled(child);
    return child;
  }

  /// Waits until an actor has handled what was sent to it so far.
  static void settled(ActorRef<Cue> ref) {
    assertEquals("settled", ref.ask(Cue.echo("settled"), AGES));
  }

  /// {@return what an actor says}
  static <T> T in(ActorRef<Cue> ref, Function<? super Context<Cue>, ? extends T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    ref.send(
        Cue.act(
            ctx -> {
              try {
                result.complete(work.apply(ctx));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            }));
    return value(result);
  }

  /// Has an actor do something, and waits until it is done.
  static void tell(ActorRef<Cue> ref, Consumer<? super Context<Cue>> work) {
    boolean _ =
        in(
            ref,
            ctx -> {
              work.accept(ctx);
              return true;
            });
  }

  /// Keeps an actor in the middle of a message, at a gate.
  Gate hold(ActorRef<Cue> ref) {
    Gate gate = system.gate("hold " + ref.name());
    ref.send(Cue.act("held", _ -> gate.pass()));
    gate.awaitArrival();
    return gate;
  }

  void awaitEnd(ActorRef<?> ref) {
    try {
      assertTrue(ref.awaitTermination(PATIENCE), () -> ref + " has not ended\n" + system.tree());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// {@return the notice of an actor's end, once those who have asked for one before have got
  /// theirs}
  CompletableFuture<Down> witness(ActorRef<?> ref) {
    CompletableFuture<Down> notice = new CompletableFuture<>();
    ActorRef<Cue> witness = start("witness-of-" + ref.name());
    tell(witness, ctx -> ctx.monitor(ref, down -> Cue.act(_ -> notice.complete(down))));
    return notice;
  }

  /// Whoever hears that its request has ended the actor, which has a name, can start the next one.
  void assertSuccessorOf(ActorRef<Cue> actor) {
    assertInstanceOf(
        ActorRef.class,
        value(
            actor
                .askAsync(
                    Cue.question(
                        (_, _) -> {
                          throw new IllegalStateException("on purpose");
                        }),
                    AGES)
                .handle((_, _) -> system.spawn(actor.name(), puppet("next")))));
  }

  // --- futures

  /// {@return the value of a future, soon}
  static <T> T value(Future<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } catch (TimeoutException e) {
      throw new AssertionError("no outcome within " + PATIENCE, e);
    }
  }

  /// {@return what a future fails with, soon}
  static <E extends Throwable> E failure(Class<E> type, Future<?> future) {
    return assertInstanceOf(type, assertThrows(type, () -> value(future)));
  }

  /// Expects that a text says all of these.
  static void assertSays(Throwable failure, Object... parts) {
    for (Object part : parts) {
      assertTrue(
          String.valueOf(failure.getMessage()).contains(part.toString()),
          () -> "\"" + failure.getMessage() + "\" does not say \"" + part + "\"");
    }
  }

  // --- numbers

  /// Waits until a figure of the system is this.
  <T> void awaitCount(T expected, Function<? super Counters, ? extends T> figure) {
    Await.untilPasses(PATIENCE, () -> assertEquals(expected, figure.apply(system.counters())));
  }

  /// {@return the dead letters of a reason so far}
  List<Object> deadLetters(DeadLetter.Reason reason) {
    Await.until(
        "the dead letters are noted",
        PATIENCE,
        () -> system.deadLetters().all().size() >= system.counters().deadLettersTotal());
    return system.deadLetters().all().stream()
        .filter(letter -> letter.reason() == reason)
        .map(DeadLetter::message)
        .toList();
  }
}
