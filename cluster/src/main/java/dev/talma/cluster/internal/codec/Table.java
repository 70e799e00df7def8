package dev.talma.cluster.internal.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shapes of a node. The place of a shape is its number on the wire.
final class Table {
  private final List<Shape> shapes;
  private final Map<String, Integer> byName = new HashMap<>();

  /// Refuses names that come twice, and numbers that are none.
  Table(List<Shape> shapes) {
    this.shapes = List.copyOf(shapes);
    for (int i = 0; i < shapes.size(); i++) {
      String name = shapes.get(i).name();
      if (byName.put(name, i) != null) {
        throw new MalformedException("A table of types has " + name + " twice");
      }
    }
  }

  int size() {
    return shapes.size();
  }

  Shape shape(int number) {
    return shapes.get(number);
  }

  List<Shape> shapes() {
    return shapes;
  }

  @Nullable Integer number(String name) {
    return byName.get(name);
  }
}
