package dev.talma.otp;

import static dev.talma.otp.GenServer.noReply;
import static dev.talma.otp.Lab.ask;
import static dev.talma.otp.Lab.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.Backoff;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.NotAnsweredException;
import dev.talma.ReplyTo;
import dev.talma.Restart;
import dev.talma.TargetStoppedException;
import dev.talma.otp.Lab.Msg;
import dev.talma.testkit.Await;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each callback can give, and how a server ends.
class GenServerCallbackTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final IllegalStateException FAILURE = new IllegalStateException("on purpose");

  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    system.close();
  }

  private ActorRef<Msg> start() {
    return lab.start(system);
  }

  /// Makes the server react, in one of the ways in which it can.
  private ActorRef<Msg> provoke(String line, Lab.Reaction reaction) {
    lab.on(line, reaction);
    switch (line) {
      case "cast x" -> {
        var server = start();
        GenServer.cast(server, say("x"));
        return server;
      }
      case "info x" -> {
        var server = start();
        server.send(say("x"));
        return server;
      }
      case "continue x" -> {
        lab.init(s -> GenServer.ok("0", s.continueWith(say("x"))));
        return start();
      }
      case "timeout" -> {
        lab.init(s -> GenServer.ok("0", GenServer.timeout(Duration.ZERO)));
        return start();
      }
      case "signal Down watched" -> {
        var probe = system.<Msg>probe("watched");
        lab.init(
            s -> {
              var unused = s.ctx().monitor(probe.ref());
              return GenServer.ok("0");
            });
        var server = start();
        probe.stop();
        return server;
      }
      case "task done" -> {
        lab.init(
            s -> {
              var unused = s.startTask(() -> "done");
              return GenServer.ok("0");
            });
        return start();
      }
      default -> throw new AssertionError(line);
    }
  }

  private void awaitReaction(String line) {
    awaitLine(line);
    lab.log.clear();
  }

  private void awaitLine(String line) {
    system.await(
        line,
        () -> {
          system.settle();
          return lab.log.contains(line);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cast x", "info x", "continue x", "timeout", "signal Down watched", "task done"})
  void aCallbackWithoutACallerCanGoOnOrStopOrFail(String line) {
    var server = provoke(line, (s, state) -> noReply("1"));
    awaitReaction(line);
    assertEquals("1", Sys.getState(server));
    GenServer.stop(server);

    server = provoke(line, (s, state) -> noReply("1", s.continueWith(say("more"))));
    awaitReaction("continue more");
    GenServer.stop(server);

    server = provoke(line, (s, state) -> noReply("1", GenServer.hibernate()));
    awaitReaction(line);
    GenServer.stop(server);

    lab.ends.clear();
    server = provoke(line, (s, state) -> GenServer.stop(ExitReason.shutdown(), "2"));
    awaitReaction(line);
    system.awaitStopped(server);
    server = provoke(line, (s, state) -> GenServer.stop(ExitReason.crashed(FAILURE), "3"));
    awaitReaction(line);
    system.awaitStopped(server);
    system.crashes().expect(server, FAILURE.getClass());
    server =
        provoke(
            line,
            (s, state) -> {
              throw FAILURE;
            });
    awaitReaction(line);
    system.crashes().expect(server, FAILURE.getClass());
    system.awaitStopped(server);
    server = provoke(line, (s, state) -> null);
    awaitReaction(line);
    var crash = system.crashes().expect(server, NullPointerException.class);
    assertTrue(crash.cause().getMessage().endsWith(" gave null"), crash.cause().getMessage());
    system.awaitStopped(server);
    assertEquals(List.of("Shutdown 2", "Crashed 3", "Crashed 0", "Crashed 0"), lab.ends);
  }

  // --- calls

  @Test
  void aCallIsAnsweredAndTheStateIsTheNextOne() {
    lab.call("x", (s, ask, state) -> s.reply(ask, "answer", "1"));
    var server = start();
    assertEquals("answer", GenServer.call(server, ask("x")));
    assertEquals("1", GenServer.call(server, ask("state"), SECOND));
  }

  @Test
  void aCallCanLeaveSomethingToDoAndAskForATimeout() {
    lab.call("x", (s, ask, state) -> s.reply(ask, "answer", "1", s.continueWith(say("on"))));
    lab.on("continue on", (s, state) -> noReply(state + "+", GenServer.timeout(SECOND)));
    var server = start();
    assertEquals("answer", GenServer.call(server, ask("x")));
    system.advance(SECOND);
    assertEquals(List.of("init", "call x", "continue on", "timeout"), lab.log);
    assertEquals("1+", Sys.getState(server));
  }

  @Test
  void whatIsLeftToDoIsDoneBeforeTheNextMessageWhateverWaits() {
    var gate = system.gate("gate");
    lab.call(
        "x",
        (s, ask, state) -> {
          gate.pass();
          return s.reply(ask, "answer", "1", s.continueWith(say("1")));
        });
    lab.on("continue 1", (s, state) -> noReply(state, s.continueWith(say("2"))));
    var server = start();
    var answer = server.askAsync(ask("x"));
    gate.awaitArrival();
    GenServer.cast(server, say("waits"));
    gate.open();
    assertEquals("answer", answer.join());
    system.settle();
    assertEquals(List.of("init", "call x", "continue 1", "continue 2", "cast waits"), lab.log);
  }

  @Test
  void aCallCanStopTheServerWithOrWithoutAnAnswer() {
    lab.call("x", (s, ask, state) -> s.stop(ExitReason.normal(), ask, "bye", "1"));
    var server = start();
    assertEquals("bye", GenServer.call(server, ask("x")));
    system.awaitStopped(server);
    lab.call("x", (s, ask, state) -> GenServer.stop(ExitReason.shutdown("no"), "2"));
    var other = start();
    var failure = assertThrows(TargetStoppedException.class, () -> GenServer.call(other, ask("x")));
    assertEquals(ExitReason.shutdown("no"), failure.reason());
    system.awaitStopped(other);
    assertEquals(List.of("Normal 1", "Shutdown 2"), lab.ends);
  }

  @Test
  void aCallCanBeAnsweredLaterAndByAnotherActor() {
    AtomicReference<ReplyTo<String>> caller = new AtomicReference<>();
    lab.call(
        "x",
        (s, ask, state) -> {
          caller.set(s.replyTo(ask));
          return noReply("1");
        });
    var server = start();
    var first = server.askAsync(ask("x"));
    system.settle();
    assertFalse(first.isDone());
    ActorRef<ReplyTo<String>> other =
        system.spawn(
            "other",
            (mailbox, ctx) -> {
              for (var each : mailbox) {
                each.reply("from another one");
              }
            });
    other.send(caller.get());
    assertEquals("from another one", first.join());
  }

  @Test
  void aCallThatIsNeitherAnsweredNorDeferredFailsAtOnce() {
    lab.call("x", (s, ask, state) -> noReply(state));
    var server = start();
    assertThrows(NotAnsweredException.class, () -> GenServer.call(server, ask("x")));
    assertTrue(server.isAlive());
  }

  @Test
  void aReplyToAnotherRequestIsACrash() {
    lab.call("x", (s, ask, state) -> s.reply(ask("x"), "answer", state)); // equal, not the same
    var server = start();
    var failure =
        assertThrows(TargetStoppedException.class, () -> GenServer.call(server, ask("x")));
    assertInstanceOf(IllegalStateException.class, failure.getCause());
    system.crashes().expect(server);
  }

  @Test
  void nullIsNoResultNoAnswerAndNoState() {
    List<Lab.Answering> mistakes =
        List.of(
            (s, ask, state) -> null,
            (s, ask, state) -> s.reply(ask, null, state),
            (s, ask, state) -> s.reply(ask, "answer", null),
            (s, ask, state) -> noReply(null),
            (s, ask, state) -> s.reply(ask, "answer", state, null),
            (s, ask, state) -> GenServer.stop(null, state),
            (s, ask, state) -> s.reply(ask, "answer", state, s.continueWith(null)));
    for (Lab.Answering mistake : mistakes) {
      lab.call("x", mistake);
      var server = start();
      var failure =
          assertThrows(TargetStoppedException.class, () -> GenServer.call(server, ask("x")));
      assertInstanceOf(NullPointerException.class, failure.getCause());
      system.crashes().expect(server);
      system.awaitStopped(server);
    }
  }

  @Test
  void aCallToAServerThatCrashesOrIsKilledFailsAtOnceWithTheCause() {
    lab.call(
        "x",
        (s, ask, state) -> {
          throw FAILURE;
        });
    var server = start();
    var failure =
        assertThrows(TargetStoppedException.class, () -> GenServer.call(server, ask("x")));
    assertSame(FAILURE, failure.getCause());
    system.crashes().expect(server);
    system.awaitStopped(server);
    assertThrows(NoProcessException.class, () -> GenServer.call(server, ask("x")));

    var gate = system.gate("gate");
    lab.call(
        "y",
        (s, ask, state) -> {
          gate.pass();
          return s.reply(ask, "never", state);
        });
    var other = start();
    var answer = other.askAsync(ask("y"));
    gate.awaitArrival();
    other.kill();
    var killed = assertThrows(CompletionException.class, answer::join).getCause();
    assertEquals(
        ExitReason.killed(), assertInstanceOf(TargetStoppedException.class, killed).reason());
  }

  // --- other messages

  @Test
  void aSentRequestIsAnInfo() {
    var server = start();
    server.send(ask("x"));
    system.settle();
    assertEquals(List.of("init", "info x"), lab.log);
  }

  @Test
  void aCastToAnActorThatIsNoServerIsADeadLetter() {
    ActorRef<Msg> actor =
        system.spawn(
            "actor",
            (mailbox, ctx) -> {
              for (var message : mailbox) {
                throw FAILURE;
              }
            });
    GenServer.cast(actor, say("x"));
    var unused =
        system
            .deadLetters()
            .expectMatching(
                "a cast",
                letter ->
                    letter.reason() == DeadLetter.Reason.NOT_UNDERSTOOD
                        && letter.message().equals(new ServerMessage.Cast<>(say("x"))));
    assertTrue(actor.isAlive());
  }

  @Test
  void whatNobodyHasOverriddenIsACrashOrDropped() {
    var silent = GenServer.start(system, "silent", Silent::new);
    silent.send(say("dropped"));
    system.settle();
    assertTrue(silent.isAlive());
    var failure =
        assertThrows(TargetStoppedException.class, () -> GenServer.call(silent, ask("x")));
    assertInstanceOf(UnexpectedMessageException.class, failure.getCause());
    system.crashes().expect(silent);
    system.awaitStopped(silent);
    var other = GenServer.start(system, "silent", Silent::new);
    GenServer.cast(other, say("x"));
    system.crashes().expect(other, UnexpectedMessageException.class);
  }

  private static final class Silent extends GenServer<Msg, String> {
    @Override
    protected InitResult<String> init() {
      return ok("0");
    }
  }

  @Test
  void newsOfOthersAreSignals() {
    var watched = system.<Msg>probe("watched");
    var linked = system.<Msg>probe("linked");
    lab.init(
        s -> {
          var unused = s.ctx().monitor(watched.ref());
          s.ctx().trapExits();
          s.ctx().link(linked.ref());
          return GenServer.ok("0");
        });
    var server = start();
    watched.stop();
    system.settle();
    linked.crash(FAILURE);
    system.crashes().expect(FAILURE.getClass());
    system.settle();
    assertEquals(List.of("init", "signal Down watched", "signal Exit linked"), lab.log);
    assertTrue(server.isAlive());
  }

  // --- tasks

  private boolean isStopping(ActorRef<?> ref) {
    return system.snapshot().children().stream()
        .flatMap(each -> each.children().stream())
        .anyMatch(
            each -> each.path().equals(ref.path()) && each.state() == ActorSnapshot.State.STOPPING);
  }

  @Test
  void theEndOfATaskIsToldWithWhatCameOfIt() {
    var gate = system.gate("gate");
    List<ActorRef<?>> tasks = new ArrayList<>();
    lab.on(
        "cast crash",
        (s, state) -> {
          tasks.add(
              s.startTask(
                  () -> {
                    throw FAILURE;
                  }));
          return noReply(state);
        });
    lab.on(
        "cast block",
        (s, state) -> {
          tasks.add(
              s.startTask(
                  () -> {
                    gate.pass();
                    return 1;
                  }));
          return noReply(state);
        });
    var server = start();
    GenServer.cast(server, say("crash"));
    awaitLine("task failed Crashed");
    system.crashes().expect(FAILURE.getClass());
    GenServer.cast(server, say("block"));
    gate.awaitArrival();
    system.settle();
    tasks.getLast().kill();
    awaitLine("task failed Killed");
    GenServer.cast(server, say("block"));
    gate.awaitArrival();
    system.settle();
    server.stop();
    Await.until("the task is asked to stop", () -> isStopping(tasks.getLast()));
    system.advance(Duration.ofSeconds(5), server); // its owner's patience with the task
    system.awaitStopped(server);
    assertFalse(tasks.getLast().isAlive());
    assertEquals(
        List.of(
            "init",
            "cast crash",
            "task failed Crashed",
            "cast block",
            "task failed Killed",
            "cast block"),
        lab.log);
  }

  // --- the end

  @Test
  void anOwnersStopTerminatesInItsTurnAndAKillDoesNot() {
    lab.on("cast set", (s, state) -> noReply("1"));
    var server = start();
    GenServer.cast(server, say("set"));
    server.stop(ExitReason.shutdown("over"));
    system.awaitStopped(server);
    assertEquals(List.of("Shutdown 1"), lab.ends);
    var other = start();
    other.kill();
    system.awaitStopped(other);
    assertEquals(1, lab.ends.size());
  }

  @Test
  void aServerCanEndAsKilled() {
    var probe = system.<Msg>probe("probe");
    lab.on("cast x", (s, state) -> GenServer.stop(ExitReason.killed(), state));
    var server = start();
    probe.watch(server);
    GenServer.cast(server, say("x"));
    assertEquals(ExitReason.killed(), probe.expectDown(server).reason());
    assertEquals(List.of(), lab.ends);
    assertThrows(NoProcessException.class, () -> GenServer.stop(server));
  }

  @Test
  void aRestartHasAFreshInstanceAndWhatWaited() {
    lab.on("cast set", (s, state) -> noReply("1"));
    lab.on(
        "cast crash",
        (s, state) -> {
          throw FAILURE;
        });
    ActorRef<Msg> server =
        system.spawn(
            "server",
            GenServer.<Msg>actor(lab.server())
                .supervised(Restart.always().backoff(Backoff.between(SECOND, SECOND))));
    for (String each : List.of("set", "crash", "after")) {
      GenServer.cast(server, say(each));
    }
    system.advance(SECOND.multipliedBy(2));
    assertEquals(List.of("init", "cast set", "cast crash", "init", "cast after"), lab.log);
    assertEquals("0", Sys.getState(server));
    assertEquals(List.of("Crashed 1"), lab.ends);
    system.crashes().expect(server);
  }
}
