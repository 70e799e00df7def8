package dev.talma.cluster.internal.codec;

/// The type of a value as a table tells it: enough to step over one, and to say whether the types
/// of two nodes go together.
sealed interface WireType {

  /// A value without others in it.
  ///
  /// @param kind which
  record Plain(Scalar kind) implements WireType {}

  /// A count, then so many elements: a list, a set, an array.
  ///
  /// @param element of what
  record Sequence(WireType element) implements WireType {}

  /// A count, then so many keys with their values.
  ///
  /// @param key of the keys
  /// @param value of the values
  record Mapping(WireType key, WireType value) implements WireType {}

  /// Nothing, or one value.
  ///
  /// @param value of what
  record Maybe(WireType value) implements WireType {}

  /// A reference to an actor.
  ///
  /// @param protocol the name of its protocol
  record Reference(String protocol) implements WireType {}

  /// A shape of the same table.
  ///
  /// @param number its place in the table
  record Named(int number) implements WireType {}

  /// {@return whether a field of this type has a value that goes without saying: empty, zero,
  /// false}
  default boolean hasDefault() {
    return switch (this) {
      case Plain(Scalar kind) -> kind.hasDefault();
      case Sequence _, Mapping _, Maybe _ -> true;
      case Reference _, Named _ -> false;
    };
  }

  /// {@return the type in words}
  default String text(Table table) {
    return switch (this) {
      case Plain(Scalar kind) -> kind.text;
      case Sequence(WireType element) -> "List of " + element.text(table);
      case Mapping(WireType key, WireType value) ->
          "Map of " + key.text(table) + " to " + value.text(table);
      case Maybe(WireType value) -> "Optional of " + value.text(table);
      case Reference(String protocol) -> "ActorRef of " + protocol;
      case Named(int number) -> table.shape(number).name();
    };
  }
}
