package dev.talma.testkit;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/// One bounded wait in real time: when it began and how long it may take.
final class Waiting {
  private static final Duration LONGEST = Duration.ofDays(365);

  /// How long a wait is that says nothing else.
  static final Duration STANDARD = standard(System.getProperty("talma.patience", "PT3S"));

  private final long begin = System.nanoTime();
  private final long limit;

  private Waiting(long limit) {
    this.limit = limit;
  }

  static Waiting atMost(Duration patience) {
    return new Waiting(bounded(patience).toNanos());
  }

  /// {@return the patience, if it makes sense}
  static Duration check(Duration patience) {
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("Patience must be positive, but is " + patience);
    }
    return bounded(patience);
  }

  long nanosLeft() {
    return Math.max(0, limit - (System.nanoTime() - begin));
  }

  boolean isOver() {
    return nanosLeft() == 0;
  }

  /// {@return how long it has taken so far, for a person to read}
  String soFar() {
    return text(Duration.ofNanos(System.nanoTime() - begin));
  }

  /// {@return how long it may take, for a person to read}
  String limit() {
    return text(Duration.ofNanos(limit));
  }

  /// {@return a duration for a person to read: `3 s`, `1.25 s`, `20 ms`, `2 h 5 min`}
  static String text(Duration duration) {
    if (duration.isNegative()) {
      return "-" + text(duration.negated());
    }
    if (duration.compareTo(Duration.ofMillis(1)) < 0) {
      return duration.toNanos() == 0 ? "0 s" : decimal(duration.toNanos(), 1_000) + " µs";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return decimal(duration.toNanos(), 1_000_000) + " ms";
    }
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      return decimal(duration.toMillis(), 1_000) + " s";
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "min");
    append(text, duration.toSecondsPart(), "s");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : " ").append(count).append(' ').append(unit);
    }
  }

  /// {@return the quotient with up to three significant digits and no needless zeros}
  private static String decimal(long count, long unit) {
    long whole = count / unit;
    int digits = whole >= 100 ? 0 : whole >= 10 ? 1 : 2;
    long scale = digits == 0 ? 1 : digits == 1 ? 10 : 100;
    long part = count % unit * scale / unit;
    if (part == 0) {
      return Long.toString(whole);
    }
    String fraction = String.format("%0" + digits + "d", part);
    return whole + "." + (fraction.endsWith("0") ? fraction.substring(0, digits - 1) : fraction);
  }

  private static Duration bounded(Duration patience) {
    return patience.compareTo(LONGEST) > 0 ? LONGEST : patience;
  }

  private static Duration standard(String property) {
    try {
      return check(Duration.parse(property));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The system property talma.patience must be a positive ISO-8601 duration such as PT10S,"
              + " but is \""
              + property
              + "\"",
          e);
    }
  }
}
