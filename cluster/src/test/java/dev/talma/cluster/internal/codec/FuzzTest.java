package dev.talma.cluster.internal.codec;

import dev.talma.ExitReason;
import dev.talma.cluster.internal.codec.Samples.All;
import dev.talma.cluster.internal.codec.Samples.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Bytes that no node has written: they are refused cleanly or read as something of the closed set,
/// and nothing else. `-Dtalma.fuzz=N` says how many; as millions take longer than tests have as a
/// rule, the time here is enough for these.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FuzzTest {
  private static final int COUNT = Integer.getInteger("talma.fuzz", 200_000);

  private final long seed = Long.getLong("talma.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final NamedRefs refs = new NamedRefs();
  private final Schema schema = Schema.of(Samples.ROOTS);
  private final Peer peer = schema.peer(schema.table(), "node-2");

  private List<byte[]> corpus(int count) {
    RandomValues values = new RandomValues(random, schema.byName(), refs);
    List<byte[]> corpus = new ArrayList<>();
    while (corpus.size() < count) {
      Class<?> root =
          List.of(All.class, Samples.Arrays.class, Samples.Failure.class, Counter.class)
              .get(random.nextInt(4));
      Output out = new Output(1 << 20);
      peer.write(values.of(root), out, refs);
      if (out.size() < 4_000) {
        corpus.add(out.toBytes());
      }
    }
    Output out = new Output(1 << 20);
    ExitReason crashed = ExitReason.crashed(new IllegalStateException("broken"));
    peer.write(crashed, ExitReason.class, out, refs);
    corpus.add(out.toBytes());
    return corpus;
  }

  private byte[] mutated(byte[] original, List<byte[]> corpus) {
    byte[] bytes = original.clone();
    for (int changes = random.nextInt(1, 5); changes > 0 && bytes.length > 0; changes--) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(7)) {
        case 0 -> bytes[place] = (byte) random.nextInt();
        case 1 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[place] = new byte[] {0, 1, 0x7f, -128, -1}[random.nextInt(5)];
        case 3 -> bytes = java.util.Arrays.copyOf(bytes, place);
        case 4 -> {
          byte[] other = corpus.get(random.nextInt(corpus.size()));
          int length = Math.min(bytes.length - place, random.nextInt(other.length + 1));
          System.arraycopy(other, 0, bytes, place, length);
        }
        case 5 -> {
          byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
          System.arraycopy(bytes, place, longer, place + 1, bytes.length - place);
          bytes = longer;
        }
        default ->
            java.util.Arrays.fill(bytes, place, Math.min(bytes.length, place + 5), (byte) -1);
      }
    }
    return bytes;
  }

  private static String text(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  @Test
  void values() {
    List<byte[]> corpus = corpus(300);
    int read = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = mutated(corpus.get(i % corpus.size()), corpus);
      try {
        Object value = peer.read(Input.of(bytes), refs);
        if (!schema.knows(
            value instanceof Enum<?> it ? it.getDeclaringClass() : value.getClass())) {
          checkPlain(value, bytes);
        }
        read++;
      } catch (MalformedException e) {
        // The clean refusal.
      } catch (Throwable e) {
        throw new AssertionError("-Dtalma.seed=" + seed + " with " + text(bytes), e);
      }
    }
    if (read == 0) {
      throw new AssertionError("Nothing was read at all, with -Dtalma.seed=" + seed);
    }
  }

  private void checkPlain(Object value, byte[] bytes) {
    if (!(value instanceof ExitReason || value instanceof Throwable)) {
      throw new AssertionError(
          value.getClass() + " with -Dtalma.seed=" + seed + " and " + text(bytes));
    }
  }

  @Test
  void valuesOfAnotherVersion() {
    Schema old = EvolutionTest.schema(V1.Shop.class);
    Schema current = EvolutionTest.schema(V2.Shop.class);
    Peer writer = old.peer(current.table(), "node-2");
    Peer reader = current.peer(old.table(), "node-1");
    RandomValues values = new RandomValues(random, old.byName(), refs);
    List<byte[]> corpus = new ArrayList<>();
    while (corpus.size() < 300) {
      Object value = values.of("dev.talma.cluster.internal.codec.V$Shop");
      Output out = new Output(1 << 20);
      if (writer.problem(value.getClass()).isEmpty()) {
        writer.write(value, out, refs);
        corpus.add(out.toBytes());
      }
    }
    for (int i = 0; i < COUNT / 4; i++) {
      // The unchanged ones first.
      byte[] original = corpus.get(i % corpus.size());
      byte[] bytes = i < corpus.size() ? original : mutated(original, corpus);
      try {
        Object value = reader.read(Input.of(bytes), refs);
        if (!(value instanceof V2.Shop) && i < corpus.size()) {
          throw new AssertionError(value + " with -Dtalma.seed=" + seed);
        }
      } catch (MalformedException e) {
        boolean refusedByConstructor = e.getCause() instanceof IllegalArgumentException;
        if (i < corpus.size() && !refusedByConstructor) {
          throw new AssertionError("-Dtalma.seed=" + seed + " with " + text(bytes), e);
        }
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("-Dtalma.seed=" + seed + " with " + text(bytes), e);
      }
    }
  }

  @Test
  void tables() {
    byte[] table = schema.table();
    List<byte[]> tables =
        List.of(table, Schema.of(List.of(Counter.class)).table(), Schema.of(List.of()).table());
    List<byte[]> corpus = corpus(50);
    for (int i = 0; i < COUNT / 50; i++) {
      byte[] bytes = mutated(tables.get(i % tables.size()), tables);
      try {
        Peer other = schema.peer(bytes, "node-2");
        for (byte[] each : corpus) {
          read(other, each);
        }
      } catch (MalformedException e) {
        // The clean refusal.
      } catch (Throwable e) {
        throw new AssertionError("-Dtalma.seed=" + seed + " with table " + text(bytes), e);
      }
    }
  }

  private void read(Peer other, byte[] bytes) {
    try {
      other.read(Input.of(bytes), refs);
    } catch (MalformedException e) {
      // The clean refusal.
    }
  }
}
