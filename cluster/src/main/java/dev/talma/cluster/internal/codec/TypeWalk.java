package dev.talma.cluster.internal.codec;

import dev.talma.ActorRef;
import dev.talma.cluster.internal.codec.JavaType.ArrayType;
import dev.talma.cluster.internal.codec.JavaType.CollectionKind;
import dev.talma.cluster.internal.codec.JavaType.CollectionType;
import dev.talma.cluster.internal.codec.JavaType.MapType;
import dev.talma.cluster.internal.codec.JavaType.OptionalType;
import dev.talma.cluster.internal.codec.JavaType.PlainType;
import dev.talma.cluster.internal.codec.JavaType.RefType;
import dev.talma.cluster.internal.codec.JavaType.ShapeType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Finds the closed set: from the roots over the permitted classes of sealed types, the components
/// of records, the answers of requests and the protocols of references. A root is walked to the end
/// before the next one, so more roots never change the numbers that the first ones have given.
final class TypeWalk {
  private static final int TYPE_DEPTH = 12;

  private final Map<Type, LocalShape> shapes = new LinkedHashMap<>();
  private final Map<String, Type> names = new HashMap<>();
  private final Deque<Runnable> unfinished = new ArrayDeque<>();

  private final UnaryOperator<String> wireNames;

  /// @param wireNames the name on the wire for the name of a type; the same, but for tests
  TypeWalk(UnaryOperator<String> wireNames) {
    this.wireNames = wireNames;
  }

  void root(Type type) {
    root(type, "the root " + TypeNames.name(TypeNames.normal(type, Map.of())));
  }

  /// @param where how to call it in sentences
  void root(Type type, String where) {
    enter(TypeNames.normal(type, Map.of()), where);
    for (Runnable next = unfinished.poll(); next != null; next = unfinished.poll()) {
      next.run();
    }
  }

  Map<Type, LocalShape> shapes() {
    return shapes;
  }

  /// Makes it something that is sent by itself.
  private void enter(Type type, String where) {
    JavaType found = resolve(type, where);
    if (!(found instanceof ShapeType) && !shapes.containsKey(type)) {
      add(new LocalValue(shapes.size(), wireName(type), type, found));
    }
  }

  private JavaType resolve(Type type, String where) {
    if (TypeNames.depth(type) > TYPE_DEPTH) {
      throw Refusal.of(
          "is a generic type that is nested more than "
              + TYPE_DEPTH
              + " deep, or grows without an end. Use a type without arguments",
          where);
    }
    return switch (type) {
      case Class<?> it -> ofClass(it, where);
      case TypeNames.Generic(Class<?> raw, List<Type> arguments) ->
          ofGeneric(type, raw, arguments, where);
      case TypeNames.ArrayOf(Type component) ->
          new ArrayType(TypeNames.raw(component), resolve(component, where));
      case TypeVariable<?> it ->
          throw Refusal.of(
              "is of the type variable "
                  + it.getName()
                  + ", and nothing says what it stands for. Name a type there, or give the type its"
                  + " arguments where it is used",
              where);
      default ->
          throw Refusal.of(
              "is of type " + TypeNames.name(type) + ", which can be anything. Name one type",
              where);
    };
  }

  private JavaType ofClass(Class<?> type, String where) {
    Scalar plain = Scalar.of(type);
    if (plain != null) {
      return new PlainType(plain, type);
    }
    OptionalType optional = OptionalType.ofPrimitive(type);
    if (optional != null) {
      return optional;
    }
    if (type.isArray()) {
      return new ArrayType(type.componentType(), resolve(type.componentType(), where));
    }
    if (type == ActorRef.class) {
      return new RefType(Object.class);
    }
    if (type.isEnum()) {
      return shape(type, () -> new LocalEnum(shapes.size(), wireName(type), type));
    }
    boolean holder = CollectionKind.of(type) != null || MapType.is(type) || type == Optional.class;
    if (holder || (isOurs(type) && type.getTypeParameters().length > 0)) {
      throw Refusal.raw(type, where);
    }
    return isOurs(type) ? ofOurs(type, type) : refuse(type, where);
  }

  private static JavaType refuse(Class<?> type, String where) {
    throw Refusal.of(type, where);
  }

  private JavaType ofGeneric(Type type, Class<?> raw, List<Type> arguments, String where) {
    CollectionKind collection = CollectionKind.of(raw);
    if (collection != null) {
      if (collection == CollectionKind.SORTED_SET) {
        checkOrder(arguments.getFirst(), where);
      }
      return new CollectionType(
          collection, resolve(arguments.getFirst(), "an element of " + where));
    }
    if (MapType.is(raw)) {
      if (MapType.isSorted(raw)) {
        checkOrder(arguments.getFirst(), where);
      }
      return new MapType(
          MapType.isSorted(raw),
          resolve(arguments.getFirst(), "a key of " + where),
          resolve(arguments.getLast(), "a value of " + where));
    }
    if (raw == Optional.class) {
      return new OptionalType(raw, resolve(arguments.getFirst(), "the value of " + where));
    }
    if (raw == ActorRef.class) {
      return ref(arguments.getFirst(), where);
    }
    return isOurs(raw) ? ofOurs(type, raw) : refuse(raw, where);
  }

  private static void checkOrder(Type element, String where) {
    if (!Comparable.class.isAssignableFrom(TypeNames.raw(element))) {
      throw Refusal.of(
          "is sorted, and "
              + TypeNames.name(element)
              + " has no natural order. Let it be Comparable, or declare a Set, which keeps the"
              + " order",
          where);
    }
  }

  private JavaType ref(Type argument, String where) {
    Type protocol = argument instanceof TypeNames.AtLeast(Type bound) ? bound : argument;
    if (protocol != Object.class) {
      enter(protocol, "the protocol of " + where);
    }
    return new RefType(TypeNames.raw(protocol));
  }

  private static boolean isOurs(Class<?> type) {
    return type.isRecord() || type.isSealed();
  }

  private JavaType ofOurs(Type type, Class<?> raw) {
    String name = wireName(type);
    return raw.isRecord()
        ? shape(
            type,
            () -> {
              LocalRecord record = new LocalRecord(shapes.size(), name, type);
              unfinished.add(() -> finish(record, raw));
              return record;
            })
        : shape(
            type,
            () -> {
              LocalUnion union = new LocalUnion(shapes.size(), name, type);
              unfinished.add(() -> finish(union, raw));
              return union;
            });
  }

  private String wireName(Type type) {
    return wireNames.apply(TypeNames.name(type));
  }

  private JavaType shape(Type type, Supplier<LocalShape> made) {
    LocalShape known = shapes.get(type);
    return new ShapeType(known != null ? known : add(made.get()));
  }

  private LocalShape add(LocalShape shape) {
    if (names.putIfAbsent(shape.name, shape.type) != null) {
      throw new IllegalArgumentException(
          "There are two classes "
              + shape.name
              + ", of two class loaders, and a name must mean one of them. Leave one out");
    }
    shapes.put(shape.type, shape);
    return shape;
  }

  private void finish(LocalRecord record, Class<?> raw) {
    RecordParts parts = new RecordParts(record, raw);
    List<LocalRecord.Component> components =
        parts.components((type, name) -> resolve(type, "field " + name + " of " + record.name));
    Optional<JavaType> answer =
        RequestAnswer.of(record.type).map(type -> resolve(type, "the answer to " + record.name));
    record.link(components, parts.ways(), answer);
  }

  private void finish(LocalUnion union, Class<?> raw) {
    Set<LocalShape> members = new LinkedHashSet<>();
    members(union, union.type, raw, members);
    union.link(List.copyOf(members));
  }

  private void members(LocalUnion union, Type type, Class<?> raw, Set<LocalShape> found) {
    for (Class<?> each : Objects.requireNonNull(raw.getPermittedSubclasses())) {
      Type member = below(type, raw, each);
      if (each.isRecord() || each.isEnum()) {
        if (resolve(member, each.getName()) instanceof ShapeType(LocalShape shape)) {
          found.add(shape);
        }
      } else if (each.isSealed() && java.lang.reflect.Modifier.isAbstract(each.getModifiers())) {
        members(union, member, each, found);
      } else {
        throw Refusal.member(each, union.name);
      }
    }
  }

  /// {@return a permitted class with the type arguments that follow from those of the sealed one}
  private static Type below(Type type, Class<?> raw, Class<?> member) {
    if (member.getTypeParameters().length == 0) {
      return member;
    }
    Map<TypeVariable<?>, Type> arguments = RequestAnswer.arguments(type);
    Map<TypeVariable<?>, Type> known = new HashMap<>();
    List<Type> above = new ArrayList<>(Arrays.asList(member.getGenericInterfaces()));
    Optional.ofNullable(member.getGenericSuperclass()).ifPresent(above::add);
    for (Type each : above) {
      if (each instanceof ParameterizedType it && it.getRawType() == raw) {
        for (int i = 0; i < raw.getTypeParameters().length; i++) {
          Type argument = arguments.get(raw.getTypeParameters()[i]);
          if (it.getActualTypeArguments()[i] instanceof TypeVariable<?> variable
              && argument != null) {
            known.put(variable, argument);
          }
        }
      }
    }
    return new TypeNames.Generic(
        member,
        Arrays.stream(member.getTypeParameters())
            .<Type>map(variable -> known.getOrDefault(variable, variable))
            .toList());
  }
}
