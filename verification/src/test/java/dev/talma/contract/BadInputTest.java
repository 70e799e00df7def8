package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.NameTakenException;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.Selection;
import dev.talma.SelfAskException;
import dev.talma.Stash;
import dev.talma.SystemEvent;
import dev.talma.SystemSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Arguments that are refused, with which exception, what that says, and that nothing was half
/// done.
@BothStyles
class BadInputTest extends RefusalContract {
  // --- from outside

  @TestFactory
  Stream<DynamicTest> aReferenceRefuses() {
    ActorRef<Cue> actor = start("actor");
    Class<NullPointerException> isNull = NullPointerException.class;
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    return tests(
        bad("a null message", isNull, () -> actor.send(none()), "message"),
        bad("a null sender", isNull, () -> actor.send(Cue.note(""), none()), "sender"),
        bad(
            "a null request",
            isNull,
            () -> actor.ask(BadInputTest.<Cue.Question>none()),
            "request"),
        bad(
            "a null request, async",
            isNull,
            () -> actor.askAsync(RefusalContract.<Cue.Question>none()),
            "request"),
        bad("a null reason", isNull, () -> actor.stop(none()), "reason"),
        bad(
            "a timeout of zero",
            illegal,
            () -> actor.ask(Cue.echo(""), Duration.ZERO),
            "timeout",
            "positive",
            "PT0S"),
        bad(
            "a negative timeout",
            illegal,
            () -> actor.askAsync(Cue.echo(""), NEGATIVE),
            "timeout",
            "positive"),
        bad(
            "a request that is no message of the protocol",
            illegal,
            () -> actor.ask(new Stranger()),
            Stranger.class.getName(),
            Cue.class.getName(),
            "implement that too",
            "not sent"),
        bad(
            "such a request, async",
            illegal,
            () -> actor.askAsync(new Stranger()),
            Stranger.class.getName(),
            "not sent"),
        bad("a negative wait", illegal, () -> actor.awaitTermination(NEGATIVE), "timeout"));
  }

  @TestFactory
  Stream<DynamicTest> aSystemRefuses() {
    start("taken");
    ActorType<Cue> type = ActorType.of("type", Cue.class, () -> puppet("typed"));
    system.actor(type, "known");
    ActorType<String> other = ActorType.of("type", String.class, () -> (_, _) -> {});
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    Actor<Cue> actor = puppet("never");
    ActorScope scope = system.scope();
    scope.spawn("taken", puppet("scoped"));
    return tests(
        bad(
            "a taken name",
            NameTakenException.class,
            () -> system.spawn("taken", actor),
            "\"taken\"",
            "/taken",
            "nothing was started",
            "actor(type, name)"),
        bad(
            "a name that is taken in a scope",
            NameTakenException.class,
            () -> scope.spawn("taken", actor),
            "\"taken\""),
        bad("an empty name", illegal, () -> system.spawn("", actor), "1 to 255"),
        bad("a long name", illegal, () -> system.spawn("x".repeat(256), actor), "255", "256"),
        bad("a name with a slash", illegal, () -> system.spawn("a/b", actor), "a/b", "'/'", "1"),
        bad("a name with a space", illegal, () -> system.spawn("a b", actor), "' '", "letters"),
        bad("a name with a colon", illegal, () -> system.spawn("a:b", actor), "':'"),
        bad("a name as the system makes them", illegal, () -> system.spawn("$1", actor), "$"),
        bad("a null name", NullPointerException.class, () -> system.spawn(none(), actor), "name"),
        bad("no actor", NullPointerException.class, () -> system.spawn("x", none()), "actor"),
        bad("an illegal name in a scope", illegal, () -> scope.spawn("a/b", actor), "a/b"),
        bad("an illegal name of a type", illegal, () -> system.actor(type, "a/b"), "a/b"),
        bad(
            "another protocol for a known type",
            IllegalStateException.class,
            () -> system.actor(other, "known"),
            "\"type\"",
            "String",
            "Cue",
            "another name"),
        bad("an illegal type", illegal, () -> ActorType.of("a b", Cue.class, () -> actor), "a b"),
        bad("no path", illegal, () -> system.find("taken"), "taken"),
        bad(
            "no listener",
            NullPointerException.class,
            () -> system.onEvent(SystemEvent.class, none()),
            "listener"),
        bad("an illegal name of a system", illegal, () -> ActorSystem.create("a b"), "a b"));
  }

  @TestFactory
  Stream<DynamicTest> aDecoratorOrASettingRefuses() {
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    Class<NullPointerException> isNull = NullPointerException.class;
    Actor<Cue> actor = puppet("never");
    SystemSettings settings = SystemSettings.defaults();
    Duration second = Duration.ofSeconds(1);
    return tests(
        bad("no room", illegal, () -> actor.bounded(0, Overflow.REJECT), "at least 1", "is 0"),
        bad("negative room", illegal, () -> actor.bounded(-1, Overflow.REJECT), "-1"),
        bad("no overflow", isNull, () -> actor.bounded(1, none()), "overflow"),
        bad("no supervision", isNull, () -> actor.supervised(none()), "supervision"),
        bad("no factory", isNull, () -> Actor.handler(none()), "factory"),
        bad("a negative limit", illegal, () -> Restart.upTo(-1), "limit", "-1"),
        bad("no window", illegal, () -> Restart.upTo(1).within(Duration.ZERO), "window", "PT0S"),
        bad("a negative window", illegal, () -> Restart.upTo(1).within(NEGATIVE), "window"),
        bad("no back-off", isNull, () -> Restart.always().backoff(none()), "backoff"),
        bad("a back-off of nothing", illegal, () -> Backoff.fixed(Duration.ZERO), "back-off"),
        bad("a negative back-off", illegal, () -> Backoff.between(NEGATIVE, second), "PT"),
        bad("a back-off that shrinks", illegal, () -> new Backoff(second, second, 0.5, 0), "0.5"),
        bad("a jitter above 1", illegal, () -> new Backoff(second, second, 1, 1.5), "1.5"),
        bad("no ask timeout", illegal, () -> settings.withAskTimeout(NEGATIVE), "askTimeout"),
        bad(
            "no stop timeout",
            illegal,
            () -> settings.withStopTimeout(Duration.ZERO),
            "stopTimeout",
            "PT0S"),
        bad(
            "no shutdown timeout",
            illegal,
            () -> settings.withShutdownTimeout(NEGATIVE),
            "shutdownTimeout"),
        bad("no clock", isNull, () -> settings.withTimeSource(none()), "timeSource"),
        bad("no value to take", isNull, () -> Selection.take(none()), "value"),
        bad("no cause", isNull, () -> ExitReason.crashed(none()), "cause"));
  }

  // --- from inside

  /// Calls made by an actor itself.
  private interface Call {
    void in(Context<Cue> ctx) throws Exception;
  }

  private record BadInside(
      String what, Class<? extends Exception> type, Call call, Object... says) {}

  private static BadInside inside(
      String what, Class<? extends Exception> type, Call call, Object... says) {
    return new BadInside(what, type, call, says);
  }

  @TestFactory
  Stream<DynamicTest> aContextRefuses() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    startChild(actor, "taken");
    Class<IllegalArgumentException> illegal = IllegalArgumentException.class;
    Class<IllegalStateException> state = IllegalStateException.class;
    Class<NullPointerException> isNull = NullPointerException.class;
    Cue note = Cue.note("never");
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
            inside("a null message later", isNull, c -> c.schedule(none(), second), "message"),
            inside("a null sender", isNull, c -> c.schedule(note, second, none()), "sender"),
            inside("a negative delay", illegal, c -> c.schedule(note, NEGATIVE), "delay"),
            inside(
                "a period of zero",
                illegal,
                c -> c.scheduleEvery(note, Duration.ZERO),
                "period",
                "PT0S"),
            inside("a negative period", illegal, c -> c.scheduleEvery(note, NEGATIVE), "period"),
            inside(
                "an ask of itself",
                SelfAskException.class,
                c -> c.self().ask(Cue.echo("never"), AGES),
                "/actor",
                Cue.Question.class.getName(),
                "not sent"),
            inside(
                "a wait for itself",
                state,
                c -> c.self().awaitTermination(second),
                "/actor would wait"),
            inside(
                "a taken name",
                NameTakenException.class,
                c -> c.spawn("taken", puppet("never")),
                "/actor/taken"),
            inside("an illegal name", illegal, c -> c.spawn("a b", puppet("never")), "a b"),
            inside("no child", isNull, c -> c.spawn("x", none()), "actor"),
            inside(
                "no notice", isNull, c -> c.spawnMonitored("x", puppet("never"), none()), "onDown"),
            inside(
                "signals without a handler",
                state,
                c -> c.monitor(other),
                "/actor",
                "onSignal",
                "monitor(target, onDown)"),
            inside("exits without a handler", state, Context::trapExits, "/actor", "onSignal"),
            inside("no target", isNull, c -> c.monitor(none(), _ -> note), "reference"),
            inside("no partner", isNull, c -> c.link(none()), "reference"),
            inside("no one to forward to", isNull, c -> c.forward(note, none()), "reference"),
            inside("nothing to forward", isNull, c -> c.forward(none(), other), "message"),
            inside(
                "an answer to what is not being handled",
                state,
                c -> c.reply(Cue.echo("never"), "answer"),
                "/actor",
                Cue.Question.class.getName(),
                "ctx.replyTo(request)"),
            inside(
                "a later answer to what is not being handled",
                state,
                c -> c.replyTo(Cue.echo("never")),
                "/actor",
                "not handling"),
            inside("no stash", illegal, c -> Stash.of(c, 0), "stash", "0"),
            inside(
                "the closing of its own system",
                state,
                c -> c.system().close(),
                "/actor",
                "terminate()"))
        .map(
            bad ->
                DynamicTest.dynamicTest(
                    bad.what,
                    () -> {
                      Exception thrown =
                          in(actor, c -> assertThrows(bad.type, () -> bad.call.in(c)));
                      assertSays(thrown, bad.says);
                      assertEquals(List.of("/actor/taken"), in(actor, BadInputTest::childPaths));
                      assertEquals(0, system.time().pending());
                      assertTrue(actor.isAlive() && other.isAlive());
                      assertEquals(3, system.counters().started());
                    }));
  }

  private static List<String> childPaths(Context<?> ctx) {
    return ctx.children().stream().map(ActorRef::path).toList();
  }

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
                    bad.what,
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
