package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorType;
import dev.talma.Context;
import dev.talma.Mailbox;
import dev.talma.Monitor;
import dev.talma.ReplyTo;
import dev.talma.Selection;
import dev.talma.SystemClosedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/// Calls at the wrong time or by the wrong one: what they are refused with, and that nothing was
/// half done.
@BothStyles
class MisuseTest extends RefusalContract {
  // --- answers

  @Test
  void aSecondAnswerIsRefusedAndTheFirstCounts() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<IllegalStateException> refused = new CompletableFuture<>();
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  ctx.reply(question, "first");
                  refused.complete(
                      assertThrows(
                          IllegalStateException.class, () -> ctx.reply(question, "second")));
                  assertThrows(IllegalStateException.class, () -> ctx.replyTo(question));
                }),
            AGES);
    assertEquals("first", answer);
    assertSays(value(refused), "/actor", Cue.Question.class.getName(), "already");
    settled(actor);
  }

  @Test
  void aNullAnswerIsRefusedAndTheRequestStaysOpen() {
    ActorRef<Cue> actor = start("actor");
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  assertSays(
                      assertThrows(NullPointerException.class, () -> ctx.reply(question, none())),
                      "answer");
                  ReplyTo<String> to = ctx.replyTo(question);
                  assertThrows(NullPointerException.class, () -> to.reply(none()));
                  assertThrows(NullPointerException.class, () -> to.fail(none()));
                  assertTrue(to.isOpen());
                  to.reply("an answer");
                }),
            AGES);
    assertEquals("an answer", answer);
  }

  @Test
  void aRequestCannotBeAnsweredAfterItsHandling() {
    ActorRef<Cue> actor = start("actor");
    Cue.Question question = Cue.echo("answered");
    actor.ask(question, AGES);
    settled(actor);
    assertSays(
        in(
            actor,
            ctx -> assertThrows(IllegalStateException.class, () -> ctx.reply(question, "late"))),
        "/actor",
        "replyTo");
    assertEquals(0, system.counters().lateReplies());
  }

  // --- from the wrong thread, and too late

  @Test
  void aContextIsOfNoUseToOthersNorAfterTheEnd() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    Context<Cue> ctx = in(actor, c -> c);
    Monitor monitor = in(actor, c -> c.monitor(other, _ -> Cue.note("down")));
    List<Executable> calls =
        List.of(
            ctx::sender,
            () -> ctx.reply(Cue.echo(""), ""),
            () -> ctx.replyTo(Cue.echo("")),
            () -> ctx.forward(Cue.note(""), other),
            ctx::timeLeft,
            ctx::hold,
            () -> ctx.spawn("x", puppet("never")),
            () -> ctx.spawn(puppet("never")),
            () -> ctx.spawnLinked("x", puppet("never")),
            () -> ctx.spawnMonitored("x", puppet("never"), _ -> Cue.note("")),
            ctx::children,
            ctx::scope,
            ctx::stop,
            () -> ctx.schedule(Cue.note(""), Duration.ofSeconds(1)),
            () -> ctx.scheduleEvery(Cue.note(""), Duration.ofSeconds(1)),
            () -> ctx.monitor(other, _ -> Cue.note("")),
            () -> ctx.monitor(other),
            () -> ctx.link(other),
            () -> ctx.unlink(other),
            () -> ctx.trapExits(_ -> Cue.note("")),
            ctx::trapExits,
            () -> ctx.onSignal(_ -> {}),
            monitor::cancel);
    system.settle();
    for (Executable call : calls) {
      assertForeign(assertThrows(IllegalStateException.class, call));
      assertForeign(in(other, _ -> assertThrows(IllegalStateException.class, call)));
    }
    assertTrue(actor.isAlive());
    assertEquals(0, system.time().pending());
    actor.stop();
    awaitEnd(actor);
    for (Executable call : calls) {
      assertForeign(assertThrows(IllegalStateException.class, call));
    }
    assertEquals(2, system.counters().started());
    assertEquals(actor, ctx.self());
    assertEquals("contract", ctx.system().name());
  }

  private static void assertForeign(IllegalStateException refused) {
    assertSays(refused, "belongs to contract:/actor", "Only the actor itself", "ctx.self()");
  }

  @Test
  void aMailboxIsOfNoUseToOthersNorAfterTheEnd() {
    CompletableFuture<Mailbox<Cue>> leaked = new CompletableFuture<>();
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            (mailbox, _) -> {
              leaked.complete(mailbox);
              for (Cue _ : mailbox) {}
            });
    Mailbox<Cue> mailbox = value(leaked);
    ActorRef<Cue> other = start("other");
    List<Executable> calls =
        List.of(
            mailbox::iterator,
            () -> mailbox.receive(Selection::take),
            () -> mailbox.receive(Selection::take, Duration.ZERO),
            () -> mailbox.poll(Duration.ZERO),
            mailbox::mark);
    for (Executable call : calls) {
      assertForeign(assertThrows(IllegalStateException.class, call));
      assertForeign(in(other, _ -> assertThrows(IllegalStateException.class, call)));
    }
    actor.stop();
    awaitEnd(actor);
    for (Executable call : calls) {
      assertForeign(assertThrows(IllegalStateException.class, call));
    }
  }

  @Test
  void aMailboxRefusesWhatMakesNoSense() {
    CompletableFuture<List<Exception>> refused = new CompletableFuture<>();
    system.<Cue>spawn(
        "actor",
        (mailbox, _) ->
            refused.complete(
                List.of(
                    assertThrows(
                        IllegalArgumentException.class,
                        () -> mailbox.receive(Selection::take, NEGATIVE)),
                    assertThrows(IllegalArgumentException.class, () -> mailbox.poll(NEGATIVE)),
                    assertThrows(
                        NullPointerException.class,
                        () ->
                            mailbox.receive(
                                BadInputTest
                                    .<java.util.function.Function<Cue, Selection<Cue>>>none())))));
    List<Exception> thrown = value(refused);
    assertSays(thrown.get(0), "timeout");
    assertSays(thrown.get(1), "timeout");
    assertSays(thrown.get(2), "selector");
  }

  // --- closed

  @TestFactory
  Stream<DynamicTest> aClosedSystemStartsNothing() {
    ActorScope scope = system.scope();
    start("actor");
    system.close();
    Class<SystemClosedException> closed = SystemClosedException.class;
    Actor<Cue> actor = puppet("never");
    ActorType<Cue> type = ActorType.of("type", Cue.class, () -> actor);
    return Stream.of(
            bad("an actor", closed, () -> system.spawn("x", actor), "nothing was started"),
            bad("an unnamed actor", closed, () -> system.spawn(actor), "nothing was started"),
            bad("an actor of a type", closed, () -> system.actor(type, "x"), "nothing was started"),
            bad("a scope", closed, system::scope, "nothing was started"),
            bad("in a scope", closed, () -> scope.spawn("x", actor), "nothing was started"))
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.what(),
                    () -> {
                      refused(bad);
                      assertEquals(1, system.counters().started());
                      assertEquals(0, system.counters().live());
                    }));
  }

  @Test
  void aSystemThatIsClosingStartsNothing() {
    ActorRef<Cue> busy = start("busy");
    var gate = hold(busy);
    system.terminate();
    assertThrows(SystemClosedException.class, () -> system.spawn("x", puppet("never")));
    assertThrows(SystemClosedException.class, () -> system.scope());
    gate.open();
    assertEquals(1, system.counters().started());
  }

  @Test
  void aClosedScopeStartsNothing() {
    ActorScope scope = system.scope();
    scope.close();
    assertSays(
        assertThrows(SystemClosedException.class, () -> scope.spawn("x", puppet("never"))),
        "nothing was started");
    scope.close();
    assertEquals(0, system.counters().started());
  }

  @Test
  void anActorThatStopsStartsNothing() {
    CompletableFuture<List<Exception>> refused = new CompletableFuture<>();
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            (mailbox, ctx) -> {
              for (Cue _ : mailbox) {}
              refused.complete(
                  List.of(
                      assertThrows(
                          SystemClosedException.class, () -> ctx.spawn("x", puppet("never"))),
                      assertThrows(SystemClosedException.class, ctx::scope)));
            });
    actor.stop();
    value(refused).forEach(closed -> assertSays(closed, "/actor", "nothing was started"));
    awaitEnd(actor);
    assertEquals(1, system.counters().started());
  }

  @Test
  void anActorCannotCloseTheScopeThatItLivesIn() {
    ActorScope scope = system.scope();
    ActorRef<Cue> actor = scope.spawn("actor", puppet("actor"));
    ActorRef<Cue> child = in(actor, ctx -> ctx.spawn("child", puppet("child")));
    for (ActorRef<Cue> caller : List.of(actor, child)) {
      IllegalStateException refused =
          in(caller, _ -> assertThrows(IllegalStateException.class, scope::close));
      assertSays(refused, caller.path(), "would wait");
    }
    system.settle();
    assertTrue(actor.isAlive(), "nothing was stopped");
    ActorRef<Cue> later = scope.spawn("later", puppet("later"));
    scope.close();
    assertFalse(actor.isAlive() || later.isAlive());
  }

  @Test
  void aRefusedNameDoesNotMakeATypeKnown() {
    ActorType<Cue> type = ActorType.of("type", Cue.class, () -> puppet("typed"));
    assertThrows(IllegalArgumentException.class, () -> system.actor(type, "a/b"));
    ActorType<String> other = ActorType.of("type", String.class, () -> (_, _) -> {});
    assertInstanceOf(ActorRef.class, system.actor(other, "name"));
  }
}
