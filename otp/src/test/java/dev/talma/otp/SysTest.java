package dev.talma.otp;

import static dev.talma.otp.GenServer.noReply;
import static dev.talma.otp.Lab.ask;
import static dev.talma.otp.Lab.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.RequestFailedException;
import dev.talma.SelfAskException;
import dev.talma.otp.Lab.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Looking into servers.
class SysTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    system.close();
  }

  /// Every function.
  private static Stream<Consumer<ActorRef<?>>> functions() {
    return Stream.of(
        Sys::getState,
        Sys::getStatus,
        server -> Sys.replaceState(server, state -> state),
        Sys::suspend,
        Sys::resume,
        server -> Sys.trace(server, event -> {}),
        server -> Sys.statistics(server, true),
        Sys::statistics,
        server -> Sys.terminate(server, ExitReason.normal()));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void anActorThatIsNoServerDoesNotUnderstand(Consumer<ActorRef<?>> function) {
    ActorRef<String> actor =
        system.spawn(
            "actor",
            (mailbox, ctx) -> {
              for (var message : mailbox) {
                throw new IllegalStateException(message);
              }
            });
    var failure = assertThrows(RequestFailedException.class, () -> function.accept(actor));
    assertInstanceOf(UnsupportedOperationException.class, failure.getCause());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aServerThatHasEndedIsNoProcess(Consumer<ActorRef<?>> function) {
    var server = lab.start(system);
    GenServer.stop(server);
    assertThrows(NoProcessException.class, () -> function.accept(server));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void theServerItselfIsRefused(Consumer<ActorRef<?>> function) {
    lab.call(
        "x",
        (s, ask, state) -> {
          assertThrows(SelfAskException.class, () -> function.accept(s.self()));
          return s.reply(ask, "refused", state);
        });
    assertEquals("refused", GenServer.call(lab.start(system), ask("x")));
  }

  @Test
  void aQuestionIsAnsweredInItsTurn() {
    lab.on("cast set", (s, state) -> noReply("1"));
    var server = lab.start(system);
    GenServer.cast(server, say("set"));
    assertEquals("1", Sys.getState(server));
    assertEquals(new ServerStatus(Lab.Server.class, false, 0, "1"), Sys.getStatus(server));
  }

  @Test
  void aStateCanBeReplacedUnlessTheFunctionThrows() {
    var server = lab.start(system);
    assertEquals("0!", Sys.replaceState(server, state -> state + "!"));
    assertEquals("0!", GenServer.call(server, ask("x")));
    for (Throwable thrown :
        List.of(new IllegalStateException("no"), new AssertionError("no"), new Exception("no"))) {
      var failure =
          assertThrows(
              RequestFailedException.class,
              () ->
                  Sys.replaceState(
                      server,
                      state -> {
                        Sneaky.rethrow(thrown);
                        return state;
                      }));
      assertEquals(thrown, failure.getCause());
    }
    var failure =
        assertThrows(RequestFailedException.class, () -> Sys.replaceState(server, state -> null));
    assertInstanceOf(NullPointerException.class, failure.getCause());
    assertEquals("0!", Sys.getState(server));
  }

  @Test
  void aSuspendedServerAnswersOnlyToSysAndThenGoesOnInOrder() {
    var watched = system.<Msg>probe("watched");
    lab.init(
        s -> {
          var _ = s.ctx().monitor(watched.ref());
          return GenServer.ok("0");
        });
    var server = lab.start(system);
    Sys.suspend(server);
    Sys.suspend(server);
    GenServer.cast(server, say("1"));
    watched.send(server, say("last words"));
    watched.stop();
    server.send(say("2"));
    var answer = server.askAsync(ask("3"));
    system.settle();
    assertEquals(List.of("init"), lab.log);
    assertFalse(answer.isDone());
    assertEquals(new ServerStatus(Lab.Server.class, true, 5, "0"), Sys.getStatus(server));
    Sys.resume(server);
    assertEquals("0", answer.join());
    Sys.resume(server);
    assertEquals(
        List.of("init", "cast 1", "info last words", "signal Down watched", "info 2", "call 3"),
        lab.log);
  }

  @Test
  void whatIsSuspendedBehindAStopDoesNotCome() {
    lab.on("cast stop", (s, state) -> GenServer.stop(ExitReason.normal(), state));
    var server = lab.start(system);
    Sys.suspend(server);
    GenServer.cast(server, say("stop"));
    server.send(say("after"));
    Sys.resume(server);
    system.awaitStopped(server);
    assertEquals(List.of("init", "cast stop"), lab.log);
    var _ = system.deadLetters().expect(say("after"));
  }

  @Test
  void aSuspendedServerCanBeStopped() {
    var server = lab.start(system);
    Sys.suspend(server);
    GenServer.stop(server);
    assertEquals(List.of("Normal 0"), lab.ends);
  }

  @Test
  void aTraceTellsWhatTheServerDoesUntilItIsEnded() {
    lab.init(s -> GenServer.ok("0"));
    lab.on("cast x", (s, state) -> noReply("1", s.continueWith(say("y"))));
    lab.on("continue y", (s, state) -> noReply(state, GenServer.timeout(SECOND)));
    var server = lab.start(system);
    List<ServerEvent> events = Collections.synchronizedList(new ArrayList<>());
    var trace = Sys.trace(server, events::add);
    GenServer.cast(server, say("x"));
    system.advance(SECOND);
    server.send(say("z"));
    assertEquals("1", GenServer.call(server, ask("q")));
    trace.cancel();
    trace.cancel();
    GenServer.cast(server, say("untold"));
    system.settle();
    assertEquals(
        List.of(
            new ServerEvent.Received(server, ServerEvent.Kind.CAST, say("x")),
            new ServerEvent.NewState(server, "1"),
            new ServerEvent.Received(server, ServerEvent.Kind.CONTINUE, say("y")),
            new ServerEvent.Received(server, ServerEvent.Kind.TIMEOUT, "timeout"),
            new ServerEvent.Received(server, ServerEvent.Kind.INFO, say("z")),
            new ServerEvent.Received(server, ServerEvent.Kind.CALL, ask("q")),
            new ServerEvent.Replied(server, "1")),
        events);
  }

  @Test
  void aTraceThatThrowsIsEndedAndTheOthersGoOn() {
    var server = lab.start(system);
    List<ServerEvent> told = Collections.synchronizedList(new ArrayList<>());
    var first =
        Sys.trace(
            server,
            event -> {
              told.add(event);
              throw new AssertionError("on purpose");
            });
    List<ServerEvent> events = Collections.synchronizedList(new ArrayList<>());
    var second = Sys.trace(server, events::add);
    GenServer.cast(server, say("1"));
    GenServer.cast(server, say("2"));
    system.settle();
    assertEquals(1, told.size());
    assertEquals(2, events.size());
    first.cancel();
    second.cancel();
  }

  @Test
  void statisticsCountFromWhenTheyAreTurnedOn() {
    var server = lab.start(system);
    assertThrows(RequestFailedException.class, () -> Sys.statistics(server));
    GenServer.cast(server, say("uncounted"));
    Sys.statistics(server, true);
    GenServer.cast(server, say("1"));
    assertEquals("0", GenServer.call(server, ask("2")));
    system.advance(SECOND);
    assertEquals(new ServerStatistics(SECOND, 2, 1), Sys.statistics(server));
    Sys.statistics(server, true);
    assertEquals(new ServerStatistics(Duration.ZERO, 0, 0), Sys.statistics(server));
    Sys.statistics(server, false);
    assertThrows(RequestFailedException.class, () -> Sys.statistics(server));
  }

  @Test
  void terminateWaitsForTheEndAndTellsTheReason() {
    var server = lab.start(system);
    Sys.terminate(server, ExitReason.shutdown("enough"));
    assertFalse(server.isAlive());
    assertEquals(List.of("Shutdown 0"), lab.ends);
    var other = lab.start(system);
    Sys.terminate(other, ExitReason.crashed(new IllegalStateException("on purpose")));
    system.crashes().expect(other, IllegalStateException.class);
    assertEquals(List.of("Shutdown 0", "Crashed 0"), lab.ends);
    var third = lab.start(system);
    Sys.terminate(third, ExitReason.killed());
    assertFalse(third.isAlive());
    assertEquals(2, lab.ends.size());
  }

  @Test
  void aReasonThatNoActorEndsWithIsRefused() {
    var server = lab.start(system);
    assertThrows(
        IllegalArgumentException.class, () -> Sys.terminate(server, ExitReason.noProcess()));
    assertThrows(
        IllegalArgumentException.class, () -> GenServer.stop(server, ExitReason.noConnection()));
    assertEquals("0", GenServer.call(server, ask("x")));
  }
}
