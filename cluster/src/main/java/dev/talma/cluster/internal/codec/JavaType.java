package dev.talma.cluster.internal.codec;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A type of this node that can be sent, with all that it is made of.
sealed interface JavaType {

  /// {@return the same for the wire}
  WireType wire();

  /// {@return the value of a field that the peer does not have}
  default Object defaultValue() {
    throw new IllegalStateException(this + " has no default");
  }

  /// A value without others in it.
  ///
  /// @param kind which
  /// @param java its class or primitive type
  record PlainType(Scalar kind, Class<?> java) implements JavaType {
    @Override
    public WireType wire() {
      return new WireType.Plain(kind);
    }

    @Override
    public Object defaultValue() {
      return kind.defaultValue();
    }
  }

  /// A list or a set.
  ///
  /// @param kind which
  /// @param element of what
  record CollectionType(CollectionKind kind, JavaType element) implements JavaType {
    @Override
    public WireType wire() {
      return new WireType.Sequence(element.wire());
    }

    @Override
    public Object defaultValue() {
      return kind.of(new Object[0]);
    }
  }

  /// An array.
  ///
  /// @param component the class of the elements
  /// @param element of what
  record ArrayType(Class<?> component, JavaType element) implements JavaType {
    @Override
    public WireType wire() {
      return new WireType.Sequence(element.wire());
    }

    @Override
    public Object defaultValue() {
      return Array.newInstance(component, 0);
    }
  }

  /// A map.
  ///
  /// @param sorted whether by its keys
  /// @param key of the keys
  /// @param value of the values
  record MapType(boolean sorted, JavaType key, JavaType value) implements JavaType {
    private static final Set<Class<?>> PLAIN = Set.of(Map.class, SequencedMap.class);
    private static final Set<Class<?>> SORTED = Set.of(SortedMap.class, NavigableMap.class);

    static boolean is(Class<?> type) {
      return PLAIN.contains(type) || SORTED.contains(type);
    }

    static boolean isSorted(Class<?> type) {
      return SORTED.contains(type);
    }

    @Override
    public WireType wire() {
      return new WireType.Mapping(key.wire(), value.wire());
    }

    @Override
    public Object defaultValue() {
      return sorted
          ? Collections.unmodifiableNavigableMap(new TreeMap<>())
          : Collections.unmodifiableSequencedMap(new LinkedHashMap<>());
    }
  }

  /// One of the optionals.
  ///
  /// @param kind its class
  /// @param value of what
  record OptionalType(Class<?> kind, JavaType value) implements JavaType {
    /// {@return what the optionals of primitives hold, or null if it is none of them}
    static @Nullable OptionalType ofPrimitive(Class<?> kind) {
      if (kind == OptionalInt.class) {
        return new OptionalType(kind, new PlainType(Scalar.INT, int.class));
      }
      if (kind == OptionalLong.class) {
        return new OptionalType(kind, new PlainType(Scalar.LONG, long.class));
      }
      return kind == OptionalDouble.class
          ? new OptionalType(kind, new PlainType(Scalar.DOUBLE, double.class))
          : null;
    }

    @Override
    public WireType wire() {
      return new WireType.Maybe(value.wire());
    }

    @Override
    public Object defaultValue() {
      if (kind == OptionalInt.class) {
        return OptionalInt.empty();
      }
      if (kind == OptionalLong.class) {
        return OptionalLong.empty();
      }
      return kind == OptionalDouble.class ? OptionalDouble.empty() : Optional.empty();
    }
  }

  /// A reference to an actor.
  ///
  /// @param protocol its protocol, Object if that is open
  record RefType(Class<?> protocol) implements JavaType {
    @Override
    public WireType wire() {
      return new WireType.Reference(protocol.getName());
    }
  }

  /// A record, an enum or a sealed type.
  ///
  /// @param shape which
  record ShapeType(LocalShape shape) implements JavaType {
    @Override
    public WireType wire() {
      return new WireType.Named(shape.number);
    }
  }

  /// The collections, each as what it is decoded to. All keep the order, and none can be changed.
  enum CollectionKind {
    LIST(List.class, Collection.class, SequencedCollection.class) {
      @Override
      Object of(Object[] elements) {
        return Collections.unmodifiableList(Arrays.asList(elements));
      }
    },
    SET(Set.class, SequencedSet.class) {
      @Override
      Object of(Object[] elements) {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(Arrays.asList(elements)));
      }
    },
    SORTED_SET(SortedSet.class, NavigableSet.class) {
      @Override
      Object of(Object[] elements) {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(Arrays.asList(elements)));
      }
    };

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so
    private final List<Class<?>> types;

    CollectionKind(Class<?>... types) {
      this.types = List.of(types);
    }

    abstract Object of(Object[] elements);

    static @Nullable CollectionKind of(Class<?> type) {
      for (CollectionKind each : values()) {
        if (each.types.contains(type)) {
          return each;
        }
      }
      return null;
    }
  }
}
