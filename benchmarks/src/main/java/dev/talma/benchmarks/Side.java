package dev.talma.benchmarks;

import java.util.Locale;

/// Who is measured.
enum Side {
  PEKKO("Pekko"),
  EVENTS("Talma events"),
  LOOP("Talma loop"),
  BEAM("BEAM");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  /// {@return the head of its column}
  String title() {
    return title;
  }

  /// {@return its name on the command line and in files}
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// {@return whether it is what is measured, and not what it is measured against}
  boolean isTalma() {
    return this == EVENTS || this == LOOP;
  }
}
