package dev.talma.examples.wordcount;

import dev.talma.examples.wordcount.Chunk.Start;
import dev.talma.examples.wordcount.Tally.Occurrence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts lines and words as `wc` does, and collects the words for the list.
///
/// The two kinds of words are not the same. For `wc`, `"Well,` is a word. For the list, a word is a
/// run of letters and digits in lower case; an apostrophe between two of them belongs to it. Runs
/// of more than [#LONGEST] characters are left out of the list: they are data.
final class WordScanner {
  /// The longest word for the list.
  static final int LONGEST = 100;

  private static final char RIGHT_SINGLE_QUOTATION_MARK = '\u2019';

  private final Alphabet alphabet;
  private final Map<String, long[]> occurrences = new HashMap<>();

  private long lines;
  private long words;
  private long bytes;
  private boolean inWord;

  // the word for the list; of one that is too long there is one character too many, and no more
  private final char[] run = new char[LONGEST + 2];
  private int runLength;
  private boolean apostrophe;

  WordScanner(Alphabet alphabet, Start start) {
    this.alphabet = alphabet;
    this.inWord = start.inWord();
    this.runLength = start.run().length();
    start.run().getChars(0, runLength, run, 0);
    this.apostrophe = start.apostrophe();
  }

  /// {@return what is in a chunk}
  static Tally count(Chunk chunk, Alphabet alphabet) {
    var scanner = new WordScanner(alphabet, chunk.start());
    scanner.scan(chunk.bytes(), chunk.bytes().length);
    if (chunk.last()) {
      scanner.endRun();
    }
    return scanner.tally();
  }

  /// {@return how a chunk has to begin that follows after some text}
  static Start after(Start start, byte[] text, int length, Alphabet alphabet) {
    var scanner = new WordScanner(alphabet, start);
    scanner.scan(text, length);
    return new Start(
        scanner.inWord, new String(scanner.run, 0, scanner.runLength), scanner.apostrophe);
  }

  private Tally tally() {
    List<Occurrence> list = new ArrayList<>(occurrences.size());
    occurrences.forEach((word, count) -> list.add(new Occurrence(word, count[0])));
    return new Tally(lines, words, bytes, list);
  }

  private void scan(byte[] text, int length) {
    bytes += length;
    int at = 0;
    while (at < length) {
      int character = Utf8.decode(text, at, length);
      at += Utf8.length(character);
      switch (alphabet.kind(character)) {
        case Alphabet.LETTER -> {
          words += inWord ? 0 : 1;
          inWord = true;
          extendRun(character);
        }
        case Alphabet.SYMBOL -> {
          words += inWord ? 0 : 1;
          inWord = true;
          if (isApostrophe(character) && runLength > 0 && !apostrophe) {
            apostrophe = true;
          } else {
            endRun();
          }
        }
        case Alphabet.SPACE -> {
          lines += character == '\n' ? 1 : 0;
          inWord = false;
          endRun();
        }
        default -> endRun();
      }
    }
  }

  private static boolean isApostrophe(int character) {
    return character == '\'' || character == RIGHT_SINGLE_QUOTATION_MARK;
  }

  private void extendRun(int letter) {
    if (apostrophe) {
      append('\'');
      apostrophe = false;
    }
    if (letter < 0x80) {
      append((char) (letter | 0x20)); // lower case for letters, and no change for digits
    } else {
      int lower = Character.toLowerCase(letter);
      if (Character.isSupplementaryCodePoint(lower)) {
        append(Character.highSurrogate(lower));
        append(Character.lowSurrogate(lower));
      } else {
        append((char) lower);
      }
    }
  }

  private void append(char c) {
    if (runLength <= LONGEST) {
      run[runLength++] = c;
    }
  }

  private void endRun() {
    if (runLength > 0 && runLength <= LONGEST) {
      occurrences.computeIfAbsent(new String(run, 0, runLength), _ -> new long[1])[0]++;
    }
    runLength = 0;
    apostrophe = false;
  }
}
