package dev.talma.cluster.internal.codec;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A sealed type of this node.
final class LocalUnion extends LocalShape {
  private final Map<Class<?>, LocalShape> members = new HashMap<>();
  private List<LocalShape> inOrder = List.of();

  LocalUnion(int number, String name, Type type) {
    super(number, name, type);
  }

  void link(List<LocalShape> shapes) {
    inOrder = List.copyOf(shapes);
    for (LocalShape each : shapes) {
      members.put(TypeNames.raw(each.type), each);
    }
  }

  boolean holds(LocalShape shape) {
    return inOrder.contains(shape);
  }

  @Override
  public void write(Object value, Writing to) {
    Class<?> type = value instanceof Enum<?> it ? it.getDeclaringClass() : value.getClass();
    LocalShape member = members.get(type);
    if (member == null) {
      throw new ClassCastException(type.getName() + " is no part of " + name);
    }
    to.check(member);
    to.out.varint(member.number);
    member.write(value, to);
  }

  @Override
  Shape shape() {
    return new Shape.OfUnion(name, inOrder.stream().map(each -> each.number).toList());
  }
}
