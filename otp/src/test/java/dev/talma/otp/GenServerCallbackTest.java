package dev.talma.otp;

import static dev.talma.otp.GenServer.noReply;
import static dev.talma.otp.Lab.ask;
import static dev.talma.otp.Lab.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Backoff;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.Restart;
import dev.talma.TargetStoppedException;
import dev.talma.otp.Lab.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    return switch (line) {
      case "cast x" -> {
        var server = start();
        GenServer.cast(server, say("x"));
        yield server;
      }
      case "info x" -> {
        var server = start();
        server.send(say("x"));
        yield server;
      }
      case "continue x" -> {
        lab.init(s -> GenServer.ok("0", s.continueWith(say("x"))));
        yield start();
      }
      case "timeout" -> {
        lab.init(s -> GenServer.ok("0", GenServer.timeout(Duration.ZERO)));
        yield start();
      }
      case "signal Down watched" -> {
        var probe = system.<Msg>probe("watched");
        lab.init(
            s -> {
              var _ = s.ctx().monitor(probe.ref());
              return GenServer.ok("0");
            });
        var server = start();
        probe.stop();
        yield server;
      }
      case "task done" -> {
        lab.init(
            s -> {
              var _ = s.startTask(() -> "done");
              return GenServer.ok("0");
            });
        yield start();
      }
      default -> throw new AssertionError(line);
    };
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
    var _ =
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
          var _ = s.ctx().monitor(watched.ref());
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
    system.await( // it has to have set the time for which it waits for the task
        "the end of the server",
        () -> {
          system.advance(SECOND, server);
          return !server.isAlive();
        });
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
