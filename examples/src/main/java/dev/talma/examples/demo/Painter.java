package dev.talma.examples.demo;

import dev.talma.examples.cluster.Shares;
import dev.talma.examples.demo.Picture.Event;
import dev.talma.examples.demo.Picture.Row;
import dev.talma.examples.demo.Picture.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Turns a picture into lines of text, at most 79 columns wide: ASCII, and colours if there are to
/// be any.
final class Painter {
  private static final int EVENTS = 9;
  private static final int BAR = 20;
  private static final int HISTORY = 64;
  private static final String LEVELS = " .:-=+*#";

  private final boolean colours;

  Painter(boolean colours) {
    this.colours = colours;
  }

  /// {@return the whole picture, for a terminal; always as many lines as long as there are as many
  /// nodes}
  List<String> lines(Picture picture) {
    List<String> lines = new ArrayList<>();
    lines.add(
        bold("Talma: a cluster of JVMs")
            + "  %5s  %s".formatted(seconds(picture.at()), picture.title()));
    lines.add("");
    lines.add(bold("  node        pid  status       share  counters  asks/s"));
    long most = picture.rows().stream().mapToLong(Row::rate).max().orElse(0);
    picture.rows().forEach(row -> lines.add(line(row, most)));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "  answered %,d   failed %,d   asks/s %,d",
            picture.answered(),
            picture.failed(),
            picture.rate()));
    lines.add(
        "  half of the answers within "
            + milliseconds(picture.half())
            + ", 99 % within "
            + milliseconds(picture.nearlyAll()));
    lines.add("  asks/s |" + history(picture.history()) + "|");
    lines.add("");
    List<Event> events = picture.events();
    List<Event> shown = events.subList(Math.max(0, events.size() - EVENTS), events.size());
    shown.forEach(event -> lines.add("  " + line(event)));
    for (int i = shown.size(); i < EVENTS; i++) {
      lines.add("");
    }
    return lines;
  }

  private String line(Row row, long most) {
    String share = row.share().map(Shares::percent).orElse("-");
    String bar = most == 0 ? "" : "#".repeat((int) (row.rate() * BAR / most));
    return String.format(
            Locale.ROOT,
            "  %-8s %7d  %s %7s  %8d  %6d  %s",
            row.name(),
            row.pid(),
            status(row.status()),
            share,
            row.counters(),
            row.rate(),
            bar)
        .stripTrailing();
  }

  private String status(Status status) {
    String padded = "%-11s".formatted(status.word());
    return switch (status) {
      case UP -> colour(padded, 32);
      case KILLED, UNREACHABLE -> colour(padded, 31);
      case STARTING, LEAVING -> colour(padded, 33);
      case LEFT -> padded;
    };
  }

  private static String history(List<Long> rates) {
    List<Long> shown = rates.subList(Math.max(0, rates.size() - HISTORY), rates.size());
    long most = Math.max(1, shown.stream().mapToLong(Long::longValue).max().orElse(1));
    StringBuilder text = new StringBuilder();
    for (long rate : shown) {
      text.append(LEVELS.charAt((int) (rate * (LEVELS.length() - 1) / most)));
    }
    return text + " ".repeat(HISTORY - shown.size());
  }

  /// {@return an event, in a line}
  String line(Event event) {
    return "%6s  %s".formatted(seconds(event.at()), event.text());
  }

  /// {@return the figures in a line, for where there is no terminal}
  String figures(Picture picture) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT, "%,d asks/s, %,d failed;", picture.rate(), picture.failed()));
    for (Row row : picture.rows()) {
      text.append(
          row.status() == Status.UP
              ? String.format(
                  Locale.ROOT,
                  " %s %s, %d counters, %,d/s;",
                  row.name(),
                  row.share().map(Shares::percent).orElse("-"),
                  row.counters(),
                  row.rate())
              : " " + row.name() + " " + row.status().word() + ";");
    }
    return line(new Event(picture.at(), text.substring(0, text.length() - 1)));
  }

  /// {@return a time in seconds}
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /// {@return a time in milliseconds, with two digits or more that count}
  static String milliseconds(Duration time) {
    double value = time.toNanos() / 1e6;
    return String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%.0f ms", value);
  }

  private String bold(String text) {
    return colour(text, 1);
  }

  private String colour(String text, int code) {
    return colours ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
