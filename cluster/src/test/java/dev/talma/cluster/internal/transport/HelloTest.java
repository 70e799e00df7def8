package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What nodes say of themselves, and what strangers may send in its place.
final class HelloTest {
  private static Hello hello(int min, int max) {
    return new Hello(
        min,
        max,
        "test",
        new NodeId("nöde", "1"),
        new Address("::1", 65_535),
        4096,
        new byte[] {1, 2, 3});
  }

  private static Hello read(byte[] frame) throws Malformed {
    return Hello.read(Unpooled.wrappedBuffer(frame, Wire.HEADER, frame.length - Wire.HEADER));
  }

  @Test
  void itComesOutAsItWentIn() throws Exception {
    Hello in = hello(1, 3);
    Hello out = read(in.frame());
    assertEquals(in.node(), out.node());
    assertEquals(in.address(), out.address());
    assertEquals(in.cluster(), out.cluster());
    assertEquals(4096, out.maxFrame());
    assertEquals(1, out.minVersion());
    assertEquals(3, out.maxVersion());
    assertArrayEquals(in.greeting(), out.greeting());
  }

  @Test
  void aNewerNodeMaySayMore() throws Exception {
    byte[] frame = hello(1, 9).frame();
    assertEquals(9, read(Arrays.copyOf(frame, frame.length + 100)).maxVersion());
  }

  @Test
  void theNewestCommonVersionIsSpoken() {
    assertEquals(3, hello(1, 3).versionWith(hello(2, 5)));
    assertEquals(3, hello(2, 5).versionWith(hello(1, 3)));
    assertEquals(0, hello(1, 2).versionWith(hello(3, 4)));
    assertEquals(0, hello(3, 4).versionWith(hello(1, 2)));
  }

  @Test
  void whateverComesIsAHelloOrMalformed() {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    byte[] good = hello(1, 1).frame();
    for (int i = 0; i < 100_000; i++) {
      byte[] bad = Arrays.copyOf(good, Wire.HEADER + random.nextInt(good.length));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        read(bad);
      } catch (Malformed e) {
        // as it should be
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", case " + i, e);
      }
    }
  }

  @Test
  void namesThatNobodyWouldAcceptAreRefusedWhereTheyAreGiven() {
    assertThrows(
        IllegalArgumentException.class, () -> RawPeer.hello("a\nb", new NodeId("n", "1")).frame());
    assertThrows(
        IllegalArgumentException.class, () -> RawPeer.hello("a", new NodeId(" ", "1")).frame());
    assertThrows(
        IllegalArgumentException.class,
        () -> RawPeer.hello("a", new NodeId("n".repeat(2000), "1")).frame());
  }
}
