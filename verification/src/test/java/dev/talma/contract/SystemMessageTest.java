package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Counters;
import dev.talma.DeadLetter;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.Held;
import dev.talma.Restart;
import dev.talma.SystemMessage;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Messages outside of the protocol, for the behaviour that an actor is built on.
@BothStyles
class SystemMessageTest extends SystemContract {

  private Whisper noted(String text) {
    return Whisper.note(journal, text);
  }

  // --- order

  @Test
  void theyShareOneOrderWithTheOtherMessages() {
    ActorRef<Cue> actor = startHeeding("actor");
    Gate gate = hold(actor);
    journal.clear();
    actor.send(Cue.note("1"));
    actor.sendSystem(noted("2"));
    actor.send(Cue.note("3"));
    var answer = actor.askSystemAsync(Whisper.question(this::noteAndAnswer), AGES);
    actor.send(Cue.note("5"));
    actor.sendSystem(noted("6"));
    gate.open();
    settled(actor);
    journal.expect("actor: 1", "2", "actor: 3", "asked", "actor: 5", "6");
    assertEquals("asked", value(answer));
  }

  private void noteAndAnswer(Whisper.Question question, Context<?> ctx) {
    journal.add("asked");
    ctx.replySystem(question, "asked");
  }

  @Test
  void theyComeBetweenMessagesAndNeverInsideOfOne() {
    ActorRef<Cue> actor = startHeeding("actor");
    Gate gate = system.gate("in the middle");
    journal.clear();
    actor.send(
        Cue.act(
            _ -> {
              journal.add("begins");
              gate.pass();
              journal.add("ends");
            }));
    gate.awaitArrival();
    actor.sendSystem(noted("system"));
    assertEquals(1, actor.waiting());
    gate.open();
    settled(actor);
    journal.expect("begins", "ends", "system");
  }

  @Test
  void theirSenderIsSeen() {
    ActorRef<Cue> actor = startHeeding("actor");
    ActorRef<Cue> sender = start("sender");
    CompletableFuture<Optional<ActorRef<?>>> sent = new CompletableFuture<>();
    CompletableFuture<Optional<ActorRef<?>>> nobody = new CompletableFuture<>();
    tell(sender, _ -> actor.sendSystem(Whisper.act(ctx -> sent.complete(ctx.sender()))));
    actor.sendSystem(Whisper.act(ctx -> nobody.complete(ctx.sender())));
    assertEquals(Optional.of(sender), value(sent));
    assertEquals(Optional.empty(), value(nobody));
    Whisper.Question who =
        Whisper.question(
            (question, ctx) ->
                ctx.replySystem(question, ctx.sender().map(ActorRef::path).orElse("nobody")));
    assertEquals("/sender", in(sender, _ -> actor.askSystem(who, AGES)));
  }

  // --- understood or not

  @Test
  void whatIsUnderstoodCountsAsHandled() {
    ActorRef<Cue> actor = startHeeding("actor");
    system.settle();
    long handled = system.counters().handled();
    actor.sendSystem(noted("a"));
    assertEquals("b", actor.askSystem(Whisper.echo("b"), AGES));
    awaitCount(handled + 2, Counters::handled);
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whatIsNotUnderstoodIsADeadLetter() {
    ActorRef<Cue> heeding = startHeeding("heeding");
    ActorRef<Cue> deaf = start("deaf");
    ActorRef<Cue> sender = start("sender");
    system.settle();
    long handled = system.counters().handled();
    SystemMessage gibberish = new Whisper.Gibberish();
    Whisper whisper = noted("not heard");
    heeding.sendSystem(gibberish);
    tell(sender, _ -> deaf.sendSystem(whisper));
    settled(heeding);
    settled(deaf);
    assertEquals(
        new DeadLetter(whisper, deaf, Optional.of(sender), Reason.NOT_UNDERSTOOD),
        system.deadLetters().expect(whisper));
    assertEquals(
        new DeadLetter(gibberish, heeding, Optional.empty(), Reason.NOT_UNDERSTOOD),
        system.deadLetters().expect(gibberish));
    awaitCount(handled + 3, Counters::handled); // the sender's, and the two that settle
    awaitCount(2L, counters -> counters.deadLetters().get(Reason.NOT_UNDERSTOOD));
  }

  @Test
  void aFunctionThatIsSetAgainReplacesTheFormerOne() {
    ActorRef<Cue> actor = startHeeding("actor");
    tell(actor, ctx -> ctx.onSystemMessage(_ -> journal.lines().isEmpty()));
    Whisper whisper = noted("not heard");
    actor.sendSystem(whisper);
    settled(actor);
    assertEquals(List.of(whisper), deadLetters(Reason.NOT_UNDERSTOOD));
  }

  // --- hold

  private final List<Held<?>> shelf = new ArrayList<>();
  private final AtomicBoolean holding = new AtomicBoolean(true);

  private final Cue restock =
      Cue.act(
          "restock",
          _ -> {
            holding.set(false);
            shelf.forEach(Held::redeliver);
            shelf.clear();
          });

  private Whisper shelved(String text) {
    return Whisper.act(
        ctx -> {
          if (holding.get()) {
            shelf.add(ctx.hold());
          } else {
            journal.add(ctx.self().name() + ": " + text);
          }
        });
  }

  @Test
  void theyCanBePutOnHoldAndComeBackToTheFront() {
    ActorRef<Cue> actor = startHeeding("actor");
    ActorRef<Cue> asker = start("asker");
    actor.sendSystem(shelved("a"));
    Whisper.Question question =
        Whisper.question(
            (asked, ctx) -> {
              if (holding.get()) {
                shelf.add(ctx.hold());
              } else {
                ctx.replySystem(asked, ctx.sender().orElseThrow().name());
              }
            });
    var answer = in(asker, _ -> actor.askSystemAsync(question, AGES));
    settled(actor);
    system.settle();
    long handled = system.counters().handled();
    assertFalse(answer.isDone());
    assertEquals(0, actor.waiting());
    Gate gate = hold(actor);
    actor.send(restock);
    actor.send(Cue.note("behind"));
    gate.open();
    assertEquals("asker", value(answer));
    settled(actor);
    assertEquals(List.of("actor: a", "actor: behind"), journal.of("actor:"));
    awaitCount(handled + 6, Counters::handled); // held, restock, the two, behind, settled
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whatIsOnHoldIsNoDeadLetterWhateverTheFunctionSays() {
    ActorRef<Cue> actor = start("actor");
    tell(
        actor,
        ctx ->
            ctx.onSystemMessage(
                _ -> {
                  if (holding.get()) {
                    shelf.add(ctx.hold());
                    return false;
                  }
                  journal.add("understood");
                  return true;
                }));
    actor.sendSystem(noted("a"));
    settled(actor);
    assertEquals(0, system.counters().deadLettersTotal());
    actor.send(restock);
    journal.awaitLine("understood");
    settled(actor);
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void whatIsOnHoldAtTheEndIsADeadLetter() {
    ActorRef<Cue> actor = startHeeding("actor");
    Whisper.Question question = Whisper.question((_, ctx) -> shelf.add(ctx.hold()));
    var answer = actor.askSystemAsync(question, AGES);
    settled(actor);
    actor.stop();
    awaitEnd(actor);
    assertEquals(List.of(question), deadLetters(Reason.STOPPED));
    failure(TargetStoppedException.class, answer);
  }

  // --- crash, restart, end

  @Test
  void aFunctionThatThrowsIsACrash() {
    ActorRef<Cue> actor = startHeeding("actor");
    var notice = witness(actor);
    Whisper bad =
        Whisper.act(
            _ -> {
              throw new IllegalStateException("on purpose");
            });
    actor.sendSystem(bad);
    assertEquals("down actor crashed on purpose", News.of(value(notice)));
    assertEquals(List.of(bad), deadLetters(Reason.CRASHED));
  }

  @Test
  void theFunctionIsGoneAfterARestart() {
    ActorRef<Cue> actor = start("actor", puppet("actor").supervised(Restart.always()));
    tell(actor, Whisper::heed);
    Gate gate = hold(actor);
    actor.send(Cue.crash("on purpose"));
    Whisper whisper = noted("not heard");
    actor.sendSystem(whisper);
    gate.open();
    settled(actor);
    assertEquals(List.of(whisper), deadLetters(Reason.NOT_UNDERSTOOD));
  }

  @Test
  void whatWaitsAndWhatIsOnHoldAtARestartIsForTheNextRun() {
    ActorRef<Cue> actor = start("actor", heeding("actor").supervised(Restart.always()));
    actor.sendSystem(shelved("held"));
    settled(actor);
    Gate gate = hold(actor);
    Whisper crash =
        Whisper.act(
            _ -> {
              holding.set(false);
              throw new IllegalStateException("on purpose");
            });
    actor.sendSystem(crash);
    actor.sendSystem(noted("actor: waits"));
    gate.open();
    settled(actor);
    assertEquals(List.of("actor: held", "actor: waits"), journal.of("actor:"));
    assertEquals(List.of(crash), deadLetters(Reason.CRASHED));
    assertEquals(1, system.counters().restarts());
  }

  @Test
  void aStopComesAfterThoseBeforeItAndWhatComesLaterIsDead() {
    ActorRef<Cue> actor = startHeeding("actor");
    Gate gate = hold(actor);
    actor.sendSystem(noted("before"));
    actor.stop();
    Whisper late = noted("late");
    actor.sendSystem(late);
    gate.open();
    awaitEnd(actor);
    journal.expect("actor starts", "before", "actor cleans up");
    assertEquals(List.of(late), deadLetters(Reason.STOPPED));
    actor.sendSystem(late);
    assertEquals(List.of(late), deadLetters(Reason.NO_PROCESS));
  }

  @Test
  void theFunctionCanStopItsActor() {
    ActorRef<Cue> actor = startHeeding("actor");
    var notice = witness(actor);
    Gate gate = hold(actor);
    actor.sendSystem(Whisper.act(ctx -> ctx.stop(ExitReason.shutdown("told so"))));
    Cue behind = Cue.note("behind");
    actor.send(behind);
    gate.open();
    assertEquals("down actor shutdown told so", News.of(value(notice)));
    assertEquals(List.of(behind), deadLetters(Reason.STOPPED));
  }

  @Test
  void aKillInTheMiddleOfOneEndsTheActor() {
    ActorRef<Cue> actor = startHeeding("actor");
    var notice = witness(actor);
    Gate gate = system.gate("in the middle");
    Whisper.Question question = Whisper.question((_, _) -> gate.pass());
    var answer = actor.askSystemAsync(question, AGES);
    gate.awaitArrival();
    Whisper behind = noted("behind");
    actor.sendSystem(behind);
    actor.kill();
    assertEquals("down actor killed", News.of(value(notice)));
    assertEquals(ExitReason.killed(), failure(TargetStoppedException.class, answer).reason());
    assertEquals(2, deadLetters(Reason.STOPPED).size());
    assertFalse(journal.lines().contains("behind"));
  }
}
