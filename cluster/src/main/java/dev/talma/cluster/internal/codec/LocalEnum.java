package dev.talma.cluster.internal.codec;

import java.util.Arrays;
import java.util.List;

/// An enum of this node.
final class LocalEnum extends LocalShape {
  private final List<Enum<?>> constants;

  LocalEnum(int number, String name, Class<?> type) {
    super(number, name, type);
    this.constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(each -> (Enum<?>) each).toList();
  }

  List<Enum<?>> constants() {
    return constants;
  }

  @Override
  @SuppressWarnings(
      "EnumOrdinal") // the table of this very node says which constant is at which place
  public void write(Object value, Writing to) {
    Enum<?> constant = (Enum<?>) value;
    if (constant.getDeclaringClass() != type) {
      throw new ClassCastException(value + " is no constant of " + name);
    }
    to.checkConstant(this, constant.ordinal());
    to.out.varint(constant.ordinal());
  }

  @Override
  Shape shape() {
    return new Shape.OfEnum(name, constants.stream().<String>map(Enum::name).toList());
  }
}
