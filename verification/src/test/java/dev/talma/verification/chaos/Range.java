package dev.talma.verification.chaos;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Some numbers in a row. Lists of them, ascending and with gaps between, are how numbers of
/// messages are kept: few if nothing is lost.
///
/// @param from the first one
/// @param to the last one
record Range(long from, long to) {

  /// Adds a number that is greater than all.
  static void append(List<Range> ranges, long number) {
    if (!ranges.isEmpty() && ranges.getLast().to() == number - 1) {
      ranges.set(ranges.size() - 1, new Range(ranges.getLast().from(), number));
    } else {
      ranges.add(new Range(number, number));
    }
  }

  static boolean contain(List<Range> ranges, long number) {
    return ranges.stream().anyMatch(range -> range.from() <= number && number <= range.to());
  }

  /// {@return all numbers of the first list that are not in the second one}
  static List<Range> minus(List<Range> all, List<Range> without) {
    List<Range> rest = new ArrayList<>();
    for (Range range : all) {
      long from = range.from();
      for (Range hole : without) {
        if (hole.to() < from || hole.from() > range.to()) {
          continue;
        }
        if (hole.from() > from) {
          rest.add(new Range(from, hole.from() - 1));
        }
        from = hole.to() + 1;
      }
      if (from <= range.to()) {
        rest.add(new Range(from, range.to()));
      }
    }
    return rest;
  }

  /// {@return all numbers of both lists}
  static List<Range> plus(List<Range> one, List<Range> other) {
    List<Range> all = new ArrayList<>(one);
    all.addAll(minus(other, one));
    all.sort((a, b) -> Long.compare(a.from(), b.from()));
    List<Range> merged = new ArrayList<>();
    for (Range range : all) {
      if (!merged.isEmpty() && merged.getLast().to() == range.from() - 1) {
        merged.set(merged.size() - 1, new Range(merged.getLast().from(), range.to()));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  static long count(List<Range> ranges) {
    return ranges.stream().mapToLong(r -> r.to() - r.from() + 1).sum();
  }

  static String text(List<Range> ranges) {
    return ranges.isEmpty()
        ? "-"
        : ranges.stream()
            .map(r -> r.from() == r.to() ? "" + r.from() : r.from() + "-" + r.to())
            .collect(joining(","));
  }

  static List<Range> parse(String text) {
    return text.equals("-")
        ? List.of()
        : Stream.of(text.split(",", -1))
            .map(part -> part.split("-", -1))
            .map(ends -> new Range(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])))
            .toList();
  }
}
