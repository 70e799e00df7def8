package dev.talma.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class SampleTest {

  private static List<Sample> samples(double... values) {
    return DoubleStream.of(values).mapToObj(value -> new Sample(value, false)).toList();
  }

  @Test
  void reads_what_a_process_prints() {
    assertEquals(
        Optional.of(new Sample.Named("op", new Sample(12.5, false))),
        Sample.parse("sample op 12.5"));
    assertEquals(
        Optional.of(new Sample.Named("all", new Sample(3e3, true))),
        Sample.parse("atleast all 3e3"));
    assertEquals(Optional.empty(), Sample.parse("something else entirely"));
    assertEquals(Optional.empty(), Sample.parse(""));
  }

  @Test
  void the_median_is_a_sample() {
    assertEquals(new Sample(2, false), Sample.median(samples(9, 1, 2)));
    assertEquals(new Sample(2, false), Sample.median(samples(9, 1, 2, 3)));
    assertEquals(new Sample(7, false), Sample.median(samples(7)));
  }

  @Test
  void a_median_among_bounds_is_a_bound() {
    assertTrue(Sample.median(List.of(new Sample(5, false), new Sample(9, true))).atLeast());
  }

  @Test
  void the_spread_ignores_outliers() {
    assertEquals(0, Sample.spread(samples(10, 10, 10, 10, 500)));
    assertEquals(0, Sample.spread(samples(10)));
    assertTrue(Sample.spread(samples(10, 11, 20, 30, 31)) > 0.5);
  }
}
