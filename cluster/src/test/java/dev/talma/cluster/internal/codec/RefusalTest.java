package dev.talma.cluster.internal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.cluster.NotSendableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be sent, and the sentences that say so.
class RefusalTest {

  interface Open {}

  interface Bad {
    record AnObject(Object it) {}

    record AnInterface(List<Open> it) {}

    record AClass(StringBuilder it) {}

    record ARaw(@SuppressWarnings("rawtypes") List it) {}

    record ARawRecord(@SuppressWarnings("rawtypes") Samples.Pair it) {}

    record AWildcard(List<?> it) {}

    record ASuper(List<? super Integer> it) {}

    record AVariable<T>(T it) {}

    record AReply(ReplyTo<String> it) {}

    record AnException(IOException it) {}

    record AConcrete(ArrayList<String> it) {}

    record ADate(Date it) {}

    record AMap(Map<String, Object> it) {}

    record ARef(ActorRef<Open> it) {}

    record AnArray(Object[] it) {}

    record ASorted(SortedSet<Samples.Pair<String, String>> it) {}

    record AnAnswer() implements Request<AnAnswer, Open> {}

    record AVoid() implements Request<AVoid, Void> {}

    record AnEndless<T>(Optional<AnEndless<List<T>>> it) {}

    record Start(AnEndless<String> it) {}

    sealed interface Family {}

    non-sealed interface Stranger extends Family {}

    sealed interface Classes {}

    final class NoRecord implements Classes {}
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AnObject     | Field it of @AnObject is of type java.lang.Object, which can be anything",
        "AnInterface  | An element of field it of @AnInterface is of type #Open, which is not sealed",
        "AClass       | Field it of @AClass is of type java.lang.StringBuilder, which is no record",
        "ARaw         | Field it of @ARaw names List without type arguments",
        "ARawRecord   | Field it of @ARawRecord names Pair without type arguments",
        "AWildcard    | An element of field it of @AWildcard is of type java.lang.Object, which can",
        "ASuper       | An element of field it of @ASuper is of type ? super java.lang.Integer, which",
        "AVariable    | The root @AVariable names AVariable without type arguments",
        "AReply       | Field it of @AReply is of type dev.talma.ReplyTo, and the right to answer",
        "AnException  | Field it of @AnException is of type java.io.IOException, and exceptions arrive",
        "AConcrete    | Field it of @AConcrete is of type java.util.ArrayList, and collections arrive",
        "ADate        | Field it of @ADate is of type java.util.Date, which can be changed",
        "AMap         | A value of field it of @AMap is of type java.lang.Object, which can be",
        "ARef         | The protocol of field it of @ARef is of type #Open, which is not sealed",
        "AnArray      | Field it of @AnArray is of type java.lang.Object, which can be anything",
        "ASorted      | Field it of @ASorted is sorted, and",
        "AnAnswer     | The answer to @AnAnswer is of type #Open, which is not sealed",
        "AVoid        | The answer to @AVoid is of type java.lang.Void, of which there is no value",
        "Start        | Field it of @AnEndless<java.util.List<java.util.List<",
        "Family       | @Stranger is a part of @Family and cannot be sent between nodes",
        "Classes      | @NoRecord is a part of @Classes and cannot be sent between nodes",
      })
  void typesThatAreRefused(String name, String sentence) throws ClassNotFoundException {
    String here = RefusalTest.class.getName() + "$";
    Class<?> type = Class.forName(here + "Bad$" + name);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Schema.of(List.of(type)));
    String start = sentence.replace("@", here + "Bad$").replace("#", here);
    assertTrue(e.getMessage().startsWith(start), e::getMessage);
  }

  record Text(String text, List<String> list) {}

  record Sorted(SortedSet<String> set) {}

  record Chain(Optional<Chain> next) {}

  record Loop(List<Loop> loops) {}

  record Throwing(String text) {
    @Override
    public String text() {
      throw new IllegalStateException("not now");
    }
  }

  record Asserting(String text) {
    @Override
    public String text() {
      throw new AssertionError("not so");
    }
  }

  /// What one node may send and another one does not take, as each has its own class of it.
  record Picky(String text) {
    static boolean refuses;

    Picky {
      if (refuses) {
        throw new AssertionError("not this one");
      }
    }
  }

  record Alien() {}

  record Big(byte[] bytes) {}

  private final Schema schema =
      Schema.of(
          List.of(
              Text.class,
              Sorted.class,
              Chain.class,
              Loop.class,
              Throwing.class,
              Asserting.class,
              Picky.class,
              Big.class));
  private final Peer peer = schema.peer(schema.table(), "node-2");

  private String refused(Object value) {
    Output out = new Output(1_000);
    out.u8(1);
    NotSendableException e =
        assertThrows(NotSendableException.class, () -> peer.write(value, out, new NamedRefs()));
    assertEquals(1, out.size());
    return e.getMessage();
  }

  @Test
  void aNullIsRefused() {
    assertEquals(
        "There is a null in field text of "
            + Text.class.getName()
            + ", and null is not sent between nodes. Make it an Optional, or give it a value",
        refused(new Text(null, List.of())));
    List<String> list = new ArrayList<>();
    list.add(null);
    assertTrue(
        refused(new Text("", list))
            .startsWith("There is a null in an element of field list of " + Text.class.getName()));
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void aValueOfAnotherTypeThanDeclaredIsRefused() {
    assertTrue(refused(new Text("", (List) List.of(1))).contains("java.lang.ClassCastException"));
  }

  @Test
  void anOrderThatIsCodeIsRefused() {
    SortedSet<String> set = new TreeSet<>(Comparator.reverseOrder());
    assertTrue(
        refused(new Sorted(set))
            .startsWith("What is in field set of " + Sorted.class.getName() + " is sorted by a"));
  }

  @Test
  void depthAndSizeHaveAnEnd() {
    Chain chain = new Chain(Optional.empty());
    for (int i = 0; i < 100; i++) {
      chain = new Chain(Optional.of(chain));
    }
    assertTrue(refused(chain).startsWith("A value is nested more than 64 deep, or holds itself"));
    List<Loop> loops = new ArrayList<>();
    loops.add(new Loop(loops));
    assertTrue(refused(new Loop(loops)).startsWith("A value is nested more than 64 deep"));
    assertEquals(
        "A value takes more than 1000 bytes, which is the limit. Send less at once",
        refused(new Big(new byte[1_000])));
    assertTrue(refused(new Text("x".repeat(997), List.of())).startsWith("A value takes more"));
  }

  @Test
  void anAccessorThatThrowsIsARefusal() {
    assertEquals(
        "A value of "
            + Throwing.class.getName()
            + " could not be written: java.lang.IllegalStateException: not now",
        refused(new Throwing("")));
  }

  @Test
  void anErrorOfARecordIsARefusalAsWell() {
    assertTrue(refused(new Asserting("")).endsWith("java.lang.AssertionError: not so"));
    Output out = new Output(1_000);
    peer.write(new Picky("x"), out, new NamedRefs());
    Picky.refuses = true;
    try {
      assertThrows(
          MalformedException.class, () -> peer.read(Input.of(out.toBytes()), new NamedRefs()));
    } finally {
      Picky.refuses = false;
    }
  }

  @Test
  void aClassOutsideTheClosedSetIsRefused() {
    assertTrue(
        refused(new Alien())
            .startsWith(Alien.class.getName() + " belongs to no protocol that this node has"));
    assertTrue(refused("text").startsWith("java.lang.String belongs to no protocol"));
  }
}
