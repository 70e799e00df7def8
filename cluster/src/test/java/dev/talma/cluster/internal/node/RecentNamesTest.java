package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Output;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is remembered never differs from what came.
class RecentNamesTest {
  private final RecentNames names = new RecentNames();

  private static byte[] written(Target.Named name, int then) {
    Output out = new Output(10_000);
    out.raw(name.bytes());
    out.u8(then);
    return out.toBytes();
  }

  @Test
  void the_same_bytes_give_the_same_name() {
    byte[] bytes = written(new Target.Named("type", "a"), 7);
    Input first = Input.of(bytes);
    Target.Named read = names.read(first);
    assertEquals(7, first.u8());
    Input second = Input.of(bytes);
    assertSame(read, names.read(second));
    assertEquals(7, second.u8());
  }

  @Test
  void many_names_that_take_turns_are_all_read_as_they_were_written() {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    System.out.println("-Dtalma.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Target.Named name =
          new Target.Named("t" + random.nextInt(3), "näme-\uD83D-" + random.nextInt(300));
      Input in = Input.of(written(name, i & 0xff));
      assertEquals(name, names.read(in));
      assertEquals(i & 0xff, in.u8());
      assertEquals(0, in.remaining());
    }
  }

  @Test
  void the_beginning_of_a_name_is_refused() {
    byte[] bytes = new Target.Named("type", "some-name").bytes();
    assertEquals("some-name", names.read(Input.of(bytes)).name());
    for (int length = 0; length < bytes.length; length++) {
      Input in = Input.of(java.util.Arrays.copyOf(bytes, length));
      assertThrows(MalformedException.class, () -> names.read(in));
    }
  }
}
