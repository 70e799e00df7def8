package dev.talma.otp;

import static dev.talma.otp.Lab.ask;
import static dev.talma.otp.Lab.say;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.NameTakenException;
import dev.talma.Overflow;
import dev.talma.otp.Lab.Msg;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes of a start, by what `init` gives and who starts.
class GenServerStartTest {
  private static final IllegalStateException FAILURE = new IllegalStateException("on purpose");

  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    system.close();
  }

  /// What `init` gives.
  enum Init {
    OK,
    TIMEOUT,
    CONTINUE,
    HIBERNATE,
    IGNORE,
    STOP,
    STOP_CRASHED,
    STOP_KILLED,
    THROW,
    NULL;

    boolean starts() {
      return compareTo(IGNORE) < 0;
    }

    boolean crashes() {
      return this == STOP_CRASHED || this == THROW || this == NULL;
    }

    InitResult<String> give(Lab.Server server) {
      return switch (this) {
        case OK -> GenServer.ok("0");
        case TIMEOUT -> GenServer.ok("0", GenServer.timeout(Duration.ofSeconds(1)));
        case CONTINUE -> GenServer.ok("0", server.continueWith(say("on")));
        case HIBERNATE -> GenServer.ok("0", GenServer.hibernate());
        case IGNORE -> GenServer.ignore();
        case STOP -> GenServer.stopInit(ExitReason.shutdown("no"));
        case STOP_CRASHED -> GenServer.stopInit(ExitReason.crashed(FAILURE));
        case STOP_KILLED -> GenServer.stopInit(ExitReason.killed());
        case THROW -> throw FAILURE;
        case NULL -> null;
      };
    }

    void assertReason(ExitReason reason) {
      switch (this) {
        case IGNORE -> assertEquals(ExitReason.normal(), reason);
        case STOP -> assertEquals(ExitReason.shutdown("no"), reason);
        case STOP_CRASHED, THROW -> assertSame(FAILURE, reason.failure().orElseThrow());
        case STOP_KILLED -> assertEquals(ExitReason.killed(), reason);
        case NULL ->
            assertEquals(NullPointerException.class, reason.failure().orElseThrow().getClass());
        default -> throw new AssertionError(this);
      }
    }
  }

  private void expectCrash(Init init) {
    if (init.crashes()) {
      var _ =
          system
              .crashes()
              .expect(init == Init.NULL ? NullPointerException.class : FAILURE.getClass());
    }
  }

  private void assertRuns(Init init, ActorRef<Msg> server) {
    assertEquals("0", GenServer.call(server, ask("x")));
    assertEquals(
        init == Init.CONTINUE
            ? List.of("init", "continue on", "call x")
            : List.of("init", "call x"),
        lab.log);
    system.advance(Duration.ofSeconds(1));
    assertFalse(lab.log.contains("timeout"), "a call has called it off");
    GenServer.stop(server);
    assertEquals(List.of("Normal 0"), lab.ends);
  }

  @ParameterizedTest
  @EnumSource
  void startGivesTheReferenceOrThrows(Init init) {
    lab.init(init::give);
    if (init.starts()) {
      assertRuns(init, lab.start(system));
    } else {
      var failure = assertThrows(StartFailedException.class, () -> lab.start(system));
      init.assertReason(failure.reason());
      expectCrash(init);
      assertEquals(List.of(), lab.ends);
      var _ = new Lab().start(system); // the name is free
    }
  }

  @ParameterizedTest
  @EnumSource
  void startWithoutANameDoesTheSame(Init init) {
    lab.init(init::give);
    if (init.starts()) {
      assertRuns(init, GenServer.start(system, lab.server()));
    } else {
      init.assertReason(
          assertThrows(StartFailedException.class, () -> GenServer.start(system, lab.server()))
              .reason());
      expectCrash(init);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tryStartSaysWhatCameOfIt(Init init) {
    lab.init(init::give);
    switch (GenServer.tryStart(system, "server", lab.server())) {
      case StartResult.Started<Msg>(ActorRef<Msg> ref) -> assertRuns(init, ref);
      case StartResult.Ignored<Msg>() -> assertEquals(Init.IGNORE, init);
      case StartResult.Failed<Msg>(ExitReason reason) -> {
        init.assertReason(reason);
        expectCrash(init);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void startLinkEndsTheOwnerTooUnlessTheServerWasIgnored(Init init) {
    lab.init(init::give);
    var gate = system.gate("gate");
    CompletableFuture<ActorRef<Msg>> server = new CompletableFuture<>();
    ActorRef<String> owner =
        system.spawn(
            "owner",
            (mailbox, ctx) -> {
              gate.pass();
              try {
                server.complete(GenServer.startLink(ctx, "server", lab.server()));
              } catch (StartFailedException e) {
                server.completeExceptionally(e);
              }
              for (var message : mailbox) {
                assertEquals("", message);
              }
            });
    var probe = system.<String>probe("probe");
    probe.watch(owner);
    gate.open();
    if (init.starts()) {
      assertEquals("0", GenServer.call(server.join(), ask("x")));
      server.join().kill();
      assertEquals(ExitReason.killed(), probe.expectDown(owner).reason());
    } else {
      assertTrue(server.handle((ref, failure) -> failure != null).join());
      if (init == Init.IGNORE) {
        system.settle();
        assertTrue(owner.isAlive());
      } else {
        init.assertReason(probe.expectDown(owner).reason());
      }
      expectCrash(init);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsJustSpawnedEndsAsInitSays(Init init) {
    lab.init(init::give);
    var gate = system.gate("gate");
    ActorRef<Msg> server =
        system.spawn(
            "server",
            GenServer.<Msg>actor(
                () -> {
                  try {
                    gate.pass();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return new Lab.Server(lab);
                }));
    gate.awaitArrival();
    var probe = system.<String>probe("probe");
    probe.watch(server);
    gate.open();
    if (init.starts()) {
      assertRuns(init, server);
    } else {
      init.assertReason(probe.expectDown(server).reason());
      expectCrash(init);
      assertEquals(List.of(), lab.ends);
    }
  }

  // --- what init has left to do

  @Test
  void theStarterDoesNotWaitForWhatInitHasLeftToDoButEveryMessageDoes() {
    var gate = system.gate("gate");
    lab.init(s -> GenServer.ok("0", s.continueWith(say("on"))));
    lab.on(
        "continue on",
        (s, state) -> {
          gate.pass();
          return GenServer.noReply("1");
        });
    var server = lab.start(system);
    GenServer.cast(server, say("a"));
    server.send(say("b"));
    gate.awaitArrival();
    gate.open();
    assertEquals("1", GenServer.call(server, ask("x")));
    assertEquals(List.of("init", "continue on", "cast a", "info b", "call x"), lab.log);
  }

  @Test
  void whatInitHasLeftToDoIsDoneWithoutAMessage() {
    lab.init(s -> GenServer.ok("0", s.continueWith(say("on"))));
    ActorRef<Msg> server = system.spawn("server", GenServer.actor(lab.server()));
    system.settle();
    assertEquals(List.of("init", "continue on"), lab.log);
    assertTrue(server.isAlive());
  }

  @Test
  void itIsDoneFirstThoughTheMailboxIsFull() {
    var gate = system.gate("gate");
    lab.init(
        s -> {
          gate.pass();
          return GenServer.ok("0", s.continueWith(say("on")));
        });
    for (Overflow overflow : Overflow.values()) {
      lab.log.clear();
      ActorRef<Msg> server = system.spawn(GenServer.actor(lab.server()).bounded(1, overflow));
      gate.awaitArrival();
      server.send(say("first"));
      gate.letPass(1);
      system.settle();
      assertEquals(List.of("init", "continue on", "info first"), lab.log, "" + overflow);
    }
    system.deadLetters().expectNone();
  }

  @Test
  void aStopInWhatInitHasLeftToDoIsTheEnd() {
    lab.init(s -> GenServer.ok("0", s.continueWith(say("on"))));
    lab.on("continue on", (s, state) -> GenServer.stop(ExitReason.shutdown("no"), "1"));
    var server = lab.start(system);
    system.awaitStopped(server);
    assertEquals(List.of("init", "continue on"), lab.log);
    assertEquals(List.of("Shutdown 1"), lab.ends);
  }

  @Test
  void aMessageThatWaitsIsNotHandledByTheServerThatStopsThere() {
    var gate = system.gate("gate");
    lab.init(
        s -> {
          gate.pass();
          return GenServer.ok("0", s.continueWith(say("on")));
        });
    lab.on("continue on", (s, state) -> GenServer.stop(ExitReason.normal(), "1"));
    ActorRef<Msg> server = system.spawn("server", GenServer.actor(lab.server()));
    gate.awaitArrival();
    server.send(say("first"));
    gate.open();
    system.awaitStopped(server);
    assertEquals(List.of("init", "continue on"), lab.log);
    var _ = system.deadLetters().expect(say("first"));
  }

  @Test
  void aTimeoutOfInitComes() {
    lab.init(s -> GenServer.ok("0", GenServer.timeout(Duration.ofSeconds(1))));
    var _ = lab.start(system);
    system.advance(Duration.ofSeconds(1));
    assertEquals(List.of("init", "timeout"), lab.log);
  }

  // --- mistakes

  @Test
  void aNameThatIsTakenIsRefused() {
    var _ = lab.start(system);
    assertThrows(NameTakenException.class, () -> lab.start(system));
  }

  @Test
  void oneInstanceGivenTwiceIsRefused() {
    var server = lab.server().get();
    var _ = GenServer.start(system, "first", () -> server);
    var failure =
        assertThrows(
            StartFailedException.class, () -> GenServer.start(system, "second", () -> server));
    assertTrue(failure.getCause().getMessage().contains("a new one each time"));
    system.crashes().expect(IllegalStateException.class);
  }

  @Test
  void aFactoryThatGivesNullIsAFailedStart() {
    var failure =
        assertThrows(
            StartFailedException.class,
            () -> GenServer.<Msg>start(system, "server", () -> (Lab.Server) null));
    assertEquals(NullPointerException.class, failure.getCause().getClass());
    system.crashes().expect(NullPointerException.class);
  }

  @Test
  void theContextIsNotThereInAConstructor() {
    assertThrows(IllegalStateException.class, () -> lab.server().get().ctx());
    assertThrows(IllegalStateException.class, () -> lab.server().get().startTask(() -> 1));
  }
}
