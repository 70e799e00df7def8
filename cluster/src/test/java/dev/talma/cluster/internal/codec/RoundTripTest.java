package dev.talma.cluster.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ExitReason;
import dev.talma.cluster.RemoteCause;
import dev.talma.cluster.internal.codec.Samples.All;
import dev.talma.cluster.internal.codec.Samples.Color;
import dev.talma.cluster.internal.codec.Samples.Counter;
import dev.talma.cluster.internal.codec.Samples.Pair;
import dev.talma.cluster.internal.codec.Samples.Tree;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is written is what is read.
class RoundTripTest {
  private static final int LIMIT = 1 << 20;

  private final long seed = Long.getLong("talma.seed", System.nanoTime());
  private final NamedRefs refs = new NamedRefs();
  private final Schema schema = Schema.of(Samples.ROOTS);
  private final Peer peer = schema.peer(schema.table(), "node-2");

  private byte[] bytes(Object value) {
    Output out = new Output(LIMIT);
    peer.write(value, out, refs);
    return out.toBytes();
  }

  private Object roundTrip(Object value) {
    Input in = Input.of(bytes(value));
    Object read = peer.read(in, refs);
    assertEquals(0, in.remaining());
    return read;
  }

  @Test
  void valuesOfEveryKind() {
    Random random = new Random(seed);
    RandomValues values = new RandomValues(random, schema.byName(), refs);
    for (int i = 0; i < 5_000; i++) {
      Object value = values.of(All.class);
      assertEquals(value, roundTrip(value), () -> "with -Dtalma.seed=" + seed);
    }
  }

  @Test
  void arrays() throws ReflectiveOperationException {
    Random random = new Random(seed);
    RandomValues values = new RandomValues(random, schema.byName(), refs);
    for (int i = 0; i < 1_000; i++) {
      Object value = values.of(Samples.Arrays.class);
      Object read = roundTrip(value);
      for (RecordComponent each : Samples.Arrays.class.getRecordComponents()) {
        Object written = each.getAccessor().invoke(value);
        assertArrayEquals(
            new Object[] {written},
            new Object[] {each.getAccessor().invoke(read)},
            () -> each.getName() + " with -Dtalma.seed=" + seed);
      }
    }
  }

  @Test
  void aSmallMessageIsSmall() {
    assertEquals(2, bytes(new Counter.Increment(5)).length);
    assertEquals(2, bytes(new Counter.Get()).length);
  }

  @Test
  void answers() {
    Output out = new Output(LIMIT);
    List<Pair<String, Color>> answer = List.of(new Pair<>("leaf", Color.GREEN));
    peer.writeAnswer(Counter.Names.class, answer, out, refs);
    peer.writeAnswer(Counter.Get.class, 7, out, refs);
    Input in = Input.of(out.toBytes());
    assertEquals(answer, peer.readAnswer(Counter.Names.class, in, refs));
    assertEquals(7, peer.readAnswer(Counter.Get.class, in, refs));
  }

  @Test
  void rootsThatAreNoClasses() throws NoSuchFieldException {
    Type root = Fields.class.getDeclaredField("trees").getGenericType();
    Schema generic = Schema.of(List.of(root, Counter.class));
    Peer other = generic.peer(generic.table(), "node-2");
    List<Tree<Integer>> value =
        List.of(new Tree.Leaf<>(1), new Tree.Node<>(new Tree.Leaf<>(2), new Tree.Leaf<>(-1 << 31)));
    Output out = new Output(LIMIT);
    other.write(value, root, out, refs);
    other.write(new Counter.Increment(3), Counter.class, out, refs);
    Input in = Input.of(out.toBytes());
    assertEquals(value, other.read(in, root, refs));
    assertEquals(new Counter.Increment(3), other.read(in, Counter.class, refs));
    assertThrows(
        MalformedException.class, () -> other.read(Input.of(out.toBytes()), Counter.class, refs));
  }

  private static final class Fields {
    List<Tree<Integer>> trees;
  }

  @Test
  void plainValues() {
    assertEquals("hello", roundTrip("hello"));
    assertEquals(42, roundTrip(42));
  }

  @Test
  void textsWithHalvesOfPairs() {
    for (String text : List.of("\ud800", "?", "a\udc00?", "é?", "\ud83d\ude00?", "12345678?", "")) {
      assertEquals(text, roundTrip(text));
    }
  }

  @Test
  void collectionsCannotBeChanged() {
    RandomValues values = new RandomValues(new Random(seed), schema.byName(), refs);
    All.Collections read = (All.Collections) roundTrip(values.of(All.Collections.class));
    assertThrows(UnsupportedOperationException.class, () -> read.list().add("more"));
    assertThrows(UnsupportedOperationException.class, () -> read.set().clear());
    assertThrows(UnsupportedOperationException.class, () -> read.sortedMap().clear());
  }

  @Test
  void causesArriveWithoutTheirClass() {
    IOException cause = new IOException("disk", new IllegalStateException());
    cause.addSuppressed(new IllegalArgumentException("close"));
    Samples.Failure failure = new Samples.Failure(cause, new RuntimeException("two"));
    Samples.Failure read = (Samples.Failure) roundTrip(roundTrip(failure));
    RemoteCause remote = assertInstanceOf(RemoteCause.class, read.cause());
    assertEquals("java.io.IOException", remote.type());
    assertEquals("java.io.IOException: disk", remote.toString());
    assertEquals("java.lang.IllegalStateException", remote.getCause().toString());
    assertEquals(1, remote.getSuppressed().length);
    assertEquals(
        cause.getStackTrace()[0].getMethodName(), remote.getStackTrace()[0].getMethodName());
    assertEquals(
        cause.getStackTrace()[0].getLineNumber(), remote.getStackTrace()[0].getLineNumber());
  }

  /// Fails at whatever it is asked.
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no stack");
    }
  }

  @Test
  void causesThatFailToSpeakAreToldNevertheless() {
    Samples.Failure read =
        (Samples.Failure) roundTrip(new Samples.Failure(new Mute(), new RuntimeException("two")));
    RemoteCause remote = assertInstanceOf(RemoteCause.class, read.cause());
    assertEquals(Mute.class.getName(), remote.type());
    assertTrue(remote.toString().contains("failed to say"), remote::toString);
  }

  @Test
  void detailsThatFailToSpeakAreToldNevertheless() {
    Object mute =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("no text");
          }
        };
    Output out = new Output(LIMIT);
    peer.write(ExitReason.shutdown(mute), ExitReason.class, out, refs);
    ExitReason read = (ExitReason) peer.read(Input.of(out.toBytes()), ExitReason.class, refs);
    assertTrue(read.toString().contains("failed to say"), read::toString);
  }

  @Test
  void exitReasons() {
    Output out = new Output(LIMIT);
    peer.write(ExitReason.crashed(new IOException("disk")), ExitReason.class, out, refs);
    ExitReason read = (ExitReason) peer.read(Input.of(out.toBytes()), ExitReason.class, refs);
    assertEquals("java.io.IOException: disk", read.failure().orElseThrow().toString());
  }

  @Test
  void buffersOfNetty() {
    byte[] bytes = bytes(new Counter.Increment(1000));
    var direct = Unpooled.directBuffer().writeBytes(new byte[3]).writeBytes(bytes).skipBytes(3);
    var heap = Unpooled.buffer().writeBytes(new byte[3]).writeBytes(bytes).skipBytes(3);
    assertEquals(new Counter.Increment(1000), peer.read(Input.of(direct), refs));
    assertEquals(new Counter.Increment(1000), peer.read(Input.of(heap), refs));
    direct.release();
    heap.release();
  }

  @Test
  void moreRootsKeepTheNumbers() {
    Schema first = Schema.of(List.of(Counter.class));
    List<Type> roots = new ArrayList<>(List.of(Counter.class));
    roots.addAll(List.of(All.class, Samples.Arrays.class));
    Schema second = Schema.of(roots);
    for (int i = 0; i < first.shapes().size(); i++) {
      assertEquals(first.shapes().shape(i), second.shapes().shape(i));
    }
    assertTrue(first.knows(Counter.Increment.class));
    assertFalse(first.knows(All.Empty.class));
    assertTrue(second.knows(All.Empty.class));
  }
}
