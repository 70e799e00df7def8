package dev.talma.benchmarks;

import java.time.Duration;

/// How carefully to measure. A figure is the median of all iterations of all forks.
///
/// @param name what to call it
/// @param forks how many processes for each figure, one after the other, with the other sides'
///   between
/// @param warmups iterations of a fork that do not count
/// @param warmup how long one of them takes
/// @param iterations iterations of a fork that count
/// @param iteration how long one of them takes
/// @param rounds how many samples a process takes that is not JMH's
record Effort(
    String name,
    int forks,
    int warmups,
    Duration warmup,
    int iterations,
    Duration iteration,
    int rounds) {

  /// For a look: all rows that have targets in less than five minutes. What creates actors needs
  /// about two seconds until all of it is compiled.
  static final Effort QUICK =
      new Effort("quick", 2, 4, Duration.ofMillis(600), 5, Duration.ofMillis(200), 5);

  /// {@return this effort for a benchmark one invocation of which is an iteration} Fewer of them,
  /// as each is long enough to warm up by itself.
  Effort forSlow() {
    return new Effort(name, forks, 2, Duration.ofMillis(1), 3, Duration.ofMillis(1), rounds);
  }

  /// For figures to write down.
  static final Effort FULL =
      new Effort("full", 5, 5, Duration.ofSeconds(1), 8, Duration.ofMillis(500), 10);

  @Override
  public String toString() {
    return "%s: %d forks of %d × %s ms warm-up and %d × %s ms"
        .formatted(name, forks, warmups, warmup.toMillis(), iterations, iteration.toMillis());
  }
}
