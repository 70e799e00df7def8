package dev.talma.examples.wordcount;

/// What a character means for counting words. `wc` has changed its mind about that:
///
/// - up to 9.4, a character that cannot be printed neither ends a word nor makes one. So a control
///   character alone between two blanks is no word;
/// - since 9.5, everything that is not white space is a word or a part of one, as POSIX has it.
///
/// For text this is the same. It differs for files that are no text, or not in UTF-8. What can be
/// printed depends on the C library; here it is what was in Unicode 14, as for the `wc` of Debian
/// 12.
///
/// In both, white space is what a UTF-8 locale of GNU says: blanks and line ends of ASCII, the
/// spaces of Unicode, and, as long as `POSIXLY_CORRECT` is not set, those that do not break.
final class Alphabet {
  /// Ends a word.
  static final byte SPACE = 0;

  /// Is a part of a word, and of a word of the list: a letter, a mark on one, or a digit.
  static final byte LETTER = 1;

  /// Is a part of a word.
  static final byte SYMBOL = 2;

  /// Counts as nothing.
  static final byte NOTHING = 3;

  private final boolean everythingCounts;
  private final byte[] basicPlane = new byte[0x10000];

  private Alphabet(boolean everythingCounts) {
    this.everythingCounts = everythingCounts;
    for (int i = 0; i < basicPlane.length; i++) {
      basicPlane[i] = kindOf(i);
    }
  }

  /// {@return the alphabet of `wc` up to 9.4}
  static Alphabet upTo94() {
    return new Alphabet(/* everythingCounts= */ false);
  }

  /// {@return the alphabet of `wc` since 9.5}
  static Alphabet since95() {
    return new Alphabet(/* everythingCounts= */ true);
  }

  /// {@return the kind of a character, or of a byte that is [Utf8#INVALID]}
  byte kind(int codePoint) {
    return codePoint >= 0 && codePoint < basicPlane.length
        ? basicPlane[codePoint]
        : kindOf(codePoint);
  }

  private byte kindOf(int codePoint) {
    if (codePoint == Utf8.INVALID || NewCharacters.contain(codePoint)) {
      return notPrintable();
    }
    return switch (codePoint) {
      case '\t', '\n', 0x0B, '\f', '\r' -> SPACE;
      case 0x2060 -> SPACE; // the word joiner, to GNU a space that does not break
      default ->
          switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR -> SPACE;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                everythingCounts ? SPACE : NOTHING; // space, but not printable
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> notPrintable();
            case Character.NON_SPACING_MARK,
                Character.COMBINING_SPACING_MARK,
                Character.ENCLOSING_MARK ->
                LETTER;
            default -> Character.isLetterOrDigit(codePoint) ? LETTER : SYMBOL;
          };
    };
  }

  private byte notPrintable() {
    return everythingCounts ? SYMBOL : NOTHING;
  }
}
