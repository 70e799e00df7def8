package dev.talma.cluster.internal.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/// Writes one component of a record. Those of the frequent primitive types are not boxed.
abstract class FieldWriter {

  abstract void write(Object record, Writing to);

  /// {@return one for a component}
  ///
  /// @param type its type
  /// @param accessor takes the record
  /// @param where which one it is, in words
  static FieldWriter of(JavaType type, MethodHandle accessor, String where) {
    if (type instanceof JavaType.PlainType(Scalar kind, Class<?> java) && java.isPrimitive()) {
      MethodHandle exact = accessor.asType(MethodType.methodType(java, Object.class));
      switch (kind) {
        case INT -> {
          return new OfInt(exact);
        }
        case LONG -> {
          return new OfLong(exact);
        }
        case DOUBLE -> {
          return new OfDouble(exact);
        }
        case BOOLEAN -> {
          return new OfBoolean(exact);
        }
        default -> {}
      }
    }
    return new OfObject(
        accessor.asType(MethodType.methodType(Object.class, Object.class)),
        Writers.of(type, where),
        where);
  }

  private static RuntimeException thrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException it ? it : new IllegalStateException(thrown);
  }

  private static final class OfInt extends FieldWriter {
    private final MethodHandle accessor;

    OfInt(MethodHandle accessor) {
      this.accessor = accessor;
    }

    @Override
    void write(Object record, Writing to) {
      int value;
      try {
        value = (int) accessor.invokeExact(record);
      } catch (Throwable e) {
        throw thrown(e);
      }
      to.out.zigzag(value);
    }
  }

  private static final class OfLong extends FieldWriter {
    private final MethodHandle accessor;

    OfLong(MethodHandle accessor) {
      this.accessor = accessor;
    }

    @Override
    void write(Object record, Writing to) {
      long value;
      try {
        value = (long) accessor.invokeExact(record);
      } catch (Throwable e) {
        throw thrown(e);
      }
      to.out.zigzag(value);
    }
  }

  private static final class OfDouble extends FieldWriter {
    private final MethodHandle accessor;

    OfDouble(MethodHandle accessor) {
      this.accessor = accessor;
    }

    @Override
    void write(Object record, Writing to) {
      double value;
      try {
        value = (double) accessor.invokeExact(record);
      } catch (Throwable e) {
        throw thrown(e);
      }
      to.out.fixed(Double.doubleToRawLongBits(value));
    }
  }

  private static final class OfBoolean extends FieldWriter {
    private final MethodHandle accessor;

    OfBoolean(MethodHandle accessor) {
      this.accessor = accessor;
    }

    @Override
    void write(Object record, Writing to) {
      boolean value;
      try {
        value = (boolean) accessor.invokeExact(record);
      } catch (Throwable e) {
        throw thrown(e);
      }
      to.out.u8(value ? 1 : 0);
    }
  }

  private static final class OfObject extends FieldWriter {
    private final MethodHandle accessor;
    private final ValueWriter writer;
    private final String where;

    OfObject(MethodHandle accessor, ValueWriter writer, String where) {
      this.accessor = accessor;
      this.writer = writer;
      this.where = where;
    }

    @Override
    void write(Object record, Writing to) {
      Object value;
      try {
        value = (Object) accessor.invokeExact(record);
      } catch (Throwable e) {
        throw thrown(e);
      }
      if (value == null) {
        throw Writing.missing(where);
      }
      writer.write(value, to);
    }
  }
}
