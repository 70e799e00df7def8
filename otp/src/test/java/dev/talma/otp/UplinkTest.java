package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ExitReason;
import dev.talma.TargetStoppedException;
import dev.talma.otp.Uplink.Message;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UplinkTest {
  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void aLineIsDialedWhenItIsNeededAndHungUpWhenItIsNot() {
    var uplink = GenStateMachine.start(system, "uplink", () -> new Uplink(() -> "dialed"));
    int sent = GenStateMachine.call(uplink, new Message.Send("hello"));
    assertEquals(1, sent);
    assertEquals(new StateAndData<>(new Uplink.State.Up(), 1), Sys.getState(uplink));
    system.advance(Duration.ofMinutes(1));
    assertEquals(new StateAndData<>(new Uplink.State.Down(), 1), Sys.getState(uplink));
    assertEquals(2, GenStateMachine.call(uplink, new Message.Send("again")));
    GenStateMachine.cast(uplink, new Message.HangUp());
    assertEquals(new StateAndData<>(new Uplink.State.Down(), 2), Sys.getState(uplink));
  }

  @Test
  void aCallWaitsUntilAnAttemptSucceeds() {
    system.crashes().tolerate(IOException.class);
    AtomicInteger attempts = new AtomicInteger();
    var uplink =
        GenStateMachine.start(
            system,
            "uplink",
            () ->
                new Uplink(
                    () -> {
                      if (attempts.incrementAndGet() < 3) {
                        throw new IOException("busy");
                      }
                      return "dialed";
                    }));
    var sent = uplink.askAsync(new Message.Send("hello"), Duration.ofMinutes(1));
    system.advance(Duration.ofSeconds(3));
    assertEquals(1, sent.join());
    assertEquals(3, attempts.get());
  }

  @Test
  void whoeverWaitsIsToldThatNobodyAnswers() {
    system.crashes().tolerate(IOException.class);
    var uplink =
        GenStateMachine.start(
            system,
            "uplink",
            () ->
                new Uplink(
                    () -> {
                      throw new IOException("busy");
                    }));
    var sent = uplink.askAsync(new Message.Send("hello"), Duration.ofMinutes(1));
    system.advance(Duration.ofSeconds(3));
    var failure = assertThrows(CompletionException.class, sent::join).getCause();
    assertEquals(
        ExitReason.shutdown("nobody answers"),
        assertInstanceOf(TargetStoppedException.class, failure).reason());
  }
}
