package dev.talma.cluster.internal.codec;

import java.lang.reflect.Type;

/// A named type of this node. The walk numbers the shapes as it meets them and fills them in
/// afterwards, as they hold one another; from then on they do not change.
abstract sealed class LocalShape implements ValueWriter
    permits LocalRecord, LocalEnum, LocalUnion, LocalValue {
  final int number;
  final String name;
  final Type type;

  LocalShape(int number, String name, Type type) {
    this.number = number;
    this.name = name;
    this.type = type;
  }

  /// {@return whether the class of a value says that it is one of this} Not of a sealed type, and
  /// not of a generic record, as of that there may be several.
  final boolean isByClass() {
    return type instanceof Class<?> && !(this instanceof LocalUnion);
  }

  /// {@return what the table says of it}
  abstract Shape shape();

  @Override
  public String toString() {
    return name;
  }
}
