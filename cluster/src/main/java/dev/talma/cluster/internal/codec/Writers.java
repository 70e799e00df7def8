package dev.talma.cluster.internal.codec;

import dev.talma.ActorRef;
import dev.talma.cluster.NotSendableException;
import dev.talma.cluster.internal.codec.JavaType.ArrayType;
import dev.talma.cluster.internal.codec.JavaType.CollectionType;
import dev.talma.cluster.internal.codec.JavaType.MapType;
import dev.talma.cluster.internal.codec.JavaType.OptionalType;
import dev.talma.cluster.internal.codec.JavaType.PlainType;
import dev.talma.cluster.internal.codec.JavaType.RefType;
import dev.talma.cluster.internal.codec.JavaType.ShapeType;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Makes the writers of types. Each knows in words what it writes, for the sentence if it cannot.
final class Writers {
  private Writers() {}

  static ValueWriter of(JavaType type, String where) {
    return switch (type) {
      case PlainType(Scalar kind, _) when kind == Scalar.STRING ->
          (value, to) -> to.out.text((String) value);
      case PlainType(Scalar kind, _) -> (value, to) -> kind.write(to.out, value);
      case CollectionType(_, JavaType element) -> collection(element, where);
      case ArrayType(Class<?> component, JavaType element) -> array(component, element, where);
      case MapType(_, JavaType key, JavaType value) -> map(key, value, where);
      case OptionalType(_, JavaType value) -> optional(of(value, where));
      case RefType(Class<?> protocol) ->
          (value, to) -> {
            ActorRef<?> ref = (ActorRef<?>) value;
            to.out.sized(() -> to.refs.write(ref, protocol, to.out));
          };
      case ShapeType(LocalShape shape) -> shape;
    };
  }

  private static ValueWriter collection(JavaType element, String where) {
    String each = "an element of " + where;
    ValueWriter writer = of(element, each);
    return (value, to) -> {
      Collection<?> elements = (Collection<?>) value;
      if (value instanceof SortedSet<?> sorted) {
        checkOrder(sorted.comparator(), where);
      }
      int count = elements.size();
      to.enter(where);
      to.out.varint(count);
      for (Object it : elements) {
        write(writer, it, each, to);
        count--;
      }
      to.leave();
      checkCount(count, where);
    };
  }

  private static ValueWriter map(JavaType key, JavaType mapped, String where) {
    String eachKey = "a key of " + where;
    String eachValue = "a value of " + where;
    ValueWriter keys = of(key, eachKey);
    ValueWriter values = of(mapped, eachValue);
    return (value, to) -> {
      Map<?, ?> map = (Map<?, ?>) value;
      if (value instanceof SortedMap<?, ?> sorted) {
        checkOrder(sorted.comparator(), where);
      }
      int count = map.size();
      to.enter(where);
      to.out.varint(count);
      for (Map.Entry<?, ?> it : map.entrySet()) {
        write(keys, it.getKey(), eachKey, to);
        write(values, it.getValue(), eachValue, to);
        count--;
      }
      to.leave();
      checkCount(count, where);
    };
  }

  private static ValueWriter array(Class<?> component, JavaType element, String where) {
    if (component == byte.class) {
      return (value, to) -> to.out.bytes((byte[]) value);
    }
    if (component == int.class) {
      return (value, to) -> {
        int[] ints = (int[]) value;
        to.out.varint(ints.length);
        for (int each : ints) {
          to.out.zigzag(each);
        }
      };
    }
    if (component == long.class) {
      return (value, to) -> {
        long[] longs = (long[]) value;
        to.out.varint(longs.length);
        for (long each : longs) {
          to.out.zigzag(each);
        }
      };
    }
    if (component == double.class) {
      return (value, to) -> {
        double[] doubles = (double[]) value;
        to.out.varint(doubles.length);
        for (double each : doubles) {
          to.out.fixed(Double.doubleToRawLongBits(each));
        }
      };
    }
    String each = "an element of " + where;
    ValueWriter writer = of(element, each);
    return (value, to) -> {
      int count = Array.getLength(value);
      to.enter(where);
      to.out.varint(count);
      for (int i = 0; i < count; i++) {
        write(writer, Array.get(value, i), each, to);
      }
      to.leave();
    };
  }

  private static ValueWriter optional(ValueWriter writer) {
    return (value, to) -> {
      Object held =
          switch (value) {
            case Optional<?> it -> it.orElse(null);
            case OptionalInt it -> it.isPresent() ? it.getAsInt() : null;
            case OptionalLong it -> it.isPresent() ? it.getAsLong() : null;
            case OptionalDouble it -> it.isPresent() ? it.getAsDouble() : null;
            default -> throw new ClassCastException(value.getClass() + " is no optional");
          };
      to.out.u8(held == null ? 0 : 1);
      if (held != null) {
        writer.write(held, to);
      }
    };
  }

  private static void write(ValueWriter writer, @Nullable Object value, String where, Writing to) {
    if (value == null) {
      throw Writing.missing(where);
    }
    writer.write(value, to);
  }

  private static void checkOrder(@Nullable Comparator<?> comparator, String where) {
    if (comparator != null && comparator != Comparator.naturalOrder()) {
      throw new NotSendableException(
          "What is in "
              + where
              + " is sorted by a comparator, and that is code, which is not sent. Declare a List or"
              + " a Set, which keep the order");
    }
  }

  private static void checkCount(int left, String where) {
    if (left != 0) {
      throw new NotSendableException(
          "What is in "
              + where
              + " was changed while it was written. Send what does not change, such as List.copyOf");
    }
  }
}
