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
/// of more than [Run#LONGEST] characters are left out of the list: they are data.
final class WordScanner {
  private static final char RIGHT_SINGLE_QUOTATION_MARK = '\u2019';

  private final Alphabet alphabet;
  private final Map<Run, long[]> occurrences = new HashMap<>();

  private long lines;
  private long words;
  private long bytes;
  private boolean inWord;

  private final Run run;
  private boolean apostrophe;

  WordScanner(Alphabet alphabet, Start start) {
    this.alphabet = alphabet;
    this.inWord = start.inWord();
    this.run = Run.of(start.run());
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
    return new Start(scanner.inWord, scanner.run.toString(), scanner.apostrophe);
  }

  private Tally tally() {
    List<Occurrence> list = new ArrayList<>(occurrences.size());
    occurrences.forEach((word, count) -> list.add(new Occurrence(word.toString(), count[0])));
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
          if (apostrophe) {
            run.append('\'');
            apostrophe = false;
          }
          run.append(character);
        }
        case Alphabet.SYMBOL -> {
          words += inWord ? 0 : 1;
          inWord = true;
          if (isApostrophe(character) && !run.isEmpty() && !apostrophe) {
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

  private void endRun() {
    if (!run.isEmpty() && !run.isTooLong()) {
      long[] count = occurrences.get(run);
      if (count == null) {
        occurrences.put(run.copy(), new long[] {1});
      } else {
        count[0]++;
      }
    }
    run.clear();
    apostrophe = false;
  }
}
