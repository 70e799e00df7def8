package dev.talma.otp;

import static dev.talma.otp.GenServer.noReply;
import static dev.talma.otp.GenServer.timeout;
import static dev.talma.otp.Lab.ask;
import static dev.talma.otp.Lab.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.otp.Lab.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The time-out of a server.
class GenServerTimeoutTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    system.close();
  }

  private ActorRef<Msg> startWith(Duration time) {
    return lab.init(s -> GenServer.ok("0", timeout(time))).start(system);
  }

  @Test
  void itComesOnceAfterItsTimeAndNotBefore() {
    var _ = startWith(SECOND);
    system.advance(Duration.ofMillis(999));
    assertEquals(List.of("init"), lab.log);
    system.advance(Duration.ofMillis(1));
    assertEquals(List.of("init", "timeout"), lab.log);
    system.advance(SECOND.multipliedBy(10));
    assertEquals(List.of("init", "timeout"), lab.log);
  }

  @Test
  void itCanBeSetAgainByItself() {
    lab.on("timeout", (s, state) -> noReply(state, timeout(SECOND)));
    var _ = startWith(SECOND);
    system.advance(SECOND.multipliedBy(3));
    assertEquals(List.of("init", "timeout", "timeout", "timeout"), lab.log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "cast", "call", "signal", "task"})
  void anyMessageCallsItOff(String kind) {
    var watched = system.<Msg>probe("watched");
    lab.init(
        s -> {
          var _ = s.ctx().monitor(watched.ref());
          return GenServer.ok("0");
        });
    lab.on("cast set", (s, state) -> noReply(state, timeout(SECOND)));
    lab.on(
        "cast task",
        (s, state) -> {
          var _ = s.startTask(() -> "done");
          return noReply(state, timeout(SECOND));
        });
    var server = lab.start(system);
    GenServer.cast(server, say(kind.equals("task") ? "task" : "set"));
    switch (kind) {
      case "info" -> server.send(say("x"));
      case "cast" -> GenServer.cast(server, say("x"));
      case "call" -> assertEquals("0", GenServer.call(server, ask("x")));
      case "signal" -> watched.stop();
      default -> system.await("the task", () -> lab.log.contains("task done"));
    }
    system.advance(SECOND.multipliedBy(2));
    assertEquals(3, lab.log.size(), lab.log.toString());
  }

  @Test
  void eachMessageMaySetItAnewLongerOrShorter() {
    lab.on("cast long", (s, state) -> noReply(state, timeout(SECOND.multipliedBy(10))));
    lab.on("cast short", (s, state) -> noReply(state, timeout(SECOND)));
    var server = startWith(SECOND);
    GenServer.cast(server, say("long"));
    system.advance(SECOND.multipliedBy(9));
    assertEquals(List.of("init", "cast long"), lab.log);
    GenServer.cast(server, say("short"));
    system.advance(SECOND);
    assertEquals(List.of("init", "cast long", "cast short", "timeout"), lab.log);
  }

  @Test
  void oneOfNoTimeComesUnlessAMessageIsThere() {
    var gate = system.gate("gate");
    lab.on(
        "cast zero",
        (s, state) -> {
          gate.pass();
          return noReply(state, timeout(Duration.ZERO));
        });
    var server = lab.start(system);
    GenServer.cast(server, say("zero"));
    gate.awaitArrival();
    GenServer.cast(server, say("there"));
    gate.letPass(1);
    system.settle();
    assertEquals(List.of("init", "cast zero", "cast there"), lab.log);
    gate.open();
    GenServer.cast(server, say("zero"));
    system.settle();
    assertEquals(List.of("init", "cast zero", "cast there", "cast zero", "timeout"), lab.log);
  }

  @Test
  void aVeryLongOneIsNoMistakeAndANegativeOneIs() {
    var server = startWith(Duration.ofSeconds(Long.MAX_VALUE));
    system.advance(Duration.ofDays(1_000));
    assertEquals("0", GenServer.call(server, ask("x")));
    assertThrows(IllegalArgumentException.class, () -> timeout(Duration.ofNanos(-1)));
  }

  @Test
  void lookingIntoTheServerDoesNotCallItOff() {
    var server = startWith(SECOND);
    system.advance(Duration.ofMillis(500));
    assertEquals("0", Sys.getState(server));
    system.advance(Duration.ofMillis(500));
    assertEquals(List.of("init", "timeout"), lab.log);
  }

  @Test
  void whileSuspendedItDoesNotComeAndAfterwardsTheWaitBeginsAnew() {
    var server = startWith(SECOND);
    Sys.suspend(server);
    system.advance(SECOND.multipliedBy(3));
    assertEquals(List.of("init"), lab.log);
    Sys.resume(server);
    system.advance(Duration.ofMillis(999));
    assertEquals(List.of("init"), lab.log);
    system.advance(Duration.ofMillis(1));
    assertEquals(List.of("init", "timeout"), lab.log);
  }

  @Test
  void whatCameWhileSuspendedCallsItOff() {
    var server = startWith(SECOND);
    Sys.suspend(server);
    GenServer.cast(server, say("x"));
    system.advance(SECOND.multipliedBy(3));
    Sys.resume(server);
    system.advance(SECOND.multipliedBy(3));
    assertEquals(List.of("init", "cast x"), lab.log);
  }
}
