package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedTest {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final List<Runnable> toDo = new ArrayList<>();
  private int times;
  private final Repeated repeated =
      new Repeated(
          time,
          PAUSE,
          () -> {
            times++;
            toDo.forEach(Runnable::run);
          });

  @Test
  void itGoesOnUntilItIsStopped() {
    repeated.start();
    time.advance(PAUSE);
    time.advance(PAUSE);
    assertEquals(2, times);
    repeated.stop();
    time.advance(PAUSE);
    assertEquals(2, times);
  }

  @Test
  void whoStopsItWhileItRunsStopsIt() {
    toDo.add(repeated::stop);
    repeated.start();
    time.advance(PAUSE);
    time.advance(PAUSE);
    assertEquals(1, times);
  }

  @Test
  void itGoesOnAfterAFailure() {
    toDo.add(
        () -> {
          throw new IllegalStateException("not this time");
        });
    repeated.start();
    time.advance(PAUSE);
    time.advance(PAUSE);
    assertEquals(2, times);
  }
}
