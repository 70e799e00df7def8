package dev.talma.cluster.internal.codec;

import dev.talma.cluster.internal.codec.JavaType.PlainType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/// Puts the parts of a record together to one method handle that writes, or reads, all of it. The
/// JVM compiles a handle that is called often as one piece of code, with the accessors, the
/// constructor and what writes and reads the fields inlined and without boxes. That needs no more
/// access to the record than a reflective call does, so it works for records of other modules, too.
@SuppressWarnings("UnusedMethod") // found by their names
final class RecordHandles {
  /// More in one handle than the compiler would inline gives nothing.
  private static final int PART = 16;

  private static final MethodHandles.Lookup OWN = MethodHandles.lookup();
  private static final MethodHandle WRITE_BOOLEAN = own("write", void.class, boolean.class);
  private static final MethodHandle WRITE_INT = own("write", void.class, int.class);
  private static final MethodHandle WRITE_LONG = own("write", void.class, long.class);
  private static final MethodHandle WRITE_DOUBLE = own("write", void.class, double.class);
  private static final MethodHandle WRITE_TEXT =
      find("writeText", void.class, String.class, Object.class, Writing.class);
  private static final MethodHandle WRITE_VALUE =
      find("writeValue", void.class, ValueWriter.class, String.class, Object.class, Writing.class);
  private static final MethodHandle READ_BOOLEAN =
      find("readBoolean", boolean.class, Reading.class);
  private static final MethodHandle READ_INT = find("readInt", int.class, Reading.class);
  private static final MethodHandle READ_LONG = find("readLong", long.class, Reading.class);
  private static final MethodHandle READ_DOUBLE = find("readDouble", double.class, Reading.class);
  private static final MethodHandle READ_TEXT = find("readText", String.class, Reading.class);
  private static final MethodHandle READ_VALUE =
      find("readValue", Object.class, ValueReader.class, Reading.class);

  private static final MethodHandle READ_ARGUMENTS =
      find("readArguments", Object[].class, RecordReader.class, Reading.class);

  private RecordHandles() {}

  /// {@return what writes the components, one after the other; of type (Object, Writing)void each}
  static MethodHandle[] writers(String name, List<LocalRecord.Component> components) {
    List<MethodHandle> parts = new ArrayList<>();
    for (int start = 0; start < components.size(); start += PART) {
      List<LocalRecord.Component> some =
          components.subList(start, Math.min(start + PART, components.size()));
      MethodHandle all = writer(name, some.getLast());
      for (LocalRecord.Component each : some.reversed().subList(1, some.size())) {
        // With a combiner that returns nothing, folding is calling one after the other.
        all = MethodHandles.foldArguments(all, writer(name, each));
      }
      parts.add(all);
    }
    return parts.toArray(new MethodHandle[0]);
  }

  private static MethodHandle writer(String name, LocalRecord.Component component) {
    String where = "field " + component.name() + " of " + name;
    MethodHandle accessor = component.accessor();
    MethodHandle write =
        switch (primitive(component.type())) {
          case BOOLEAN -> WRITE_BOOLEAN;
          case INT -> WRITE_INT;
          case LONG -> WRITE_LONG;
          case DOUBLE -> WRITE_DOUBLE;
          case TEXT -> MethodHandles.insertArguments(WRITE_TEXT, 0, where);
          case OTHER ->
              MethodHandles.insertArguments(
                  WRITE_VALUE, 0, Writers.of(component.type(), where), where);
        };
    MethodHandle got =
        accessor.asType(MethodType.methodType(write.type().parameterType(0), Object.class));
    return MethodHandles.filterArguments(write, 0, got);
  }

  /// {@return what reads the arguments of a constructor in their order and calls it; of type
  /// (Reading)Object}
  ///
  /// @param constructor as it is
  /// @param types what it takes
  /// @param readers what reads each as what it takes
  static MethodHandle reader(
      MethodHandle constructor, List<JavaType> types, List<ValueReader> readers) {
    MethodHandle all = constructor.asType(constructor.type().changeReturnType(Object.class));
    MethodHandle[] arguments = new MethodHandle[readers.size()];
    for (int i = 0; i < arguments.length; i++) {
      Class<?> parameter = constructor.type().parameterType(i);
      boolean plain = readers.get(i) instanceof Readers.Same;
      MethodHandle read =
          switch (plain ? primitive(types.get(i)) : Frequent.OTHER) {
            case BOOLEAN -> READ_BOOLEAN;
            case INT -> READ_INT;
            case LONG -> READ_LONG;
            case DOUBLE -> READ_DOUBLE;
            case TEXT -> READ_TEXT;
            case OTHER -> READ_VALUE.bindTo(readers.get(i));
          };
      arguments[i] = read.asType(MethodType.methodType(parameter, Reading.class));
    }
    // The filters are called from the left to the right, which is the order on the wire.
    return MethodHandles.permuteArguments(
        MethodHandles.filterArguments(all, 0, arguments),
        MethodType.methodType(Object.class, Reading.class),
        new int[arguments.length]);
  }

  /// {@return the same for arguments that have to be put in order first}
  ///
  /// @param ofArray takes an array of the arguments
  /// @param reader makes it
  static MethodHandle reader(MethodHandle ofArray, RecordReader reader) {
    return MethodHandles.filterArguments(
        ofArray.asType(MethodType.methodType(Object.class, Object[].class)),
        0,
        READ_ARGUMENTS.bindTo(reader));
  }

  private enum Frequent {
    BOOLEAN,
    INT,
    LONG,
    DOUBLE,
    TEXT,
    OTHER
  }

  private static Frequent primitive(JavaType type) {
    if (type instanceof PlainType(Scalar kind, Class<?> java)
        && (java.isPrimitive() || kind == Scalar.STRING)) {
      return switch (kind) {
        case BOOLEAN -> Frequent.BOOLEAN;
        case INT -> Frequent.INT;
        case LONG -> Frequent.LONG;
        case DOUBLE -> Frequent.DOUBLE;
        case STRING -> Frequent.TEXT;
        default -> Frequent.OTHER;
      };
    }
    return Frequent.OTHER;
  }

  private static MethodHandle own(String name, Class<?> result, Class<?> value) {
    return find(name, result, value, Writing.class);
  }

  private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
    try {
      return OWN.findStatic(RecordHandles.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static void write(boolean value, Writing to) {
    to.out.u8(value ? 1 : 0);
  }

  private static void write(int value, Writing to) {
    to.out.zigzag(value);
  }

  private static void write(long value, Writing to) {
    to.out.zigzag(value);
  }

  private static void write(double value, Writing to) {
    to.out.fixed(Double.doubleToRawLongBits(value));
  }

  private static void writeText(String where, Object value, Writing to) {
    if (value == null) {
      throw Writing.missing(where);
    }
    to.out.text((String) value);
  }

  private static void writeValue(ValueWriter writer, String where, Object value, Writing to) {
    if (value == null) {
      throw Writing.missing(where);
    }
    writer.write(value, to);
  }

  private static boolean readBoolean(Reading from) {
    return Scalar.bool(from.in);
  }

  private static int readInt(Reading from) {
    return from.in.zigzag();
  }

  private static long readLong(Reading from) {
    return from.in.zigzagLong();
  }

  private static double readDouble(Reading from) {
    return Double.longBitsToDouble(from.in.fixedLong());
  }

  private static String readText(Reading from) {
    return from.in.text();
  }

  private static Object readValue(ValueReader reader, Reading from) {
    return reader.read(from);
  }

  private static Object[] readArguments(RecordReader reader, Reading from) {
    return reader.arguments(from);
  }
}
