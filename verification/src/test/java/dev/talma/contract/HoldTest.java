package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Counters;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Held;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Messages that are put on hold.
@BothStyles
class HoldTest extends StyledContract {

  /// What is on hold. Only the actor uses it.
  private final List<Held<Cue>> shelf = new ArrayList<>();

  private final AtomicBoolean holding = new AtomicBoolean(true);

  /// Is put on hold as long as the test says so, and then is noted.
  private Cue shelved(String text) {
    return Cue.act(
        text,
        ctx -> {
          if (holding.get()) {
            shelf.add(ctx.hold());
          } else {
            journal.add(ctx.self().name() + ": " + text);
          }
        });
  }

  /// Puts back what is on hold.
  private final Cue restock =
      Cue.act(
          "restock",
          ctx -> {
            holding.set(false);
            shelf.forEach(Held::redeliver);
            shelf.clear();
          });

  @Test
  void aMessageOnHoldIsNeitherHandledNorDead() {
    ActorRef<Cue> actor = start("actor");
    system.settle();
    long handled = system.counters().handled();
    actor.send(shelved("a"));
    settled(actor);
    awaitCount(handled + 1, Counters::handled); // the one that settles
    assertEquals(0, actor.waiting());
    assertEquals(0, system.counters().deadLettersTotal());
    actor.send(restock);
    journal.awaitLine("actor: a");
    awaitCount(handled + 3, Counters::handled);
  }

  @Test
  void itComesBackToTheFrontWithItsSender() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> sender = start("sender");
    CompletableFuture<ActorRef<?>> seen = new CompletableFuture<>();
    Cue message =
        Cue.act(
            "message",
            ctx -> {
              if (holding.get()) {
                Held<Cue> held = ctx.hold();
                journal.add("held " + held.message());
                shelf.add(held);
              } else {
                seen.complete(ctx.sender().orElseThrow());
                journal.add("redelivered");
              }
            });
    actor.send(message, sender);
    settled(actor);
    Gate gate = hold(actor);
    actor.send(restock);
    actor.send(Cue.note("waits"));
    gate.open();
    assertEquals(sender, value(seen));
    journal.awaitLine("actor: waits");
    assertEquals(
        List.of("held message", "redelivered", "actor: waits"),
        journal.lines().subList(2, journal.lines().size()));
  }

  @Test
  void theLastOneThatIsPutBackComesFirst() {
    ActorRef<Cue> actor = start("actor");
    actor.send(shelved("a"));
    actor.send(shelved("b"));
    actor.send(shelved("c"));
    actor.send(restock);
    settled(actor);
    assertEquals(List.of("actor: c", "actor: b", "actor: a"), journal.of("actor:"));
  }

  @Test
  void puttingBackTwiceDoesNothing() {
    ActorRef<Cue> actor = start("actor");
    actor.send(shelved("a"));
    actor.send(
        Cue.act(
            ctx -> {
              holding.set(false);
              Held<Cue> held = shelf.getFirst();
              held.redeliver();
              held.redeliver();
            }));
    settled(actor);
    tell(actor, ctx -> shelf.getFirst().redeliver());
    settled(actor);
    assertEquals(List.of("actor: a"), journal.of("actor:"));
  }

  @Test
  void theAskerOfARequestOnHoldWaitsOn() {
    ActorRef<Cue> actor = start("actor");
    Cue.Question question =
        Cue.question(
            (asked, ctx) -> {
              if (holding.get()) {
                shelf.add(ctx.hold());
              } else {
                ctx.reply(asked, "in the end");
              }
            });
    var answer = actor.askAsync(question, AGES);
    var givenUp = actor.askAsync(question, AGES);
    settled(actor);
    assertFalse(answer.isDone());
    givenUp.cancel(false);
    actor.send(restock);
    assertEquals("in the end", value(answer));
    assertEquals(List.of(question), deadLetters(Reason.ABANDONED));
  }

  @Test
  void aRestartPutsBackWhatIsOnHoldInItsOrderBeforeAllThatWaits() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    actor.send(shelved("a"));
    actor.send(shelved("b"));
    settled(actor);
    Gate gate = hold(actor);
    Cue crash =
        Cue.act(
            ctx -> {
              holding.set(false);
              throw new IllegalStateException("on purpose");
            });
    actor.send(crash);
    actor.send(Cue.note("waits"));
    gate.open();
    settled(actor);
    assertEquals(List.of("actor: a", "actor: b", "actor: waits"), journal.of("actor:"));
    assertEquals(List.of(crash), deadLetters(Reason.CRASHED));
    assertEquals(1, system.counters().deadLettersTotal());
  }

  @Test
  void aCrashWhileAMessageIsPutOnHoldDoesNotLoseIt() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    Cue message =
        Cue.act(
            ctx -> {
              if (holding.getAndSet(false)) {
                ctx.hold();
                throw new IllegalStateException("on purpose");
              }
              journal.add("actor: second try");
            });
    actor.send(message);
    settled(actor);
    assertEquals(List.of("actor: second try"), journal.of("actor:"));
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whatIsOnHoldAtTheEndIsADeadLetterAndItsAskFails() {
    ActorRef<Cue> actor = start("actor");
    Cue a = shelved("a");
    actor.send(a);
    Cue.Question question = Cue.question((asked, ctx) -> shelf.add(ctx.hold()));
    var answer = actor.askAsync(question, AGES);
    settled(actor);
    actor.stop();
    awaitEnd(actor);
    assertEquals(List.of(a, question), deadLetters(Reason.STOPPED));
    assertEquals(ExitReason.shutdown(), failure(TargetStoppedException.class, answer).reason());
  }

  @Test
  void itIsRefusedWhereThereIsNothingToHold() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<IllegalStateException> twice = new CompletableFuture<>();
    actor.send(
        Cue.act(
            ctx -> {
              ctx.hold();
              twice.complete(assertThrows(IllegalStateException.class, ctx::hold));
            }));
    assertSays(value(twice), "contract:/actor", "no message that could be held");
    CompletableFuture<IllegalStateException> answered = new CompletableFuture<>();
    CompletableFuture<IllegalStateException> held = new CompletableFuture<>();
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  ctx.reply(question, "answered");
                  answered.complete(assertThrows(IllegalStateException.class, ctx::hold));
                }));
    assertEquals("answered", answer);
    assertSays(value(answered), "contract:/actor", "cannot hold it");
    actor.askAsync(
        Cue.question(
            (question, ctx) -> {
              ctx.hold();
              held.complete(
                  assertThrows(IllegalStateException.class, () -> ctx.reply(question, "held")));
            }),
        AGES);
    assertSays(value(held), "contract:/actor", "is not handling");
  }

  @Test
  void aBoundHoldsWhenMessagesComeBack() {
    ActorRef<Cue> actor = start("actor", puppet("actor").bounded(2, Overflow.REJECT));
    for (int i = 0; i < 10; i++) {
      holding.set(true);
      actor.send(shelved("a"));
      settled(actor);
      actor.send(restock);
      settled(actor);
    }
    assertEquals(10, journal.of("actor: a").size());
    Gate gate = hold(actor);
    actor.send(Cue.note("first"));
    actor.send(Cue.note("second"));
    assertThrows(MailboxFullException.class, () -> actor.send(Cue.note("third")));
    gate.open();
    journal.awaitLine("actor: second");
  }

  @Test
  void onlyTheActorMayPutBack() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<Held<Cue>> leaked = new CompletableFuture<>();
    actor.send(Cue.act(ctx -> leaked.complete(ctx.hold())));
    assertSays(
        assertThrows(IllegalStateException.class, value(leaked)::redeliver), "contract:/actor");
    actor.send(Cue.act(Context::stop));
    awaitEnd(actor);
    assertTrue(deadLetters(Reason.STOPPED).size() == 1);
  }
}
