package dev.talma.examples.wordcount;

import java.util.Arrays;

/// A word for the list, while it is being read: a run of letters, in lower case.
///
/// It is used again for the next word, and it can be looked up in a map; so the words of a text
/// that are known already, which are nearly all, cost no object each.
final class Run {
  /// The longest word for the list. Longer runs are data.
  static final int LONGEST = 100;

  private static final int TOO_LONG = LONGEST + 1;

  private final char[] letters;
  private int length;
  private int hash;

  private Run(char[] letters, int length, int hash) {
    this.letters = letters;
    this.length = length;
    this.hash = hash;
  }

  /// {@return a run that begins with some text}
  static Run of(String beginning) {
    var run = new Run(new char[TOO_LONG], 0, 0);
    beginning.chars().forEach(c -> run.append((char) c));
    return run;
  }

  /// {@return a copy that is not changed by what comes}
  Run copy() {
    return new Run(Arrays.copyOf(letters, length), length, hash);
  }

  void append(int codePoint) {
    if (codePoint < 0x80) {
      append((char) (codePoint | 0x20)); // lower case for letters, and no change for the others
      return;
    }
    int lower = Character.toLowerCase(codePoint);
    if (Character.isBmpCodePoint(lower)) {
      append((char) lower);
    } else {
      append(Character.highSurrogate(lower));
      append(Character.lowSurrogate(lower));
    }
  }

  /// One character more than fits is kept, to tell that it is too long.
  private void append(char c) {
    if (length < TOO_LONG) {
      letters[length++] = c;
      hash = 31 * hash + c;
    }
  }

  void clear() {
    length = 0;
    hash = 0;
  }

  boolean isEmpty() {
    return length == 0;
  }

  boolean isTooLong() {
    return length == TOO_LONG;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Run run
        && hash == run.hash
        && Arrays.equals(letters, 0, length, run.letters, 0, run.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return new String(letters, 0, length);
  }
}
