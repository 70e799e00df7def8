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
    this.shapes.forEach(this::check);
  }

  /// Whatever holds itself does so through a record: the parts of a sealed type are records and
  /// enums, and a value that is no more than its type is in nothing else.
  private void check(Shape shape) {
    switch (shape) {
      case Shape.OfRecord record -> {
        record.fields().forEach(field -> check(field.type()));
        record.answer().ifPresent(this::check);
      }
      case Shape.OfEnum _ -> {}
      case Shape.OfUnion(String name, List<Integer> members) -> {
        for (int each : members) {
          if (!(shapes.get(each) instanceof Shape.OfRecord
              || shapes.get(each) instanceof Shape.OfEnum)) {
            throw new MalformedException(
                shapes.get(each).name() + " cannot be a part of the sealed type " + name);
          }
        }
      }
      case Shape.OfValue(_, WireType type) -> check(type);
    }
  }

  private void check(WireType type) {
    switch (type) {
      case WireType.Sequence(WireType element) -> check(element);
      case WireType.Mapping(WireType key, WireType value) -> {
        check(key);
        check(value);
      }
      case WireType.Maybe(WireType value) -> check(value);
      case WireType.Named(int number) -> {
        if (shapes.get(number) instanceof Shape.OfValue(String name, _)) {
          throw new MalformedException(name + " cannot be in anything else by its name");
        }
      }
      case WireType.Plain _, WireType.Reference _ -> {}
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
