package dev.talma.cluster.internal.codec;

import java.util.List;
import java.util.Optional;

/// What a table says of one named type. The name is that of the class, and with that of its type
/// arguments if it has any.
sealed interface Shape {

  /// {@return its name, the same on all nodes}
  String name();

  /// {@return what it is, in words}
  default String kind() {
    return switch (this) {
      case OfRecord _ -> "a record";
      case OfEnum _ -> "an enum";
      case OfUnion _ -> "a sealed type";
      case OfValue _ -> "a plain value";
    };
  }

  /// A record: the fields one after the other, or one byte if there are none. So that every value
  /// takes a byte at least, and no count can promise more values than there are bytes.
  ///
  /// @param name its name
  /// @param fields in order
  /// @param ways what its constructors take: the places of the fields, the canonical one first
  /// @param answer what it is answered with, if it is a request
  record OfRecord(
      String name, List<Field> fields, List<List<Integer>> ways, Optional<WireType> answer)
      implements Shape {}

  /// A field of a record.
  ///
  /// @param name its name
  /// @param type its type
  record Field(String name, WireType type) {}

  /// An enum: the place of the constant.
  ///
  /// @param name its name
  /// @param constants their names in order
  record OfEnum(String name, List<String> constants) implements Shape {}

  /// A sealed type: the number of a shape, then a value of that.
  ///
  /// @param name its name
  /// @param members the records and enums that it can be
  record OfUnion(String name, List<Integer> members) implements Shape {}

  /// Any other type that is sent by itself, such as `String` or `List<shop.Item>`.
  ///
  /// @param name the type
  /// @param type the same for the wire
  record OfValue(String name, WireType type) implements Shape {}
}
