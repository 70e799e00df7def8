package dev.talma.cluster.internal.codec;

import dev.talma.ActorRef;
import dev.talma.cluster.internal.codec.JavaType.ArrayType;
import dev.talma.cluster.internal.codec.JavaType.CollectionType;
import dev.talma.cluster.internal.codec.JavaType.MapType;
import dev.talma.cluster.internal.codec.JavaType.OptionalType;
import dev.talma.cluster.internal.codec.JavaType.PlainType;
import dev.talma.cluster.internal.codec.JavaType.RefType;
import dev.talma.cluster.internal.codec.JavaType.ShapeType;
import dev.talma.cluster.internal.codec.WireType.Mapping;
import dev.talma.cluster.internal.codec.WireType.Maybe;
import dev.talma.cluster.internal.codec.WireType.Named;
import dev.talma.cluster.internal.codec.WireType.Plain;
import dev.talma.cluster.internal.codec.WireType.Reference;
import dev.talma.cluster.internal.codec.WireType.Sequence;
import java.time.DateTimeException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What reads the shapes of one peer. A reader is made for a type of the peer and one of this node
/// together, and gives values of the latter alone, so no field ever gets a value of another type.
final class Readers {
  private final Table theirs;
  private final Compatibility compatibility;
  private final Map<String, LocalShape> ours;
  private final Skipping skipping;
  private final ValueReader[] shapes;

  /// Those that are not allowed to come by themselves have readers here that say so.
  private final ValueReader[] byClass;

  private final Map<LocalUnion, ValueReader> unions = new HashMap<>();

  Readers(Map<String, LocalShape> ours, Table theirs, Compatibility compatibility, String peer) {
    this.ours = ours;
    this.theirs = theirs;
    this.compatibility = compatibility;
    this.skipping = new Skipping(theirs);
    this.shapes = new ValueReader[theirs.size()];
    // Records, enums and sealed types first, as they hold one another; then what is in them.
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = shape(i, peer);
    }
    for (int i = 0; i < shapes.length; i++) {
      if (shapes[i] instanceof RecordReader record) {
        record.link(this);
      } else if (theirs.shape(i) instanceof Shape.OfValue(String name, WireType type)
          && compatibility.problem(i) == null
          && ours.get(name) instanceof LocalValue value) {
        shapes[i] = of(type, value.javaType());
      }
    }
    this.byClass = new ValueReader[shapes.length];
    for (int i = 0; i < shapes.length; i++) {
      LocalShape local = ours.get(theirs.shape(i).name());
      byClass[i] =
          local == null || local.isByClass()
              ? shapes[i]
              : refusal("A value of " + local.name + " came by itself");
    }
  }

  /// {@return the reader of a shape of the peer}
  ValueReader shape(int number) {
    if (number < 0 || number >= shapes.length) {
      throw new MalformedException("There is no shape " + number + " in the table of the peer");
    }
    return shapes[number];
  }

  /// {@return as [#shape(int)], of one that can be written by its class alone}
  ValueReader byClass(int number) {
    if (number < 0 || number >= byClass.length) {
      return shape(number); // says that there is none
    }
    return byClass[number];
  }

  Skipping skipping() {
    return skipping;
  }

  private ValueReader shape(int number, String peer) {
    String problem = compatibility.problem(number);
    if (problem != null) {
      return refusal(problem);
    }
    Shape shape = theirs.shape(number);
    LocalShape local = ours.get(shape.name());
    return switch (shape) {
      case Shape.OfRecord it when local instanceof LocalRecord record -> {
        Shape.OfRecord known = record.shape();
        yield new RecordReader(record, it, Compatibility.way(it, known).orElseThrow(), peer);
      }
      case Shape.OfEnum it when local instanceof LocalEnum constants ->
          constant(number, it, constants);
      case Shape.OfUnion _ when local instanceof LocalUnion union -> union(union);
      default -> refusal("A value of " + shape.name() + " is not sent by itself");
    };
  }

  private static ValueReader refusal(String problem) {
    return from -> {
      throw new MalformedException(problem);
    };
  }

  private ValueReader constant(int number, Shape.OfEnum theirConstants, LocalEnum local) {
    @Nullable Object[] constants = new @Nullable Object[theirConstants.constants().size()];
    for (Enum<?> each : local.constants()) {
      int place = theirConstants.constants().indexOf(each.name());
      if (place >= 0) {
        constants[place] = each;
      }
    }
    @Nullable String[] problems = compatibility.constantProblems(number);
    return from -> {
      int place = from.in.varint();
      if (place < 0 || place >= constants.length) {
        throw new MalformedException(local.name + " has no constant " + place);
      }
      Object constant = constants[place];
      if (constant == null) {
        throw new MalformedException(
            problems.length == 0
                ? "Constant " + place + " of " + local.name + " is not known"
                : String.valueOf(problems[place]));
      }
      return constant;
    };
  }

  private ValueReader union(LocalUnion union) {
    return unions.computeIfAbsent(union, this::made);
  }

  private ValueReader made(LocalUnion union) {
    boolean[] members = new boolean[theirs.size()];
    for (int i = 0; i < members.length; i++) {
      LocalShape local = ours.get(theirs.shape(i).name());
      members[i] = local != null && union.holds(local);
    }
    return from -> {
      int number = from.in.varint();
      ValueReader reader = shape(number);
      if (!members[number] && compatibility.problem(number) == null) {
        throw new MalformedException(
            theirs.shape(number).name() + " is no part of " + union.name + " on this node");
      }
      return reader.read(from);
    };
  }

  /// {@return a reader of what the peer writes as one type and this node takes as another}
  ValueReader of(WireType type, JavaType java) {
    return switch (java) {
      case PlainType(Scalar kind, _) when type instanceof Plain(Scalar their) -> plain(their, kind);
      case CollectionType(JavaType.CollectionKind kind, JavaType element)
          when type instanceof Sequence(WireType their) -> {
        ValueReader elements = of(their, element);
        yield from -> kind.of(Elements.read(elements, from));
      }
      case ArrayType(Class<?> component, JavaType element)
          when type instanceof Sequence(WireType their) ->
          Elements.array(component, their, of(their, element));
      case MapType(boolean sorted, JavaType key, JavaType value)
          when type instanceof Mapping(WireType theirKey, WireType theirValue) ->
          map(sorted, of(theirKey, key), of(theirValue, value));
      case OptionalType(Class<?> kind, JavaType value) when type instanceof Maybe(WireType their) ->
          optional(kind, java, of(their, value));
      case RefType(Class<?> protocol) when type instanceof Reference -> ref(protocol);
      case ShapeType(LocalShape shape) when type instanceof Named(int number) ->
          named(number, shape);
      default -> throw new IllegalStateException(type + " cannot be read as " + java);
    };
  }

  private ValueReader named(int number, LocalShape shape) {
    if (shape instanceof LocalUnion union) {
      // The peer may have one record where this node has a sealed type that it belongs to.
      return theirs.shape(number) instanceof Shape.OfUnion
          ? union(union)
          : from -> shapes[number].read(from);
    }
    return shapes[number];
  }

  private static ValueReader plain(Scalar their, Scalar kind) {
    return their == kind ? new Same(kind) : from -> kind.widen((Number) their.read(from.in));
  }

  /// Reads what is the same on both nodes.
  ///
  /// @param kind what
  record Same(Scalar kind) implements ValueReader {
    @Override
    public Object read(Reading from) {
      try {
        return kind.read(from.in);
      } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
        throw new MalformedException("The bytes of a " + kind.text + " make no sense: " + e, e);
      }
    }
  }

  private static ValueReader map(boolean sorted, ValueReader keys, ValueReader values) {
    return from -> {
      int count = from.in.count();
      from.enter();
      if (sorted) {
        TreeMap<Object, Object> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
          map.put(keys.read(from), values.read(from));
        }
        from.leave();
        return Collections.unmodifiableNavigableMap(map);
      }
      LinkedHashMap<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        map.put(keys.read(from), values.read(from));
      }
      from.leave();
      return Collections.unmodifiableSequencedMap(map);
    };
  }

  private static ValueReader optional(Class<?> kind, JavaType type, ValueReader reader) {
    Object empty = type.defaultValue();
    return from -> {
      if (!present(from.in)) {
        return empty;
      }
      Object value = reader.read(from);
      if (kind == Optional.class) {
        return Optional.of(value);
      }
      if (kind == OptionalInt.class) {
        return OptionalInt.of((Integer) value);
      }
      return kind == OptionalLong.class
          ? OptionalLong.of((Long) value)
          : OptionalDouble.of((Double) value);
    };
  }

  static boolean present(Input in) {
    int flag = in.u8();
    if (flag > 1) {
      throw new MalformedException("An optional is neither empty nor present");
    }
    return flag == 1;
  }

  private static ValueReader ref(Class<?> protocol) {
    return from -> {
      int outer = from.in.narrow(from.in.count());
      ActorRef<?> ref;
      try {
        ref = from.refs.read(from.in, protocol);
      } catch (MalformedException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new MalformedException("The bytes of a reference make no sense: " + e, e);
      }
      from.in.widen(outer);
      return Objects.requireNonNull(ref, "ref");
    };
  }
}
