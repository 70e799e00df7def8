package dev.talma.examples.wordcount;

import java.util.SplittableRandom;

/// Makes workers crash. When it does depends only on the seed, the chunk and the attempt, not on
/// who is quick or slow; so the same seed makes the same crashes.
///
/// @param seed where the random numbers begin
/// @param chance that an attempt to count a chunk ends in a crash, from 0 to 1
record Chaos(long seed, double chance) {
  private static final Moment[] MOMENTS = Moment.values();

  /// Where in the work of a worker.
  enum Moment {
    /// It has done nothing yet.
    BEFORE_COUNTING,
    /// It has counted, and nobody knows.
    BEFORE_ANSWERING,
    /// It has answered: the count must not be added twice.
    AFTER_ANSWERING
  }

  /// {@return no chaos}
  static Chaos none() {
    return new Chaos(0, 0);
  }

  /// {@return the chaos of a seed}
  static Chaos of(long seed) {
    return new Chaos(seed, 0.15);
  }

  /// Throws, if it is time to.
  void strike(Moment moment, long chunk, int attempt) {
    if (chance == 0) {
      return;
    }
    var random = new SplittableRandom(seed).split();
    random = new SplittableRandom(random.nextLong() + chunk);
    random = new SplittableRandom(random.nextLong() + attempt);
    if (random.nextDouble() < chance && MOMENTS[random.nextInt(MOMENTS.length)] == moment) {
      throw new Struck(moment, chunk, attempt);
    }
  }

  /// A crash on purpose.
  static final class Struck extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Struck(Moment moment, long chunk, int attempt) {
      super("chaos: " + moment + ", chunk " + chunk + ", attempt " + attempt);
    }
  }
}
