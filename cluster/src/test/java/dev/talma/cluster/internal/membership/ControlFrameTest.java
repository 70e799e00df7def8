package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.cluster.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ControlFrameTest {
  private static final long SEED = Long.getLong("talma.seed", System.nanoTime());

  private static List<ControlFrame> samples() {
    return List.of(
        new ControlFrame.Swim(new byte[] {1, 2, 3}),
        new ControlFrame.Relay("[::1]:7000", new byte[] {4, 5}),
        new ControlFrame.Leaving(77),
        new ControlFrame.Ask(Long.MAX_VALUE, new NodeId("ä-1", "x#y")),
        new ControlFrame.Answer(-1, true));
  }

  @Test
  void everyFrameComesBack() throws IOException {
    for (ControlFrame frame : samples()) {
      byte[] bytes = frame.frame().bytes();
      ControlFrame back = ControlFrame.decode(bytes);
      assertEquals(frame.getClass(), back.getClass());
      assertArrayEquals(bytes, back.frame().bytes());
    }
    assertThrows(IOException.class, () -> ControlFrame.decode(new byte[0]));
    assertThrows(IOException.class, () -> ControlFrame.decode(new byte[] {9, 9}));
  }

  @Test
  void whatIsPublishedComesBack() throws IOException {
    Published published =
        new Published(3, 1234, true, 1000, Set.of("r", "q"), Map.of("k", "v", "ü", ""));
    assertEquals(published, Published.decode(published.encode()));
    assertThrows(IOException.class, () -> Published.decode(new byte[0]));
    assertThrows(IOException.class, () -> Published.decode(new byte[] {2}));
  }

  @Test
  void brokenBytesAreOneException() {
    System.out.println("ControlFrameTest: -Dtalma.seed=" + SEED);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    List<byte[]> seeds = new ArrayList<>();
    samples().forEach(frame -> seeds.add(frame.frame().bytes()));
    seeds.add(new Published(3, 1234, true, 10, Set.of("r"), Map.of("k", "v")).encode());
    for (int i = 0; i < 100_000; i++) {
      byte[] seed = seeds.get(random.nextInt(seeds.size()));
      byte[] bytes = java.util.Arrays.copyOf(seed, random.nextInt(seed.length * 2));
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        ControlFrame.decode(bytes).frame();
      } catch (IOException e) {
        // as it should be
      }
      try {
        Published.decode(bytes).encode();
      } catch (IOException e) {
        // as it should be
      }
    }
  }
}
