package dev.talma.cluster.internal.codec;

import java.lang.reflect.Array;
import java.util.Arrays;

/// Reads elements whose number the peer says. Memory is taken as they come, not as it says.
final class Elements {
  private static final int FIRST = 64;

  private Elements() {}

  static Object[] read(ValueReader reader, Reading from) {
    int count = from.in.count();
    from.enter();
    Object[] elements = new Object[Math.min(count, FIRST)];
    for (int i = 0; i < count; i++) {
      if (i == elements.length) {
        elements = Arrays.copyOf(elements, Math.min(count, 2 * i));
      }
      elements[i] = reader.read(from);
    }
    from.leave();
    return elements;
  }

  /// {@return a reader of arrays}
  ///
  /// @param component the class of the elements
  /// @param theirs as what the peer writes them
  /// @param element reads one
  static ValueReader array(Class<?> component, WireType theirs, ValueReader element) {
    if (theirs instanceof WireType.Plain(Scalar kind) && kind == Scalar.of(component)) {
      // The frequent ones without boxes. The count is at most the number of bytes that are left.
      if (component == byte.class) {
        return from -> from.in.bytes();
      }
      if (component == int.class) {
        return from -> ints(from.in);
      }
      if (component == long.class) {
        return from -> longs(from.in);
      }
      if (component == double.class) {
        return from -> doubles(from.in);
      }
    }
    return from -> {
      Object[] elements = read(element, from);
      Object array = Array.newInstance(component, elements.length);
      for (int i = 0; i < elements.length; i++) {
        Array.set(array, i, elements[i]);
      }
      return array;
    };
  }

  private static Object ints(Input in) {
    int[] result = new int[in.count()];
    for (int i = 0; i < result.length; i++) {
      result[i] = in.zigzag();
    }
    return result;
  }

  private static Object longs(Input in) {
    long[] result = new long[in.count()];
    for (int i = 0; i < result.length; i++) {
      result[i] = in.zigzagLong();
    }
    return result;
  }

  private static Object doubles(Input in) {
    double[] result = new double[in.count()];
    for (int i = 0; i < result.length; i++) {
      result[i] = Double.longBitsToDouble(in.fixedLong());
    }
    return result;
  }
}
