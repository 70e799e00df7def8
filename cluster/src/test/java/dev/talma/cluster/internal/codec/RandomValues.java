package dev.talma.cluster.internal.codec;

import dev.talma.ExitReason;
import dev.talma.cluster.internal.codec.JavaType.ArrayType;
import dev.talma.cluster.internal.codec.JavaType.CollectionType;
import dev.talma.cluster.internal.codec.JavaType.MapType;
import dev.talma.cluster.internal.codec.JavaType.OptionalType;
import dev.talma.cluster.internal.codec.JavaType.PlainType;
import dev.talma.cluster.internal.codec.JavaType.RefType;
import dev.talma.cluster.internal.codec.JavaType.ShapeType;
import java.lang.reflect.Array;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/// Makes values of any type of a schema.
final class RandomValues {
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "UTC", "+02:00", "America/New_York", "Z", "UTC+01:00");

  private final Random random;
  private final Map<String, LocalShape> shapes;
  private final NamedRefs refs;

  RandomValues(Random random, Map<String, LocalShape> shapes, NamedRefs refs) {
    this.random = random;
    this.shapes = shapes;
    this.refs = refs;
  }

  Object of(Class<?> root) {
    return of(root.getName());
  }

  /// {@return a value of a shape}
  Object of(String name) {
    return of(new ShapeType(shapes.get(name)), 6);
  }

  private Object of(JavaType type, int depth) {
    return switch (type) {
      case PlainType(Scalar kind, _) -> plain(kind);
      case CollectionType(JavaType.CollectionKind kind, JavaType element) ->
          kind.of(elements(element, depth));
      case ArrayType(Class<?> component, JavaType element) -> {
        Object[] elements = elements(element, depth);
        Object array = Array.newInstance(component, elements.length);
        IntStream.range(0, elements.length).forEach(i -> Array.set(array, i, elements[i]));
        yield array;
      }
      case MapType(boolean sorted, JavaType key, JavaType value) -> {
        Map<Object, Object> map = sorted ? new TreeMap<>() : new LinkedHashMap<>();
        for (Object each : elements(key, depth)) {
          map.put(each, of(value, depth - 1));
        }
        yield map;
      }
      case OptionalType(Class<?> kind, JavaType value) -> optional(kind, value, depth);
      case RefType _ -> refs.ref("/shop/cart-" + random.nextInt(5));
      case ShapeType(LocalShape shape) -> ofShape(shape, depth);
    };
  }

  private Object ofShape(LocalShape shape, int depth) {
    return switch (shape) {
      case LocalRecord record -> {
        Object[] parts =
            record.components().stream().map(each -> of(each.type(), depth - 1)).toArray();
        try {
          yield record
              .way(IntStream.range(0, parts.length).boxed().toList())
              .ofArray()
              .invoke(parts);
        } catch (Throwable e) {
          throw new IllegalStateException(e);
        }
      }
      case LocalEnum constants ->
          constants.constants().get(random.nextInt(constants.constants().size()));
      case LocalUnion union -> {
        List<Integer> members = ((Shape.OfUnion) union.shape()).members();
        List<LocalShape> choice =
            shapes.values().stream()
                .filter(each -> members.contains(each.number))
                .filter(each -> depth > 0 || isLeaf(each))
                .toList();
        yield ofShape(choice.get(random.nextInt(choice.size())), depth);
      }
      case LocalValue value -> of(value.javaType(), depth);
    };
  }

  private static boolean isLeaf(LocalShape shape) {
    return !(shape instanceof LocalRecord record)
        || record.components().stream()
            .noneMatch(
                each ->
                    each.type() instanceof ShapeType(LocalShape part)
                        && part instanceof LocalUnion);
  }

  private Object[] elements(JavaType type, int depth) {
    int count = depth <= 0 ? 0 : random.nextInt(20) == 0 ? 100 : random.nextInt(4);
    return IntStream.range(0, count).mapToObj(_ -> of(type, count > 4 ? 0 : depth - 1)).toArray();
  }

  private Object optional(Class<?> kind, JavaType type, int depth) {
    boolean empty = depth <= 0 || random.nextBoolean();
    if (kind == OptionalInt.class) {
      return empty ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
    }
    if (kind == OptionalLong.class) {
      return empty ? OptionalLong.empty() : OptionalLong.of(random.nextLong());
    }
    if (kind == OptionalDouble.class) {
      return empty ? OptionalDouble.empty() : OptionalDouble.of(random.nextGaussian());
    }
    return empty ? Optional.empty() : Optional.of(of(type, depth - 1));
  }

  private Object plain(Scalar kind) {
    return switch (kind) {
      case BOOLEAN -> random.nextBoolean();
      case BYTE -> (byte) random.nextInt();
      case SHORT -> (short) random.nextInt();
      case CHAR -> (char) random.nextInt();
      case INT -> (int) someLong();
      case LONG -> someLong();
      case FLOAT -> Float.intBitsToFloat(random.nextInt() & 0xff7fffff);
      case DOUBLE -> random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian();
      case STRING -> text();
      case BIG_INTEGER -> new BigInteger(random.nextInt(1, 200), random);
      case BIG_DECIMAL -> new BigDecimal(BigInteger.valueOf(someLong()), random.nextInt(-9, 99));
      case UUID_VALUE -> new UUID(random.nextLong(), random.nextLong());
      case DURATION -> Duration.ofSeconds(someLong(), random.nextInt(1_000_000_000));
      case INSTANT -> Instant.ofEpochSecond(seconds(), random.nextInt(1_000_000_000));
      case LOCAL_DATE -> LocalDate.ofEpochDay(random.nextInt(-1_000_000, 1_000_000));
      case LOCAL_TIME -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
      case LOCAL_DATE_TIME -> dateTime();
      case OFFSET_DATE_TIME -> OffsetDateTime.of(dateTime(), offset());
      case ZONED_DATE_TIME -> ZonedDateTime.of(dateTime(), zone());
      case ZONE_ID -> zone();
      case ZONE_OFFSET -> offset();
      case PERIOD -> Period.of(random.nextInt(), random.nextInt(), random.nextInt());
      case URI_VALUE -> URI.create("http://example.com/" + random.nextInt() + "?a=%20b#c");
      case LOCALE -> List.of(Locale.GERMANY, Locale.ROOT, Locale.JAPANESE).get(random.nextInt(3));
      case CAUSE -> new IllegalStateException("broken", new IllegalArgumentException("inside"));
      case EXIT_REASON ->
          List.of(
                  ExitReason.normal(),
                  ExitReason.shutdown(),
                  ExitReason.shutdown("by hand"),
                  ExitReason.killed(),
                  ExitReason.noProcess(),
                  ExitReason.noConnection())
              .get(random.nextInt(6));
    };
  }

  private long someLong() {
    return random.nextLong() >> random.nextInt(64);
  }

  private long seconds() {
    return random.nextLong(-31_557_014_167_219_200L, 31_556_889_864_403_199L);
  }

  private LocalDateTime dateTime() {
    return LocalDateTime.ofEpochSecond(
        random.nextInt(), random.nextInt(1_000_000_000), ZoneOffset.UTC);
  }

  private ZoneOffset offset() {
    return ZoneOffset.ofTotalSeconds(random.nextInt(-64_800, 64_801));
  }

  private ZoneId zone() {
    return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int kind = random.nextInt(5);
    for (int left = random.nextInt(40); left > 0; left--) {
      switch (kind) {
        case 0, 1 -> text.append((char) random.nextInt(' ', '~'));
        case 2 -> text.append((char) random.nextInt(0x400));
        case 3 -> text.appendCodePoint(random.nextInt(0x1f600, 0x1f640));
        // Halves of pairs too.
        default -> text.append((char) random.nextInt(0x10000)).append('?');
      }
    }
    return text.toString();
  }
}
