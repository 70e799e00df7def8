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
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.NotAnsweredException;
import dev.talma.ReplyTo;
import dev.talma.TargetStoppedException;
import dev.talma.otp.Lab.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a call can give, and how it fails.
class GenServerCallTest {
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
}
