package dev.talma.examples.wordcount;

/// Reads UTF-8 that may have errors in it: a byte that belongs to no character counts for itself.
final class Utf8 {
  static final int INVALID = -1;

  private Utf8() {}

  /// {@return the code point that begins at an index, or [#INVALID]; then only one byte is passed
  /// over}
  static int decode(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return lead;
    }
    int length = lengthOf(lead);
    if (length == 1 || at + length > end) {
      return INVALID;
    }
    int codePoint = lead & (0x7F >> length);
    for (int i = at + 1; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return INVALID;
      }
      codePoint = (codePoint << 6) | (bytes[i] & 0x3F);
    }
    boolean valid = length(codePoint) == length && isScalar(codePoint);
    return valid ? codePoint : INVALID; // neither in more bytes than needed, nor half of a pair
  }

  /// {@return how many bytes a code point takes; 1 for [#INVALID]}
  static int length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /// {@return the length without the beginning of a character at the end that needs further bytes}
  /// It is always safe to cut there: no character goes across.
  static int lengthOfWhole(byte[] bytes, int length) {
    for (int back = 1; back <= 3 && back <= length; back++) {
      int candidate = bytes[length - back] & 0xFF;
      if ((candidate & 0xC0) != 0x80) { // this is where the last character begins
        return lengthOf(candidate) > back ? length - back : length;
      }
    }
    return length;
  }

  /// What the first byte says about the length; 1 if it says nothing.
  private static int lengthOf(int lead) {
    if (lead < 0xC2 || lead > 0xF4) {
      return 1;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  private static boolean isScalar(int codePoint) {
    return codePoint <= Character.MAX_CODE_POINT
        && !(codePoint <= Character.MAX_LOW_SURROGATE && codePoint >= Character.MIN_HIGH_SURROGATE);
  }
}
