package dev.talma.examples.wordcount;

import dev.talma.examples.wordcount.Tally.Occurrence;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// How often each word occurred.
///
/// The number of words that are kept is limited, since that of different words in gigabytes of data
/// is not. When there are too many, the rarest half is dropped, and it is remembered how often a
/// dropped word may have occurred at most. (G. Manku and R. Motwani, "Approximate Frequency Counts
/// over Data Streams", VLDB 2002, describe the idea.) The most frequent words are then still the
/// exact ones, unless [Top#exact()] says otherwise.
final class Vocabulary {
  private static final int MOST = 500_000;

  /// Several times what a word takes, so that the vocabulary is a small part of the memory.
  private static final int BYTES_PER_WORD = 1_000;

  private final int limit;
  private final Map<String, Entry> entries = new HashMap<>();

  /// No word that is not among the entries has occurred more often.
  private long dropped;

  Vocabulary() {
    this((int) Math.min(MOST, Runtime.getRuntime().maxMemory() / BYTES_PER_WORD));
  }

  Vocabulary(int limit) {
    this.limit = limit;
  }

  /// The most frequent words.
  ///
  /// @param words the most frequent one first; those with equal counts in the order of their
  ///   letters
  /// @param exact whether these are the words and the counts. If not, counts may be too low, and
  ///   words of about the same count missing
  record Top(List<Occurrence> words, boolean exact) {}

  void add(Occurrence occurrence) {
    entries.computeIfAbsent(occurrence.word(), word -> new Entry(word, dropped)).count +=
        occurrence.count();
    if (entries.size() > limit) {
      dropRarest();
    }
  }

  Top top(int size) {
    var least = new PriorityQueue<Entry>(Entry.ORDER.reversed());
    for (Entry entry : entries.values()) {
      least.add(entry);
      if (least.size() > size) {
        least.poll();
      }
    }
    List<Entry> top = least.stream().sorted(Entry.ORDER).toList();
    return new Top(
        top.stream().map(entry -> new Occurrence(entry.word, entry.count)).toList(), isExact(top));
  }

  private boolean isExact(List<Entry> top) {
    if (dropped == 0) {
      return true;
    }
    if (top.isEmpty() || top.stream().anyMatch(entry -> entry.missed > 0)) {
      return false;
    }
    long least = top.getLast().count;
    return dropped < least
        && entries.values().stream().allMatch(entry -> entry.missed == 0 || entry.atMost() < least);
  }

  private void dropRarest() {
    long[] counts = entries.values().stream().mapToLong(Entry::atMost).sorted().toArray();
    long median = counts[counts.length / 2];
    entries.values().removeIf(entry -> entry.atMost() <= median);
    dropped = median;
  }

  private static final class Entry {
    static final Comparator<Entry> ORDER =
        Comparator.<Entry>comparingLong(entry -> entry.count)
            .reversed()
            .thenComparing(entry -> entry.word);

    final String word;

    /// How often it may have occurred before it was kept.
    final long missed;

    long count;

    Entry(String word, long missed) {
      this.word = word;
      this.missed = missed;
    }

    long atMost() {
      return count + missed;
    }
  }
}
