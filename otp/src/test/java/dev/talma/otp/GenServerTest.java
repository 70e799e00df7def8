package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorSystem;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.TestSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class GenServerTest {

  @Test
  void theCounterOfTheDocumentationCounts() {
    try (var system = ActorSystem.create("demo")) {
      var counter = GenServer.start(system, "counter", Counter::new);
      int five = GenServer.call(counter, new Counter.Message.Add(5));
      GenServer.cast(counter, new Counter.Message.Reset());
      int zero = GenServer.call(counter, new Counter.Message.Get());
      assertEquals(5, five);
      assertEquals(0, zero);
    }
  }

  @Test
  void aCallThatOnlyACastHasACaseForFailsAtOnceWithTheCause() {
    try (var system = ActorSystem.create("demo")) {
      var counter = GenServer.start(system, "counter", Counter::new);
      Sys.suspend(counter);
      GenServer.cast(counter, new Counter.Message.Get());
      var answer = counter.askAsync(new Counter.Message.Get());
      Sys.resume(counter);
      var failure = assertThrows(CompletionException.class, answer::join).getCause();
      assertEquals(TargetStoppedException.class, failure.getClass());
      assertEquals(UnexpectedMessageException.class, failure.getCause().getClass());
    }
  }

  @Test
  void aStoppedServerIsGoneWhenStopReturns() {
    try (var system = ActorSystem.create("demo")) {
      var counter = GenServer.start(system, "counter", Counter::new);
      GenServer.stop(counter);
      assertFalse(counter.isAlive());
      assertThrows(NoProcessException.class, () -> GenServer.stop(counter));
    }
  }

  @Test
  void aFailedStartIsToldWithTheCauseAndTheNameIsFree() {
    try (var system = ActorSystem.create("demo")) {
      for (int i = 0; i < 1_000; i++) {
        var failure =
            assertThrows(
                StartFailedException.class,
                () -> GenServer.start(system, "server", StillBorn::new));
        assertEquals("on purpose", failure.getCause().getMessage());
      }
      var counter = GenServer.start(system, "server", Counter::new);
      assertEquals(3, GenServer.call(counter, new Counter.Message.Add(3)));
    }
  }

  private static final class StillBorn extends GenServer<Counter.Message, Integer> {
    @Override
    protected InitResult<Integer> init() {
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void stateCanBeSeenReplacedAndTraced() {
    try (var system = ActorSystem.create("demo")) {
      var counter = GenServer.start(system, "counter", Counter::new);
      List<ServerEvent> events = new ArrayList<>();
      var trace = Sys.trace(counter, events::add);
      int _ = GenServer.call(counter, new Counter.Message.Add(5));
      trace.cancel();
      assertEquals(5, Sys.getState(counter));
      assertEquals(7, Sys.replaceState(counter, state -> (Integer) state + 2));
      assertEquals(7, GenServer.call(counter, new Counter.Message.Get()));
      assertEquals(
          List.of(
              new ServerEvent.Received(counter, ServerEvent.Kind.CALL, new Counter.Message.Add(5)),
              new ServerEvent.Replied(counter, 5),
              new ServerEvent.NewState(counter, 5)),
          events);
      Sys.suspend(counter);
      GenServer.cast(counter, new Counter.Message.Reset());
      var answer = counter.askAsync(new Counter.Message.Get());
      assertEquals(7, Sys.getState(counter));
      assertFalse(answer.isDone());
      Sys.resume(counter);
      assertEquals(0, answer.join());
    }
  }

  @Test
  void stopWithAReasonIsSeenByThoseWhoAsk() {
    try (var system = ActorSystem.create("demo")) {
      var counter = GenServer.start(system, "counter", Counter::new);
      Sys.suspend(counter);
      var answer = counter.askAsync(new Counter.Message.Get());
      GenServer.stop(counter, ExitReason.shutdown("enough"));
      var failure = assertThrows(CompletionException.class, answer::join);
      assertEquals(
          ExitReason.shutdown("enough"), ((TargetStoppedException) failure.getCause()).reason());
    }
  }

  @Test
  void aCrashOverACastNamesTheMessageThatWasCast() {
    try (var system = TestSystem.create("demo")) {
      var counter = GenServer.start(system, "counter", Counter::new);
      GenServer.cast(counter, new Counter.Message.Get());
      var crash = system.crashes().expect(counter, UnexpectedMessageException.class);
      assertEquals(Counter.Message.Get.class.getName(), crash.messageType());
    }
  }
}
