package dev.talma.internal;

import org.jspecify.annotations.Nullable;

/// What a stress test writes down of what it has seen, as text that an expected outcome can name.
final class Seen {
  private Seen() {}

  /// {@return the messages of a list, in its order, or `-` if it is empty}
  static String list(@Nullable Envelope first) {
    if (first == null) {
      return "-";
    }
    StringBuilder text = new StringBuilder();
    int left = 10; // a list that was damaged may go round
    for (Envelope e = first; e != null && left > 0; e = e.next, left--) {
      text.append(text.isEmpty() ? "" : " ").append(e.message);
    }
    return text.toString();
  }

  /// {@return the first list and then the second one}
  static String both(String first, String second) {
    if (first.equals("-")) {
      return second;
    }
    return second.equals("-") ? first : first + " " + second;
  }

  static String sleep(boolean asleep) {
    return asleep ? "asleep" : "awake";
  }
}
