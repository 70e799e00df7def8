package dev.talma.testkit;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Words for failure messages.
final class Texts {
  private static final int LONGEST = 300;
  private static final int MOST = 10;

  private Texts() {}

  /// {@return what a value looks like, cut if it is long}
  static String of(Object value) {
    String text;
    try {
      text = String.valueOf(value);
    } catch (RuntimeException e) {
      text = value.getClass().getName() + " (its toString threw " + e + ")";
    }
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "… (" + text.length() + " characters)";
  }

  /// {@return a line for a failure message with the first of several values; nothing if there are
  /// none}
  static String line(String title, Collection<?> values) {
    if (values.isEmpty()) {
      return "";
    }
    String first = values.stream().limit(MOST).map(Texts::of).collect(Collectors.joining(", "));
    String more = values.size() > MOST ? " and " + (values.size() - MOST) + " more" : "";
    return "\n  " + title + ": " + first + more;
  }

  /// {@return a hint, where a person would see no difference between two values}
  static String confusion(Object expected, Object got) {
    if (!of(expected).equals(of(got))) {
      return "";
    }
    return expected.getClass() == got.getClass()
        ? "\n  (they look the same, but are not equal: has "
            + expected.getClass().getName()
            + " an equals method, and have all its parts?)"
        : "\n  (they look the same, but are of different classes: "
            + List.of(expected.getClass().getName(), got.getClass().getName())
            + ")";
  }
}
