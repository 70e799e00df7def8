package dev.talma.cluster.internal.codec;

import dev.talma.cluster.internal.codec.WireType.Mapping;
import dev.talma.cluster.internal.codec.WireType.Maybe;
import dev.talma.cluster.internal.codec.WireType.Named;
import dev.talma.cluster.internal.codec.WireType.Plain;
import dev.talma.cluster.internal.codec.WireType.Reference;
import dev.talma.cluster.internal.codec.WireType.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The bytes of a table. It comes from a peer that may be another version, or no friend: everything
/// is bounded by the bytes that are really there, and every number is checked before it is used.
final class TableFormat {
  /// The most that a table may take.
  static final int LIMIT = 2 << 20;

  private static final int VERSION = 1;
  private static final int TYPE_DEPTH = 16;
  private static final int MOST_FIELDS = 120;

  private static final int RECORD = 1;
  private static final int ENUM = 2;
  private static final int UNION = 3;
  private static final int VALUE = 4;

  private static final int SEQUENCE = 101;
  private static final int MAPPING = 102;
  private static final int MAYBE = 103;
  private static final int REFERENCE = 104;
  private static final int NAMED = 105;

  private TableFormat() {}

  static byte[] write(Table table) {
    Output out = new Output(LIMIT);
    out.u8(VERSION);
    out.varint(table.size());
    for (Shape each : table.shapes()) {
      write(out, each);
    }
    out.checkLimit();
    return out.toBytes();
  }

  private static void write(Output out, Shape shape) {
    switch (shape) {
      case Shape.OfRecord(
              String name,
              List<Shape.Field> fields,
              List<List<Integer>> ways,
              Optional<WireType> answer) -> {
        head(out, RECORD, name);
        out.varint(fields.size());
        for (Shape.Field field : fields) {
          out.text(field.name());
          write(out, field.type());
        }
        out.varint(ways.size());
        for (List<Integer> way : ways) {
          numbers(out, way);
        }
        out.u8(answer.isPresent() ? 1 : 0);
        answer.ifPresent(type -> write(out, type));
      }
      case Shape.OfEnum(String name, List<String> constants) -> {
        head(out, ENUM, name);
        out.varint(constants.size());
        constants.forEach(out::text);
      }
      case Shape.OfUnion(String name, List<Integer> members) -> {
        head(out, UNION, name);
        numbers(out, members);
      }
      case Shape.OfValue(String name, WireType type) -> {
        head(out, VALUE, name);
        write(out, type);
      }
    }
  }

  private static void head(Output out, int kind, String name) {
    out.u8(kind);
    out.text(name);
  }

  private static void numbers(Output out, List<Integer> numbers) {
    out.varint(numbers.size());
    numbers.forEach(out::varint);
  }

  private static void write(Output out, WireType type) {
    switch (type) {
      case Plain(Scalar kind) -> out.u8(kind.code);
      case Sequence(WireType element) -> {
        out.u8(SEQUENCE);
        write(out, element);
      }
      case Mapping(WireType key, WireType value) -> {
        out.u8(MAPPING);
        write(out, key);
        write(out, value);
      }
      case Maybe(WireType value) -> {
        out.u8(MAYBE);
        write(out, value);
      }
      case Reference(String protocol) -> {
        out.u8(REFERENCE);
        out.text(protocol);
      }
      case Named(int number) -> {
        out.u8(NAMED);
        out.varint(number);
      }
    }
  }

  static Table read(byte[] bytes) {
    if (bytes.length > LIMIT) {
      throw new MalformedException(
          "A table of types takes " + bytes.length + " bytes, and " + LIMIT + " is the most");
    }
    Input in = Input.of(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw new MalformedException(
          "A table of types is of version "
              + version
              + ", and this node knows version "
              + VERSION
              + ". Give both nodes the same version of Talma");
    }
    int count = in.count();
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shapes.add(shape(in, count));
    }
    if (in.remaining() > 0) {
      throw new MalformedException("A table of types has bytes after its end");
    }
    return new Table(shapes);
  }

  private static Shape shape(Input in, int count) {
    int kind = in.u8();
    String name = in.text();
    return switch (kind) {
      case RECORD -> record(in, count, name);
      case ENUM -> new Shape.OfEnum(name, list(in, Input::text));
      case UNION -> new Shape.OfUnion(name, members(in, count));
      case VALUE -> new Shape.OfValue(name, type(in, count, 1));
      default -> throw new MalformedException("A table of types has a shape of kind " + kind);
    };
  }

  private static Shape record(Input in, int count, String name) {
    List<Shape.Field> fields = list(in, from -> new Shape.Field(from.text(), type(from, count, 1)));
    if (fields.size() > MOST_FIELDS
        || fields.stream().map(Shape.Field::name).distinct().count() < fields.size()) {
      throw new MalformedException("The fields of " + name + " in a table of types make no record");
    }
    List<List<Integer>> ways = list(in, from -> way(from, fields.size()));
    Optional<WireType> answer = in.u8() == 0 ? Optional.empty() : Optional.of(type(in, count, 1));
    return new Shape.OfRecord(name, fields, ways, answer);
  }

  private static List<Integer> members(Input in, int count) {
    List<Integer> members = list(in, from -> below(from, count));
    if (new HashSet<>(members).size() < members.size()) {
      throw new MalformedException("A table of types has a part of a sealed type twice");
    }
    return members;
  }

  private static List<Integer> way(Input in, int fields) {
    List<Integer> places = list(in, from -> below(from, fields));
    for (int i = 1; i < places.size(); i++) {
      if (places.get(i) <= places.get(i - 1)) {
        throw new MalformedException("A table of types has a constructor out of order");
      }
    }
    return places;
  }

  private static <T> List<T> list(Input in, Function<Input, T> element) {
    int count = in.count();
    List<T> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(element.apply(in));
    }
    return List.copyOf(result);
  }

  private static int below(Input in, int count) {
    int number = in.varint();
    if (number < 0 || number >= count) {
      throw new MalformedException("A table of types has no number " + number);
    }
    return number;
  }

  private static WireType type(Input in, int count, int depth) {
    if (depth > TYPE_DEPTH) {
      throw new MalformedException(
          "A type in a table of types is nested more than " + TYPE_DEPTH + " deep");
    }
    int code = in.u8();
    return switch (code) {
      case SEQUENCE -> new Sequence(type(in, count, depth + 1));
      case MAPPING -> new Mapping(type(in, count, depth + 1), type(in, count, depth + 1));
      case MAYBE -> new Maybe(type(in, count, depth + 1));
      case REFERENCE -> new Reference(in.text());
      case NAMED -> new Named(below(in, count));
      default -> {
        Scalar kind = Scalar.of(code);
        if (kind == null) {
          throw new MalformedException("A table of types has a type of kind " + code);
        }
        yield new Plain(kind);
      }
    };
  }
}
