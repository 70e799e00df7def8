package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorType;
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
}
