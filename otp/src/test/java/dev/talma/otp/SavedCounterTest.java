package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.otp.SavedCounter.Message;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SavedCounterTest {
  private final TestSystem system = TestSystem.create("test", TestSettings::withVirtualTime);
  private final AtomicInteger stored = new AtomicInteger(40);
  private final SavedCounter.Store store =
      new SavedCounter.Store() {
        @Override
        public int load() {
          return stored.get();
        }

        @Override
        public int save(int count) {
          stored.set(count);
          return count;
        }
      };

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void itGoesOnWhereItEnded() {
    var counter = GenServer.start(system, "counter", () -> new SavedCounter(store));
    assertEquals(42, GenServer.call(counter, new Message.Add(2)));
    assertEquals(40, stored.get());
    assertTrue(GenServer.call(counter, new Message.Save()));
    assertEquals(42, stored.get());
    GenServer.cast(counter, new Message.Reset());
    assertEquals(0, GenServer.call(counter, new Message.Close()));
    system.awaitStopped(counter);
    assertEquals(0, stored.get());
  }

  @Test
  void itEndsWhenNobodyCounts() {
    var counter = GenServer.start(system, "counter", () -> new SavedCounter(store));
    assertEquals(40, GenServer.call(counter, new Message.Get()));
    system.advance(Duration.ofMinutes(10));
    assertFalse(counter.isAlive());
  }
}
