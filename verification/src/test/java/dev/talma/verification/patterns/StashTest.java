package dev.talma.verification.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.AskTimeoutException;
import dev.talma.Context;
import dev.talma.DeadLetter;
import dev.talma.Handler;
import dev.talma.Mailbox;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.Stash;
import dev.talma.StashFullException;
import dev.talma.TargetStoppedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What [Stash] promises, in both styles of actors.
class StashTest {

  /// How the actor under test runs.
  enum Style {
    LOOP {
      @Override
      Actor<Gate> gate(int capacity) {
        return (mailbox, ctx) -> {
          var gate = new GateHandler(ctx, capacity);
          for (var msg : mailbox) {
            gate.handle(msg, ctx);
          }
        };
      }
    },
    HANDLER {
      @Override
      Actor<Gate> gate(int capacity) {
        return Actor.stateful(
            ArrayList<GateHandler>::new,
            (made, msg, ctx) -> {
              if (made.isEmpty()) {
                made.add(new GateHandler(ctx, capacity));
              }
              made.getFirst().handle(msg, ctx);
              return made;
            });
      }
    };

    abstract Actor<Gate> gate(int capacity);
  }

  /// Lets nobody pass until it is opened.
  sealed interface Gate {
    /// Answered once the gate is open, with all who passed so far and this one.
    record Pass(String who) implements Gate, Request<Gate, List<String>> {}

    record Open() implements Gate {}

    /// Lets so many pass, and stays closed.
    record LetIn(int count) implements Gate {}

    /// The same, but all come to the gate, and those that may not pass go back.
    record Push(int count) implements Gate {}

    /// Answered at once, with how many are stashed.
    record Count() implements Gate, Request<Gate, Integer> {}

    record Crash() implements Gate {}
  }

  private static final class GateHandler implements Handler<Gate> {
    private final Stash<Gate> stash;
    private final List<String> passed = new ArrayList<>();
    private boolean open;
    private int mayPass;

    GateHandler(Context<Gate> ctx, int capacity) {
      stash = Stash.of(ctx, capacity);
    }

    @Override
    public void handle(Gate message, Context<Gate> ctx) {
      switch (message) {
        case Gate.Pass pass when open || mayPass > 0 -> {
          mayPass = Math.max(0, mayPass - 1);
          passed.add(pass.who() + ctx.sender().map(sender -> "@" + sender.name()).orElse(""));
          ctx.reply(pass, List.copyOf(passed));
        }
        case Gate.Pass pass -> {
          try {
            stash.stash();
          } catch (StashFullException e) {
            ctx.replyTo(pass).fail(e);
          }
        }
        case Gate.Open() -> {
          open = true;
          stash.unstashAll();
        }
        case Gate.LetIn(int count) -> {
          mayPass = count;
          stash.unstash(count);
        }
        case Gate.Push(int count) -> {
          mayPass = count;
          stash.unstashAll();
        }
        case Gate.Count count -> ctx.reply(count, stash.size());
        case Gate.Crash() -> throw new IllegalStateException("on purpose");
      }
    }
  }

  private final ActorSystem system = ActorSystem.create("stash-test");

  @AfterEach
  void close() {
    system.close();
  }

  @ParameterizedTest
  @EnumSource
  void stashedMessagesComeBackInTheirOrderAndBeforeThoseThatWait(Style style) {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(10));
    for (String who : List.of("a", "b", "c")) {
      gate.send(new Gate.Pass(who));
    }
    gate.send(new Gate.Open());
    List<String> passed = gate.ask(new Gate.Pass("d"));
    assertEquals(List.of("a", "b", "c", "d"), passed);
  }

  @ParameterizedTest
  @EnumSource
  void aStashedRequestKeepsItsAskerWaitingAndIsAnswered(Style style) {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(10));
    CompletableFuture<List<String>> answer = gate.askAsync(new Gate.Pass("a"));
    assertEquals(1, gate.ask(new Gate.Count()));
    assertFalse(answer.isDone());
    gate.send(new Gate.Open());
    assertEquals(List.of("a"), answer.join());
  }

  @ParameterizedTest
  @EnumSource
  void aStashedMessageKeepsItsSender(Style style) {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(10));
    ActorRef<Gate> ann = system.spawn("ann", style.gate(10));
    gate.send(new Gate.Pass("a"), ann);
    gate.send(new Gate.Open());
    assertEquals(List.of("a@ann", "b"), gate.ask(new Gate.Pass("b")));
  }

  @ParameterizedTest
  @EnumSource
  void someCanBeUnstashedAndTheOthersStay(Style style) {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(10));
    for (String who : List.of("a", "b", "c", "d")) {
      gate.send(new Gate.Pass(who));
    }
    gate.send(new Gate.LetIn(2));
    assertEquals(2, gate.ask(new Gate.Count()));
    gate.send(new Gate.LetIn(0));
    assertEquals(2, gate.ask(new Gate.Count()));
    gate.send(new Gate.Open());
    assertEquals(List.of("a", "b", "c", "d", "e"), gate.ask(new Gate.Pass("e")));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsStashedAgainKeepsItsOrder(Style style) {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(10));
    gate.send(new Gate.Pass("a"));
    gate.send(new Gate.Pass("b"));
    gate.send(new Gate.Pass("c"));
    gate.send(new Gate.Push(1));
    gate.send(new Gate.Pass("d"));
    gate.send(new Gate.Push(1));
    gate.send(new Gate.Open());
    assertEquals(List.of("a", "b", "c", "d", "e"), gate.ask(new Gate.Pass("e")));
  }

  @ParameterizedTest
  @EnumSource
  void aFullStashRefusesAndTheMessageIsStillBeingHandled(Style style) {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(2));
    gate.send(new Gate.Pass("a"));
    gate.send(new Gate.Pass("b"));
    CompletableFuture<List<String>> third = gate.askAsync(new Gate.Pass("c"));
    CompletionException failure = assertThrows(CompletionException.class, third::join);
    StashFullException full =
        (StashFullException) assertThrows(Throwable.class, () -> rethrow(failure)).getCause();
    assertTrue(full.getMessage().contains(":/gate is full"), full.getMessage());
    gate.send(new Gate.Open());
    assertEquals(List.of("a", "b", "d"), gate.ask(new Gate.Pass("d")));
  }

  private static void rethrow(CompletionException failure) throws Throwable {
    throw failure.getCause();
  }

  @ParameterizedTest
  @EnumSource
  void aRestartPutsWhatIsStashedBackBeforeWhatWaits(Style style) {
    ActorRef<Gate> gate =
        system.spawn("gate", style.gate(10).supervised(Restart.upTo(1).within(MINUTE)));
    CompletableFuture<List<String>> first = gate.askAsync(new Gate.Pass("a"));
    gate.send(new Gate.Pass("b"));
    gate.send(new Gate.Crash());
    gate.send(new Gate.Pass("c"));
    gate.send(new Gate.Open());
    assertEquals(List.of("a", "b", "c", "d"), gate.ask(new Gate.Pass("d")));
    assertEquals(List.of("a"), first.join());
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfTheActorFailsStashedAsksAtOnceAndMakesDeadLetters(Style style) throws Exception {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(10));
    CompletableFuture<List<String>> asked = gate.askAsync(new Gate.Pass("a"), MINUTE);
    gate.send(new Gate.Pass("b"));
    assertEquals(2, gate.ask(new Gate.Count()));
    gate.stop();
    CompletionException failure = assertThrows(CompletionException.class, asked::join);
    assertTrue(failure.getCause() instanceof TargetStoppedException, () -> "" + failure);
    assertTrue(gate.awaitTermination(MINUTE));
    assertEquals(2, system.counters().deadLetters(DeadLetter.Reason.STOPPED));
  }

  @ParameterizedTest
  @EnumSource
  void aStashedAskWhoseAskerGaveUpIsNotServed(Style style) {
    ActorRef<Gate> gate = system.spawn("gate", style.gate(10));
    assertThrows(
        AskTimeoutException.class,
        () -> gate.ask(new Gate.Pass("impatient"), Duration.ofMillis(20)));
    gate.send(new Gate.Open());
    assertEquals(List.of("a"), gate.ask(new Gate.Pass("a")));
    assertEquals(1, system.counters().deadLetters(DeadLetter.Reason.ABANDONED));
  }

  /// Asks for what a function of its mailbox and context gives.
  record Do(ThrowingFunction what) implements Request<Do, Object> {}

  interface ThrowingFunction {
    Object apply(Mailbox<Do> mailbox, Context<Do> ctx);
  }

  private ActorRef<Do> anActor() {
    return system.spawn(
        (mailbox, ctx) -> {
          for (var request : mailbox) {
            ctx.reply(request, request.what().apply(mailbox, ctx));
          }
        });
  }

  @Test
  void aNewStashIsEmptyAndKnowsItsCapacity() {
    Stash<?> stash = (Stash<?>) anActor().ask(new Do((_, ctx) -> Stash.of(ctx, 1)));
    assertEquals(0, stash.size());
    assertEquals(1, stash.capacity());
    assertTrue(stash.isEmpty());
    assertFalse(stash.isFull());
  }

  @Test
  void aCapacityBelowOneAndANegativeCountAreRefused() {
    ActorRef<Do> actor = anActor();
    Object refused =
        actor.ask(
            new Do(
                (_, ctx) ->
                    List.of(
                        assertThrows(IllegalArgumentException.class, () -> Stash.of(ctx, 0)),
                        assertThrows(
                            IllegalArgumentException.class, () -> Stash.of(ctx, 1).unstash(-1)))));
    assertEquals(2, ((List<?>) refused).size());
  }

  @Test
  void nobodyButTheActorMayStash() {
    Stash<?> stash = (Stash<?>) anActor().ask(new Do((_, ctx) -> Stash.of(ctx, 1)));
    assertThrows(IllegalStateException.class, stash::stash);
    assertTrue(stash.isEmpty());
  }

  private static final Duration MINUTE = Duration.ofMinutes(1);
}
