package dev.talma.cluster.internal.node;

import dev.talma.ActorType;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What two nodes say of themselves when they meet: their kinds of named actors, and the table of
/// all that they send.
///
/// @param kinds the kinds of named actors
/// @param table the table, as bytes
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Greeting(List<Kind> kinds, byte[] table) {
  /// As much as the handshake takes.
  private static final int LIMIT = 4 << 20;

  /// Another one than that of a table, with which greetings have begun.
  private static final int VERSION = 2;

  /// A kind of named actors, as a node knows it.
  ///
  /// @param type its name
  /// @param protocol the class of the messages
  /// @param state the class of what is handed over
  /// @param role where its actors may live
  /// @param livesHere whether they may live on that node
  record Kind(
      String type,
      String protocol,
      Optional<String> state,
      Optional<String> role,
      boolean livesHere) {

    static Kind of(ActorType<?> type, ClusterSettings settings) {
      return new Kind(
          type.name(),
          type.protocol().getName(),
          type.state().map(Class::getName),
          type.role(),
          settings.roles().containsAll(type.role().stream().toList()));
    }
  }

  static Greeting of(ClusterSettings settings, byte[] table) {
    return new Greeting(
        settings.types().stream().map(type -> Kind.of(type, settings)).toList(), table);
  }

  byte[] bytes() {
    Output out = new Output(LIMIT);
    out.u8(VERSION);
    out.varint(kinds.size());
    for (Kind kind : kinds) {
      out.text(kind.type);
      out.text(kind.protocol);
      optional(kind.state, out);
      optional(kind.role, out);
      out.u8(kind.livesHere ? 1 : 0);
    }
    out.bytes(table);
    return out.toBytes();
  }

  private static void optional(Optional<String> text, Output out) {
    out.u8(text.isPresent() ? 1 : 0);
    text.ifPresent(out::text);
  }

  /// @throws MalformedException if it makes no sense
  static Greeting read(byte[] bytes) {
    Input in = Input.of(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new MalformedException(
          "Its greeting is of version "
              + version
              + ", and this node knows version "
              + VERSION
              + ". Give both nodes the same version of Talma");
    }
    int count = in.count();
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kinds.add(new Kind(in.text(), in.text(), optional(in), optional(in), in.u8() != 0));
    }
    byte[] table = in.bytes();
    if (in.remaining() > 0) {
      throw new MalformedException("Its greeting has bytes after its end");
    }
    return new Greeting(List.copyOf(kinds), table);
  }

  private static Optional<String> optional(Input in) {
    return in.u8() == 0 ? Optional.empty() : Optional.of(in.text());
  }
}
