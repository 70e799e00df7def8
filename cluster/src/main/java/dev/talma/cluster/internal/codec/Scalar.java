package dev.talma.cluster.internal.codec;

import dev.talma.ExitReason;
import dev.talma.cluster.RemoteCause;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The values that hold no others, each with its bytes. The code is what stands in a table: never
/// change one, never use one again.
@SuppressWarnings({
  // The lambdas hold nothing.
  "ImmutableEnumChecker",
  // The parts are written one by one, and together they are all there is.
  "JavaDurationGetSecondsGetNano",
  "JavaDurationGetSecondsToToSeconds",
  "JavaInstantGetSecondsGetNano",
  "JavaPeriodGetDays"
})
enum Scalar {
  BOOLEAN(1, "boolean", (o, v) -> o.u8((Boolean) v ? 1 : 0), Scalar::bool, boolean.class),
  BYTE(2, "byte", (o, v) -> o.u8((Byte) v), in -> (byte) in.u8(), byte.class),
  SHORT(3, "short", (o, v) -> o.zigzag((int) (Short) v), Scalar::shortOf, short.class),
  CHAR(4, "char", (o, v) -> o.varint((Character) v), Scalar::charOf, char.class),
  INT(5, "int", (o, v) -> o.zigzag((int) (Integer) v), Input::zigzag, int.class),
  LONG(6, "long", (o, v) -> o.zigzag((long) (Long) v), Input::zigzagLong, long.class),
  FLOAT(
      7,
      "float",
      (o, v) -> o.fixed(Float.floatToRawIntBits((Float) v)),
      in -> Float.intBitsToFloat(in.fixedInt()),
      float.class),
  DOUBLE(
      8,
      "double",
      (o, v) -> o.fixed(Double.doubleToRawLongBits((Double) v)),
      in -> Double.longBitsToDouble(in.fixedLong()),
      double.class),
  STRING(9, "String", (o, v) -> o.text((String) v), Input::text, String.class),
  BIG_INTEGER(
      10,
      "BigInteger",
      (o, v) -> o.bytes(((BigInteger) v).toByteArray()),
      Scalar::bigInteger,
      BigInteger.class),
  BIG_DECIMAL(
      11,
      "BigDecimal",
      (o, v) -> {
        o.zigzag(((BigDecimal) v).scale());
        o.bytes(((BigDecimal) v).unscaledValue().toByteArray());
      },
      in -> {
        int scale = in.zigzag();
        return new BigDecimal(bigInteger(in), scale);
      },
      BigDecimal.class),
  UUID_VALUE(
      12,
      "UUID",
      (o, v) -> {
        o.fixed(((UUID) v).getMostSignificantBits());
        o.fixed(((UUID) v).getLeastSignificantBits());
      },
      in -> new UUID(in.fixedLong(), in.fixedLong()),
      UUID.class),
  DURATION(
      13,
      "Duration",
      (o, v) -> {
        o.zigzag(((Duration) v).getSeconds());
        o.varint(((Duration) v).getNano());
      },
      in -> Duration.ofSeconds(in.zigzagLong(), in.varint()),
      Duration.class),
  INSTANT(
      14,
      "Instant",
      (o, v) -> {
        o.zigzag(((Instant) v).getEpochSecond());
        o.varint(((Instant) v).getNano());
      },
      in -> Instant.ofEpochSecond(in.zigzagLong(), in.varint()),
      Instant.class),
  LOCAL_DATE(15, "LocalDate", (o, v) -> date(o, (LocalDate) v), Scalar::date, LocalDate.class),
  LOCAL_TIME(16, "LocalTime", (o, v) -> time(o, (LocalTime) v), Scalar::time, LocalTime.class),
  LOCAL_DATE_TIME(
      17,
      "LocalDateTime",
      (o, v) -> dateTime(o, (LocalDateTime) v),
      Scalar::dateTime,
      LocalDateTime.class),
  OFFSET_DATE_TIME(
      18,
      "OffsetDateTime",
      (o, v) -> {
        dateTime(o, ((OffsetDateTime) v).toLocalDateTime());
        o.zigzag(((OffsetDateTime) v).getOffset().getTotalSeconds());
      },
      in -> OffsetDateTime.of(dateTime(in), ZoneOffset.ofTotalSeconds(in.zigzag())),
      OffsetDateTime.class),
  ZONED_DATE_TIME(
      19,
      "ZonedDateTime",
      (o, v) -> {
        dateTime(o, ((ZonedDateTime) v).toLocalDateTime());
        o.zigzag(((ZonedDateTime) v).getOffset().getTotalSeconds());
        o.text(((ZonedDateTime) v).getZone().getId());
      },
      in ->
          // Not ofStrict: the rules of the zone may be of another year on the other node.
          ZonedDateTime.ofInstant(
              dateTime(in), ZoneOffset.ofTotalSeconds(in.zigzag()), ZoneId.of(in.text())),
      ZonedDateTime.class),
  ZONE_ID(
      20,
      "ZoneId",
      (o, v) -> o.text(((ZoneId) v).getId()),
      in -> ZoneId.of(in.text()),
      ZoneId.class),
  ZONE_OFFSET(
      21,
      "ZoneOffset",
      (o, v) -> o.zigzag(((ZoneOffset) v).getTotalSeconds()),
      in -> ZoneOffset.ofTotalSeconds(in.zigzag()),
      ZoneOffset.class),
  PERIOD(
      22,
      "Period",
      (o, v) -> {
        o.zigzag(((Period) v).getYears());
        o.zigzag(((Period) v).getMonths());
        o.zigzag(((Period) v).getDays());
      },
      in -> Period.of(in.zigzag(), in.zigzag(), in.zigzag()),
      Period.class),
  URI_VALUE(23, "URI", (o, v) -> o.text(v.toString()), in -> URI.create(in.text()), URI.class),
  LOCALE(
      24,
      "Locale",
      (o, v) -> o.text(((Locale) v).toLanguageTag()),
      in -> Locale.forLanguageTag(in.text()),
      Locale.class),
  CAUSE(25, "Throwable", (o, v) -> Causes.write(o, (Throwable) v), Causes::read, Throwable.class),
  EXIT_REASON(
      26,
      "ExitReason",
      (o, v) -> Reasons.write(o, (ExitReason) v),
      Reasons::read,
      ExitReason.class);

  private static final Map<Class<?>, Scalar> BY_CLASS = new HashMap<>();
  private static final Map<Integer, Scalar> BY_CODE = new HashMap<>();

  static {
    for (Scalar each : values()) {
      BY_CLASS.put(each.type, each);
      BY_CLASS.put(boxed(each.type), each);
      BY_CODE.put(each.code, each);
    }
    // What was thrown elsewhere arrives as a RemoteCause, so a field can be declared as one of
    // these, and not as the exception that it was.
    BY_CLASS.put(Exception.class, CAUSE);
    BY_CLASS.put(RuntimeException.class, CAUSE);
    BY_CLASS.put(RemoteCause.class, CAUSE);
  }

  final int code;
  final String text;
  private final BiConsumer<Output, Object> writer;
  private final Function<Input, Object> reader;
  private final Class<?> type;

  Scalar(
      int code,
      String text,
      BiConsumer<Output, Object> writer,
      Function<Input, Object> reader,
      Class<?> type) {
    this.code = code;
    this.text = text;
    this.writer = writer;
    this.reader = reader;
    this.type = type;
  }

  static @Nullable Scalar of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  static @Nullable Scalar of(int code) {
    return BY_CODE.get(code);
  }

  static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  void write(Output out, Object value) {
    writer.accept(out, value);
  }

  Object read(Input in) {
    return reader.apply(in);
  }

  void skip(Input in) {
    switch (this) {
      case STRING -> in.skip(in.varint() >>> 1);
      case BIG_INTEGER -> in.skip(in.count());
      default -> {
        var _ = reader.apply(in);
      }
    }
  }

  boolean isNumber() {
    return switch (this) {
      case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
      default -> false;
    };
  }

  boolean hasDefault() {
    return isNumber() || this == BOOLEAN || this == CHAR;
  }

  Object defaultValue() {
    return switch (this) {
      case BOOLEAN -> false;
      case CHAR -> '\0';
      default -> widen(0);
    };
  }

  /// {@return whether every value of this one can be one of the other}
  boolean widensTo(Scalar other) {
    return this == other
        || switch (this) {
          case BYTE, SHORT, INT ->
              List.of(SHORT, INT, LONG).contains(other) && compareTo(other) < 0;
          case FLOAT -> other == DOUBLE;
          default -> false;
        };
  }

  /// {@return the number as one of this kind}
  Object widen(Number value) {
    return switch (this) {
      case BYTE -> value.byteValue();
      case SHORT -> value.shortValue();
      case INT -> value.intValue();
      case LONG -> value.longValue();
      case FLOAT -> value.floatValue();
      case DOUBLE -> value.doubleValue();
      default -> throw new IllegalArgumentException(this + " is no number");
    };
  }

  static boolean bool(Input in) {
    int value = in.u8();
    if (value > 1) {
      throw new MalformedException("A boolean is neither 0 nor 1");
    }
    return value == 1;
  }

  private static Object shortOf(Input in) {
    int value = in.zigzag();
    if (value != (short) value) {
      throw new MalformedException("A short has more than 16 bits");
    }
    return (short) value;
  }

  private static Object charOf(Input in) {
    int value = in.varint();
    if (value != (char) value) {
      throw new MalformedException("A char has more than 16 bits");
    }
    return (char) value;
  }

  private static BigInteger bigInteger(Input in) {
    return new BigInteger(in.bytes());
  }

  private static void date(Output out, LocalDate value) {
    out.zigzag(value.toEpochDay());
  }

  private static LocalDate date(Input in) {
    return LocalDate.ofEpochDay(in.zigzagLong());
  }

  private static void time(Output out, LocalTime value) {
    out.varlong(value.toNanoOfDay());
  }

  private static LocalTime time(Input in) {
    return LocalTime.ofNanoOfDay(in.varlong());
  }

  private static void dateTime(Output out, LocalDateTime value) {
    date(out, value.toLocalDate());
    time(out, value.toLocalTime());
  }

  private static LocalDateTime dateTime(Input in) {
    return LocalDateTime.of(date(in), time(in));
  }
}
