package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Counters;
import dev.talma.DeadLetter.Reason;
import dev.talma.MailboxFullException;
import dev.talma.NoProcessException;
import dev.talma.NotAnsweredException;
import dev.talma.Overflow;
import dev.talma.Request;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Messages that are passed on.
@BothStyles
class ForwardTest extends StyledContract {

  /// A question that who gets it passes on to another one, who is asked this.
  private static Cue.Question passOn(Cue.Question question, ActorRef<Cue> to) {
    return Cue.question("to be passed on", (_, ctx) -> ctx.forward(question, to));
  }

  private static final Cue.Question IGNORED = Cue.question("ignored", (question, ctx) -> {});

  @Test
  void theReceiverSeesTheOriginalSender() {
    ActorRef<Cue> sender = start("sender");
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    CompletableFuture<ActorRef<?>> seen = new CompletableFuture<>();
    Cue atTheEnd = Cue.act(ctx -> seen.complete(ctx.sender().orElseThrow()));
    tell(sender, _ -> middle.send(Cue.act(ctx -> ctx.forward(atTheEnd, receiver))));
    assertEquals(sender, value(seen));
  }

  @Test
  void theAnswerGoesToTheOriginalAskerAndNobodyWaitsInBetween() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    Gate gate = hold(receiver);
    var answer = middle.askAsync(passOn(Cue.echo("from the receiver"), receiver), AGES);
    settled(middle);
    assertFalse(answer.isDone());
    gate.open();
    assertEquals("from the receiver", value(answer));
    assertEquals(0, system.counters().lateReplies());
  }

  @Test
  void theSameRequestCanBePassedOn() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    Cue.Question question =
        Cue.question(
            (same, ctx) -> {
              if (ctx.self().equals(middle)) {
                ctx.forward(same, receiver);
              } else {
                ctx.reply(same, "from " + ctx.self().name());
              }
            });
    assertEquals("from receiver", middle.ask(question, AGES));
  }

  @Test
  void theDeadlineGoesWithIt() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    Cue.Question timeLeft =
        Cue.question(
            (question, ctx) -> ctx.reply(question, ctx.timeLeft().orElseThrow().toString()));
    assertEquals("PT7S", middle.ask(passOn(timeLeft, receiver), Duration.ofSeconds(7)));
  }

  @Test
  void whoHasPassedARequestOnCannotAnswerIt() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    CompletableFuture<IllegalStateException> refused = new CompletableFuture<>();
    String answer =
        middle.ask(
            Cue.question(
                (question, ctx) -> {
                  ctx.forward(Cue.echo("from the receiver"), receiver);
                  refused.complete(
                      assertThrows(
                          IllegalStateException.class, () -> ctx.reply(question, "too much")));
                }),
            AGES);
    assertEquals("from the receiver", answer);
    assertSays(value(refused), "contract:/middle", "forwarded");
  }

  @Test
  void theFirstAnswerOfSeveralReceiversCounts() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> slow = start("slow");
    ActorRef<Cue> quick = start("quick");
    Gate gate = hold(slow);
    String answer =
        middle.ask(
            Cue.question(
                (question, ctx) -> {
                  ctx.forward(Cue.question((asked, at) -> at.reply(asked, "slow")), slow);
                  ctx.forward(Cue.echo("quick"), quick);
                }),
            AGES);
    assertEquals("quick", answer);
    gate.open();
    settled(slow);
    assertEquals(1, deadLetters(Reason.ABANDONED).size(), "nobody waits for the slow one");
  }

  @Test
  void anAskThatWasPassedOnToSeveralFailsWhenTheLastOfThemCannotAnswer() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> crashes = start("crashes");
    ActorRef<Cue> forgets = start("forgets");
    ActorRef<Cue> stops = start("stops");
    Gate gate = hold(stops);
    var answer =
        middle.askAsync(
            Cue.question(
                (question, ctx) -> {
                  ctx.forward(
                      Cue.question(
                          (asked, at) -> {
                            throw new IllegalStateException("on purpose");
                          }),
                      crashes);
                  ctx.forward(IGNORED, forgets);
                  ctx.forward(IGNORED, stops);
                }),
            AGES);
    awaitEnd(crashes);
    settled(forgets);
    settled(middle);
    assertFalse(answer.isDone());
    stops.kill();
    TargetStoppedException stopped = failure(TargetStoppedException.class, answer);
    assertSays(stopped, "contract:/stops");
    gate.open();
  }

  @Test
  void anAskThatWasPassedOnFailsAsItsReceiverDoes() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    NotAnsweredException forgotten =
        assertThrows(NotAnsweredException.class, () -> middle.ask(passOn(IGNORED, receiver), AGES));
    assertSays(forgotten, "contract:/receiver");
    receiver.stop();
    awaitEnd(receiver);
    NoProcessException gone =
        assertThrows(NoProcessException.class, () -> middle.ask(passOn(IGNORED, receiver), AGES));
    assertSays(gone, "contract:/receiver");
  }

  @Test
  void whoCannotPassItOnMayStillAnswer() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> full = start("full", puppet("full").bounded(1, Overflow.REJECT));
    hold(full);
    full.send(Cue.note("fills it"));
    String answer =
        middle.ask(
            Cue.question(
                (question, ctx) -> {
                  assertThrows(MailboxFullException.class, () -> ctx.forward(IGNORED, full));
                  ctx.reply(question, "instead");
                }),
            AGES);
    assertEquals("instead", answer);
  }

  @Test
  void anAskThatWasGivenUpIsNotServedByItsReceiver() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    Gate gate = hold(receiver);
    Cue.Question question = Cue.echo("too late");
    var answer = middle.askAsync(passOn(question, receiver), AGES);
    settled(middle);
    assertTrue(answer.cancel(false));
    gate.open();
    settled(receiver);
    assertEquals(List.of(question), deadLetters(Reason.ABANDONED));
  }

  @Test
  void whatWasPassedOnIsHandledByWhoPassesItOn() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    system.settle();
    long before = system.counters().handled();
    middle.ask(passOn(Cue.echo("answer"), receiver), AGES);
    awaitCount(before + 2, Counters::handled);
  }

  private sealed interface Shop {
    record Price() implements Shop, Request<Shop, Integer> {}

    record Name() implements Shop, Request<Shop, String> {}

    record Open() implements Shop {}
  }

  @Test
  void aRequestWithAnotherTypeOfAnswerCannotBePassedOn() {
    ActorRef<Shop> receiver = system.spawn("receiver", style.of((message, ctx) -> {}));
    CompletableFuture<IllegalArgumentException> otherType = new CompletableFuture<>();
    CompletableFuture<IllegalArgumentException> noRequest = new CompletableFuture<>();
    ActorRef<Shop> middle =
        system.spawn(
            style.of(
                (message, ctx) -> {
                  if (message instanceof Shop.Price price) {
                    otherType.complete(
                        assertThrows(
                            IllegalArgumentException.class,
                            () -> ctx.forward(new Shop.Name(), receiver)));
                    noRequest.complete(
                        assertThrows(
                            IllegalArgumentException.class,
                            () -> ctx.forward(new Shop.Open(), receiver)));
                    ctx.reply(price, 5);
                  }
                }));
    assertEquals(5, middle.ask(new Shop.Price(), AGES));
    assertSays(value(otherType), "Shop$Price", "Shop$Name", "same type of answer");
    assertSays(value(noRequest), "Shop$Price", "Shop$Open", "ctx.replyTo(request)");
    assertEquals(0, receiver.waiting());
  }
}
