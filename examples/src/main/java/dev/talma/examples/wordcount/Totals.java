package dev.talma.examples.wordcount;

/// The result.
///
/// @param lines how many lines
/// @param words how many words, as `wc` counts them
/// @param top the most frequent words
/// @param unreadable how many inputs could not be read, or not to their end
/// @param recounted how often a chunk was counted again, because a worker crashed over it
record Totals(long lines, long words, Vocabulary.Top top, int unreadable, int recounted) {

  /// Totals that grow.
  static final class Sum {
    private final Vocabulary vocabulary = new Vocabulary();
    private long lines;
    private long words;
    private int unreadable;
    private int recounted;

    void add(Tally tally) {
      lines += tally.lines();
      words += tally.words();
      tally.occurrences().forEach(vocabulary::add);
    }

    void addUnreadable() {
      unreadable++;
    }

    void addRecounted() {
      recounted++;
    }

    Totals totals(int top) {
      return new Totals(lines, words, vocabulary.top(top), unreadable, recounted);
    }
  }
}
