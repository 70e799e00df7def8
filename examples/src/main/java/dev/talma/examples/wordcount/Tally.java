package dev.talma.examples.wordcount;

import java.util.List;

/// What is in a chunk.
///
/// @param lines how many ends of lines
/// @param words how many words begin
/// @param bytes how long it is
/// @param occurrences the words for the list, each once
record Tally(long lines, long words, long bytes, List<Occurrence> occurrences) {

  /// How often a word occurs.
  record Occurrence(String word, long count) {}
}
