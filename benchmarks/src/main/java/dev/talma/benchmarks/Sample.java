package dev.talma.benchmarks;

import java.util.List;
import java.util.Optional;

/// One measured value.
///
/// @param value the value
/// @param atLeast whether the end was not awaited, so that the true value is greater
record Sample(double value, boolean atLeast) {

  /// A measured value under its metric.
  ///
  /// @param metric the metric
  /// @param sample the value
  record Named(String metric, Sample sample) {}

  /// {@return what a line of a process's output says, if it is about a sample}
  static Optional<Named> parse(String line) {
    var words = line.split(" ", -1);
    boolean atLeast = words[0].equals("atleast");
    if (words.length != 3 || !(atLeast || words[0].equals("sample"))) {
      return Optional.empty();
    }
    return Optional.of(new Named(words[1], new Sample(Double.parseDouble(words[2]), atLeast)));
  }

  /// {@return the one in the middle; the lower one of the two in the middle}
  static Sample median(List<Sample> samples) {
    var sorted = samples.stream().sorted((a, b) -> Double.compare(a.value, b.value)).toList();
    var middle = sorted.get((sorted.size() - 1) / 2);
    return new Sample(middle.value, sorted.stream().anyMatch(Sample::atLeast));
  }

  /// {@return how far apart the middle half of the samples is, as a part of the median}
  static double spread(List<Sample> samples) {
    var sorted = samples.stream().mapToDouble(Sample::value).sorted().toArray();
    double low = sorted[sorted.length / 4];
    double high = sorted[(3 * sorted.length - 1) / 4];
    return (high - low) / median(samples).value;
  }
}
