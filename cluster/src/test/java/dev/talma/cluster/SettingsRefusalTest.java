package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorType;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Types that cannot be sent are refused by the join, in sentences that name what was configured.
class SettingsRefusalTest {

  interface Open {}

  sealed interface Shop {
    record Buy(List<Object> items) implements Shop {}
  }

  record State(StringBuilder text) {}

  private static <M> ActorType<M> type(Class<M> protocol) {
    return ActorType.of("shop", protocol, () -> Actor.handler(() -> (_, _) -> {}));
  }

  private static String refusal(UnaryOperator<ClusterSettings> settings) {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Cluster.join(s -> settings.apply(s.node("refused"))));
    assertEquals(IllegalArgumentException.class, thrown.getClass()); // nothing that is internal
    return String.valueOf(thrown.getMessage());
  }

  private static void assertParts(String sentence, String start, String end) {
    assertTrue(sentence.startsWith(start), sentence);
    assertTrue(sentence.endsWith(end), sentence);
  }

  @Test
  void aProtocolIsNamedByTheTypeOfItsActors() {
    assertParts(
        refusal(s -> s.types(type(Open.class))),
        "The protocol of the actor type \"shop\" is of type " + Open.class.getName() + ", which",
        "or name a record");
  }

  @Test
  void aFieldIsNamedWithItsRecordAndTheTypeOfTheActors() {
    assertParts(
        refusal(s -> s.types(type(Shop.class))),
        "An element of field items of " + Shop.Buy.class.getName() + " is of type java.lang.Object",
        ". It was met in the protocol of the actor type \"shop\"");
  }

  @Test
  void aStateAndFurtherMessagesAreNamedAsWhatTheyAre() {
    assertParts(
        refusal(s -> s.types(type(Integer.class).withState(State.class))),
        "Field text of " + State.class.getName() + " is of type java.lang.StringBuilder",
        ". It was met in the state of the actor type \"shop\"");
    assertParts(
        refusal(s -> s.messages(Shop.class)),
        "An element of field items of " + Shop.Buy.class.getName(),
        ". It was met in the class " + Shop.class.getName() + " of messages(…)");
  }

  @Test
  void aPlaceWhereItCannotListenIsNamedWithWhatToDo() {
    var elsewhere =
        assertThrows(
            UncheckedIOException.class,
            () -> Cluster.join(s -> s.node("four").insecure().bind("203.0.113.9", 0)));
    String why = String.valueOf(elsewhere.getMessage());
    assertTrue(why.startsWith("The node four cannot start: Cannot listen on 203.0.113.9:0"), why);
    assertTrue(why.contains("It is no address of this machine"), why);
    try (var first = Cluster.join(s -> s.node("one"))) {
      var taken =
          assertThrows(
              UncheckedIOException.class,
              () -> Cluster.join(s -> s.node("two").bind("127.0.0.1", first.address().port())));
      assertTrue(
          taken.getMessage().contains("Another process may have the port"), taken::getMessage);
    }
    var port = assertThrows(IllegalArgumentException.class, () -> Address.parse("a:65536"));
    assertEquals("A port is from 0 to 65535, but this is 65536, in \"a:65536\"", port.getMessage());
  }
}
