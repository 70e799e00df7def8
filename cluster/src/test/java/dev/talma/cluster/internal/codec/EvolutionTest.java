package dev.talma.cluster.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NotSendableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Two versions of the same protocol on two nodes. The old one is in V1, the new one in V2; on the
/// wire both are named alike.
class EvolutionTest {

  private static final String SHOP = "dev.talma.cluster.internal.codec.V$Shop$";

  private final NamedRefs refs = new NamedRefs();
  private final Schema first = schema(V1.Shop.class);
  private final Schema second = schema(V2.Shop.class);
  private final Peer atFirst = first.peer(second.table(), "node-2");
  private final Peer atSecond = second.peer(first.table(), "node-1");

  static Schema schema(Class<?> root) {
    return Schema.of(List.of(root), name -> name.replaceAll("\\.V[12]\\$", ".V\\$"));
  }

  private Object send(Peer from, Peer to, Object value) {
    Output out = new Output(10_000);
    from.write(value, out, refs);
    out.u8(77);
    Input in = Input.of(out.toBytes());
    Object read = to.read(in, refs);
    assertEquals(77, in.u8());
    return read;
  }

  private Object up(V1.Shop value) {
    return send(atFirst, atSecond, value);
  }

  private Object down(V2.Shop value) {
    return send(atSecond, atFirst, value);
  }

  private void refused(Peer from, Object value, String sentence) {
    Output out = new Output(10_000);
    NotSendableException e =
        assertThrows(NotSendableException.class, () -> from.write(value, out, refs));
    assertEquals(sentence, e.getMessage());
    assertEquals(0, out.size());
  }

  @Test
  void aNewFieldComesFromTheConstructorThatDoesWithoutIt() {
    assertEquals(new V2.Shop.Inc(3, "items"), up(new V1.Shop.Inc(3)));
    assertEquals(new V2.Shop.Grown(3, true, "items", "none"), up(new V1.Shop.Grown(3, true)));
  }

  @Test
  void aConstructorThatCouldMeanSeveralFieldsMeansTheFirstOnes() {
    assertEquals(new V2.Shop.Two(0, 5), up(new V1.Shop.Two(5)));
    assertEquals(new V2.Shop.Last("first", 5), up(new V1.Shop.Last(5)));
  }

  @Test
  void aFieldThatIsGoneIsSteppedOver() {
    assertEquals(new V1.Shop.Inc(3), down(new V2.Shop.Inc(3, "boxes")));
    V1.Deep deep =
        new V1.Deep(
            Map.of("a", List.of(new V1.Item.Book("b"))),
            Optional.of(new V1.Deep(Map.of(), Optional.empty(), new int[] {9999}, Set.of())),
            new int[] {1, -1},
            Set.of(V1.Color.RED));
    assertEquals(new V2.Shop.Shrunk("z", 1), up(new V1.Shop.Shrunk(1, deep, "z")));
    for (int i = 0; i < 55; i++) {
      deep = new V1.Deep(Map.of(), Optional.of(deep), new int[0], Set.of());
    }
    assertEquals(new V2.Shop.Shrunk("z", 1), up(new V1.Shop.Shrunk(1, deep, "z")));
    assertEquals(new V1.Shop.Empty(), down(new V2.Shop.Empty(5)));
    assertEquals(new V2.Shop.Empty(0), up(new V1.Shop.Empty()));
  }

  @Test
  void newFieldsAreEmptyOrZero() {
    V2.Shop.Loose read = (V2.Shop.Loose) up(new V1.Shop.Loose("x"));
    assertEquals(Optional.empty(), read.comment());
    assertEquals("x", read.name());
    assertEquals(List.of(), read.tags());
    assertEquals(Map.of(), read.prices());
    assertEquals(0, read.count());
    assertEquals(OptionalInt.empty(), read.limit());
    assertEquals(0, read.numbers().length);
  }

  @Test
  void numbersBecomeWider() {
    assertEquals(
        new V2.Shop.Wide(-5L, 0.5, -3, Set.of(1L)),
        up(new V1.Shop.Wide(-5, 0.5f, (byte) -3, List.of(1))));
    refused(
        atSecond,
        new V2.Shop.Wide(1, 1, 1, Set.of()),
        "Field number of " + SHOP + "Wide is of type long on this node and int on node-1");
  }

  @Test
  void anotherTypeIsRefusedByTheSender() {
    String sentence =
        "Field unit of " + SHOP + "Retyped is of type String on this node and int on node-2";
    refused(atFirst, new V1.Shop.Retyped("x"), sentence);
    assertEquals(Optional.of(sentence), atFirst.problem(V1.Shop.Retyped.class));
    assertEquals(Optional.empty(), atFirst.problem(V1.Shop.Inc.class));
    refused(
        atFirst,
        new V1.Shop.Holder(new V1.Shop.Retyped("x")),
        "Field inner of "
            + SHOP
            + "Holder is a "
            + SHOP
            + "Retyped on both nodes, but not the same: "
            + sentence);
  }

  @Test
  void aMissingFieldWithoutADefaultIsRefusedByTheSender() {
    refused(
        atFirst,
        new V1.Shop.Demanding(1),
        SHOP
            + "Demanding on node-2 needs the field unit, which this node does not have. Give the"
            + " record a constructor that takes the other fields in their order, or make the new"
            + " field an Optional");
    assertEquals(new V1.Shop.Demanding(1), down(new V2.Shop.Demanding(1, "x")));
  }

  @Test
  void whatThePeerDoesNotKnowIsRefusedByTheSender() {
    refused(
        atSecond,
        new V2.Shop.Gift("me"),
        SHOP + "Gift is not known to node-1, which may run an older version or lack the type");
    V2.Item disc = new V2.Item.Disc("d");
    String sentence =
        "dev.talma.cluster.internal.codec.V"
            + "$Item$Disc is not known to node-1, which may run an older version or lack the type";
    refused(atSecond, new V2.Shop.Carrier(disc, List.of()), sentence);
    V2.Item book = new V2.Item.Book("b");
    refused(atSecond, new V2.Shop.Carrier(book, List.of(book, disc)), sentence);
    V1.Item old = new V1.Item.Book("b");
    assertEquals(
        new V1.Shop.Carrier(old, List.of(old)), down(new V2.Shop.Carrier(book, List.of(book))));
  }

  @Test
  void constantsAreMatchedByName() {
    assertEquals(new V2.Shop.Painted(V2.Color.RED), up(new V1.Shop.Painted(V1.Color.RED)));
    assertEquals(new V1.Shop.Painted(V1.Color.GREEN), down(new V2.Shop.Painted(V2.Color.GREEN)));
    refused(
        atSecond,
        new V2.Shop.Painted(V2.Color.BLUE),
        "The constant BLUE of "
            + "dev.talma.cluster.internal.codec.V"
            + "$Color is not known to node-1, which may run an older version or lack the type");
  }

  @Test
  void aRecordBecomesPartOfASealedType() {
    assertEquals(
        new V2.Shop.Sealed(new V2.Item.Book("b")), up(new V1.Shop.Sealed(new V1.Item.Book("b"))));
    assertTrue(atSecond.problem(V2.Shop.Sealed.class).isPresent());
  }

  @Test
  void answersAreOfTheTypeThatTheirRequestDeclares() {
    Output out = new Output(100);
    refused(
        atFirst,
        new V1.Shop.Ask(),
        "The answer to " + SHOP + "Ask is of type int on this node and long on node-2");
    assertEquals(new V1.Shop.Ask(), down(new V2.Shop.Ask()));
    atFirst.writeAnswer(V1.Shop.Ask.class, 5, out, refs);
    assertEquals(5L, atSecond.readAnswer(V2.Shop.Ask.class, Input.of(out.toBytes()), refs));
    refused(
        atFirst,
        new V1.Shop.AskMore(),
        "The answer to " + SHOP + "AskMore is of type String on this node and int on node-2");
  }

  @Test
  void whatCannotBeReadOfAClassIsKnownBeforeItIsWritten() {
    assertEquals(Optional.empty(), atFirst.misfitThere(V1.Shop.Inc.class));
    assertEquals(Optional.empty(), atFirst.misfitHere(V1.Shop.Inc.class));
    assertEquals(
        Optional.of(
            SHOP
                + "Demanding on node-2 needs the field unit, which this node does not have. Give the"
                + " record a constructor that takes the other fields in their order, or make the"
                + " new field an Optional"),
        atFirst.misfitThere(V1.Shop.Demanding.class));
    assertEquals(Optional.empty(), atFirst.misfitHere(V1.Shop.Demanding.class));
    assertEquals(Optional.empty(), atSecond.misfitThere(V2.Shop.Demanding.class));
    assertTrue(atSecond.misfitHere(V2.Shop.Demanding.class).isPresent());
    String inner =
        "Field unit of " + SHOP + "Retyped is of type String on this node and int on node-2";
    assertEquals(Optional.of(inner), atFirst.misfitThere(V1.Shop.Holder.class), "the innermost");
    // a new part of a sealed type is not sent yet; one that both have is to be read
    assertEquals(Optional.empty(), atSecond.misfitThere(V2.Shop.Carrier.class));
    assertTrue(atFirst.misfitThere(V1.Shop.class).isPresent());
  }

  @Test
  void aConstructorThatRefusesIsACleanRefusal() {
    MalformedException e = assertThrows(MalformedException.class, () -> up(new V1.Shop.Strict(-1)));
    assertEquals(
        "The constructor of "
            + SHOP
            + "Strict refused what node-1 sent: java.lang.IllegalArgumentException: negative",
        e.getMessage());
    assertInstanceOf(IllegalArgumentException.class, e.getCause());
  }
}
