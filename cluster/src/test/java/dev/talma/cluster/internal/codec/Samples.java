package dev.talma.cluster.internal.codec;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Request;
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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
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
import java.util.UUID;

/// Protocols that hold a value of every kind.
interface Samples {

  sealed interface Counter {
    record Increment(int amount) implements Counter {}

    record Get() implements Counter, Request<Counter, Integer> {}

    record Names() implements Counter, Request<Counter, List<Pair<String, Color>>> {}
  }

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "leaf";
      }
    },
    BLUE
  }

  record Pair<A, B>(A first, B second) {}

  sealed interface Tree<T> {
    record Leaf<T>(T value) implements Tree<T> {}

    record Node<T>(Tree<T> left, Tree<T> right) implements Tree<T> {}
  }

  sealed interface All {
    record Numbers(
        boolean bool,
        byte octet,
        short little,
        char letter,
        int number,
        long many,
        float rough,
        double fine,
        Boolean boxedBool,
        Byte boxedOctet,
        Short boxedLittle,
        Character boxedLetter,
        Integer boxed,
        Long boxedMany,
        Float boxedRough,
        Double boxedFine)
        implements All {}

    record Values(
        String text,
        BigInteger big,
        BigDecimal decimal,
        UUID id,
        URI uri,
        Locale locale,
        Color color,
        ActorRef<Counter> ref,
        ActorRef<?> open,
        ExitReason reason)
        implements All {}

    record Times(
        Duration duration,
        Instant instant,
        LocalDate date,
        LocalTime time,
        LocalDateTime dateTime,
        OffsetDateTime offsetDateTime,
        ZonedDateTime zonedDateTime,
        ZoneId zone,
        ZoneOffset offset,
        Period period)
        implements All {}

    record Collections(
        List<String> list,
        Collection<Integer> collection,
        SequencedCollection<Long> sequenced,
        Set<Color> set,
        SequencedSet<String> sequencedSet,
        SortedSet<Integer> sortedSet,
        NavigableSet<String> navigableSet,
        Map<String, List<Integer>> map,
        SequencedMap<Color, UUID> sequencedMap,
        SortedMap<String, Pair<String, Integer>> sortedMap,
        NavigableMap<Long, Set<String>> navigableMap)
        implements All {}

    record Optionals(
        Optional<String> optional,
        Optional<List<Color>> list,
        OptionalInt ofInt,
        OptionalLong ofLong,
        OptionalDouble ofDouble)
        implements All {}

    record Nested(
        Tree<String> tree,
        Tree<Pair<Integer, Color>> pairs,
        Pair<Color, Optional<All>> pair,
        List<All> others,
        Empty empty)
        implements All {}

    record Empty() implements All {}

    enum Single implements All {
      INSTANCE
    }
  }

  record Arrays(
      boolean[] bools,
      byte[] bytes,
      short[] shorts,
      char[] chars,
      int[] ints,
      long[] longs,
      float[] floats,
      double[] doubles,
      String[] texts,
      int[][] grid,
      Color[] colors,
      List<String>[] lists) {}

  record Failure(Throwable cause, Exception second) {}

  List<Class<?>> ROOTS =
      List.of(Counter.class, All.class, Arrays.class, Failure.class, String.class, Integer.class);
}
