package dev.talma.cluster.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Peers that lie about what they send.
class HostileTest {

  record Open(List<Nothing> list) {}

  record Nothing() {}

  record Sets(Set<String> set, Map<String, Integer> map, int[] ints, String text) {}

  private final NamedRefs refs = new NamedRefs();
  private final Schema schema = Schema.of(List.of(Open.class, Sets.class));

  private String refused(Peer peer, byte[] bytes) {
    return assertThrows(MalformedException.class, () -> peer.read(Input.of(bytes), refs))
        .getMessage();
  }

  private int number(Class<?> type) {
    return schema.byName().get(type.getName()).number;
  }

  @Test
  void aCountOfEmptyRecordsIsBoundedByTheBytes() {
    Peer peer = schema.peer(schema.table(), "node-2");
    Output out = new Output(100);
    out.varint(number(Open.class));
    out.varint(Integer.MAX_VALUE);
    assertEquals("A count says 2147483647 and only 0 bytes are left", refused(peer, out.toBytes()));
  }

  @Test
  void lengthsAreBoundedByTheBytes() {
    Peer peer = schema.peer(schema.table(), "node-2");
    for (int before = 0; before < 4; before++) {
      Output out = new Output(100);
      out.varint(number(Sets.class));
      for (int i = 0; i < before; i++) {
        out.varint(0);
      }
      out.varint(Integer.MAX_VALUE - 1);
      refused(peer, out.toBytes());
    }
  }

  /// A table with the record that is read here, and with fields in front that nobody here has.
  private Peer peer(List<Shape> others, WireType... strange) {
    List<Shape> shapes = new ArrayList<>(others);
    List<Shape.Field> fields = new ArrayList<>();
    for (WireType each : strange) {
      fields.add(new Shape.Field("strange" + fields.size(), each));
    }
    shapes.addFirst(
        new Shape.OfRecord(Nothing.class.getName(), fields, List.of(), Optional.empty()));
    return schema.peer(TableFormat.write(new Table(shapes)), "node-2");
  }

  @Test
  void aTypeThatHoldsItselfEnds() {
    Shape.OfRecord endless =
        new Shape.OfRecord(
            "Endless",
            List.of(new Shape.Field("it", new WireType.Named(1))),
            List.of(),
            Optional.empty());
    Peer peer = peer(List.of(endless), new WireType.Named(1));
    assertEquals("A value is nested more than 64 deep", refused(peer, new byte[10]));
  }

  @Test
  void aTypeThatDoublesItselfEnds() {
    List<Shape> shapes = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      WireType next = i == 60 ? new WireType.Plain(Scalar.BYTE) : new WireType.Named(i + 1);
      shapes.add(
          new Shape.OfRecord(
              "Twice" + i,
              List.of(new Shape.Field("a", next), new Shape.Field("b", next)),
              List.of(),
              Optional.empty()));
    }
    Peer peer = peer(shapes, new WireType.Named(1));
    refused(peer, new byte[1_000]);
    Output out = new Output(100);
    out.u8(0);
    refused(peer(List.of(), new WireType.Sequence(new WireType.Named(0))), out.toBytes());
  }

  @Test
  void fieldsThatNobodyHasAreSteppedOver() {
    Peer peer =
        peer(
            List.of(),
            new WireType.Plain(Scalar.STRING),
            new WireType.Maybe(new WireType.Plain(Scalar.EXIT_REASON)),
            new WireType.Reference("shop.Cart"));
    Output out = new Output(100);
    out.varint(0);
    out.text("text");
    out.u8(0);
    out.sized(() -> out.text("/shop"));
    Input in = Input.of(out.toBytes());
    assertEquals(new Nothing(), peer.read(in, refs));
    assertEquals(0, in.remaining());
  }

  @Test
  void tablesThatAreNone() {
    byte[] table = schema.table();
    table[0] = 9;
    MalformedException e =
        assertThrows(MalformedException.class, () -> schema.peer(table, "node-2"));
    assertEquals(
        "A table of types is of version 9, and this node knows version 1. Give both nodes the same"
            + " version of Talma",
        e.getMessage());
    assertThrows(MalformedException.class, () -> schema.peer(new byte[0], "node-2"));
    assertThrows(MalformedException.class, () -> schema.peer(new byte[3 << 20], "node-2"));
    Shape itself = new Shape.OfUnion("Itself", List.of(0));
    assertThrows(MalformedException.class, () -> new Table(List.of(itself)));
    Shape value = new Shape.OfValue("Value", new WireType.Maybe(new WireType.Named(0)));
    assertThrows(MalformedException.class, () -> new Table(List.of(value)));
    Shape twice = new Shape.OfEnum("Color", List.of());
    assertThrows(MalformedException.class, () -> new Table(List.of(twice, twice)));
  }

  @Test
  void aTableOfManyStrangersIsFine() {
    List<Shape> strangers = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      strangers.add(new Shape.OfEnum("stranger.E" + i, List.of("A")));
    }
    Peer peer = peer(strangers);
    assertEquals(new Nothing(), peer.read(Input.of(new byte[2]), refs));
    assertTrue(
        refused(peer, new byte[] {9, 0})
            .startsWith(
                "stranger.E8 is not known to this node, which may run an older version or lack the type"));
  }
}
