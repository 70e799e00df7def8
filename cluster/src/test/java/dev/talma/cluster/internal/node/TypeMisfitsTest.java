package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorType;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What two nodes say when they meet and their kinds of actors do not fit.
class TypeMisfitsTest {
  private static final NodeId HERE = new NodeId("here", "1");
  private static final NodeId THERE = new NodeId("there", "1");

  sealed interface Account {
    record Deposit(long amount) implements Account {}
  }

  sealed interface Other {
    record Take(long amount) implements Other {}
  }

  /// Two versions of one record: their names are of one length, so that one can pass as the other.
  record State1(long balance) {}

  record State2(long balance, State1 former) {}

  private final List<String> said = new ArrayList<>();

  private static <M> ActorType<M> type(Class<M> protocol) {
    return ActorType.of("account", protocol, () -> Actor.handler(() -> (_, _) -> {}));
  }

  private static ClusterSettings with(ActorType<?> type, String... roles) {
    return ClusterSettings.defaults().types(type).roles(roles);
  }

  private static Schema schema(ClusterSettings settings) {
    return Schema.ofRoots(Roots.of(settings, new SystemMessages(List.of())));
  }

  private static Greeting greeting(ClusterSettings settings) {
    return Greeting.of(settings, schema(settings).table());
  }

  private TypeMisfits misfits(ClusterSettings settings) {
    ActorType<?> type = settings.types().getFirst();
    return new TypeMisfits(HERE, Map.of(type.name(), type), greeting(settings), said::add);
  }

  /// Has one meet the other.
  private void meet(ClusterSettings here, Greeting there) {
    misfits(here).look(THERE, there, schema(here).peer(there.table(), "there"));
  }

  private String sentence() {
    assertEquals(1, said.size(), said::toString);
    return said.removeFirst();
  }

  /// What one says that has the first version and the name of the second.
  private static Greeting older() {
    Greeting first = greeting(with(type(Account.class).withState(State1.class)));
    String name = TypeMisfitsTest.class.getName() + "$State";
    String text = new String(first.table(), StandardCharsets.ISO_8859_1);
    byte[] renamed = text.replace(name + 1, name + 2).getBytes(StandardCharsets.ISO_8859_1);
    return new Greeting(
        greeting(with(type(Account.class).withState(State2.class))).kinds(), renamed);
  }

  @Test
  void whatFitsIsNoNews() {
    var settings = with(type(Account.class).withState(State2.class).withRole("back"), "back");
    meet(settings, greeting(settings));
    meet(settings, greeting(ClusterSettings.defaults()));
    assertEquals(List.of(), said);
  }

  @Test
  void twoProtocolsOfOneTypeAreSaidOnceOfEachRunOfTheOtherNode() {
    ClusterSettings here = with(type(Account.class));
    Greeting there = greeting(with(type(Other.class)));
    TypeMisfits misfits = misfits(here);
    for (int i = 0; i < 3; i++) {
      misfits.look(THERE, there, schema(here).peer(there.table(), "there"));
    }
    String sentence = sentence();
    assertTrue(
        sentence.startsWith(
            "The protocol of the actor type \"account\" is "
                + Account.class.getName()
                + " on this node, here, and "
                + Other.class.getName()
                + " on there. "),
        sentence);
    misfits.look(new NodeId("there", "2"), there, schema(here).peer(there.table(), "there"));
    assertEquals(sentence, sentence());
  }

  @Test
  void aStateThatCannotBeReadIsNamedWithItsRecordAndComponent() {
    meet(with(type(Account.class).withState(State2.class)), older());
    String sentence = sentence();
    String state = State2.class.getName();
    assertTrue(
        sentence.startsWith(
            "The state of the actor type \"account\", "
                + state
                + ", cannot be handed over from there to this node, here: "
                + state
                + " on this node needs the field former, which there does not have. Give the"),
        sentence);
  }

  @Test
  void whereNoneCanMoveItsStateDoesNotMatter() {
    ActorType<Account> type = type(Account.class).withRole("back");
    meet(with(type.withState(State2.class)), greeting(with(type, "back")));
    assertEquals(List.of(), said);
  }

  @Test
  void anotherStateAndAnotherRoleAreNamed() {
    ActorType<Account> plain = type(Account.class);
    meet(with(plain.withState(State1.class)), greeting(with(plain)));
    String state = sentence();
    assertTrue(
        state.startsWith(
            "The state of the actor type \"account\" is "
                + State1.class.getName()
                + " on this node, here, and none on there. "),
        state);
    meet(with(plain), greeting(with(plain.withRole("back"), "back")));
    String role = sentence();
    assertTrue(
        role.startsWith(
            "The role of the actor type \"account\" is none on this node, here, and back on there."),
        role);
  }

  @Test
  void aGreetingIsReadAsItWasWrittenAndNonsenseIsRefused() {
    Greeting said = greeting(with(type(Account.class).withState(State1.class).withRole("a"), "a"));
    Greeting read = Greeting.read(said.bytes());
    assertEquals(said.kinds(), read.kinds());
    assertArrayEquals(said.table(), read.table());
    byte[] bytes = said.bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThrows(MalformedException.class, () -> Greeting.read(part));
    }
    assertThrows(
        MalformedException.class, () -> Greeting.read(Arrays.copyOf(bytes, bytes.length + 1)));
    var table = assertThrows(MalformedException.class, () -> Greeting.read(said.table()));
    assertTrue(table.getMessage().contains("the same version of Talma"), table::getMessage);
  }
}
