package dev.talma.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionsTest {

  private static List<String> rows(String... arguments) {
    return Options.parse(arguments).rows().stream().map(Row::name).toList();
  }

  @Test
  void without_a_name_all_rows_with_targets_are_measured_quickly() {
    var options = Options.parse();
    assertEquals(Options.Task.MEASURE, options.task());
    assertEquals(Effort.QUICK, options.effort());
    assertEquals(Set.of(Side.values()), options.sides());
    assertTrue(rows().contains("ping-pong"));
    assertFalse(rows().contains("skynet"));
  }

  @Test
  void names_choose_rows_in_the_order_given() {
    assertEquals(List.of("ring", "ping-pong"), rows("ring", "ping-pong", "ring"));
  }

  @Test
  void cluster_means_all_rows_of_clusters_and_only_these_and_nothing_else_does() {
    assertEquals(
        Catalogue.rows().stream()
            .filter(row -> row.group() == Row.Group.CLUSTER)
            .map(Row::name)
            .toList(),
        rows("cluster"));
    assertFalse(rows().contains("cluster-messages"));
  }

  @Test
  void all_means_the_classics_too() {
    assertEquals(Catalogue.rows().stream().map(Row::name).toList(), rows("all"));
  }

  @Test
  void options_are_read_wherever_they_stand() {
    var options =
        Options.parse(
            "--full", "ring", "--sides", "events,beam", "--json", "out.json", "--collector", "z");
    assertEquals(Effort.FULL, options.effort());
    assertEquals(Set.of(Side.EVENTS, Side.BEAM), options.sides());
    assertEquals(Optional.of(Path.of("out.json")), options.json());
    assertTrue(options.forks().of(List.of()).contains("-XX:+UseZGC"));
    assertEquals(List.of("ring"), options.rows().stream().map(Row::name).toList());
  }

  @Test
  void what_a_job_needs_of_the_jvm_comes_after_what_the_user_wants() {
    var forks = Options.parse("--jvm", "-Xmx2g", "--compact-headers").forks();
    var flags = forks.of(List.of("-Xmx4g"));
    assertTrue(flags.contains("-XX:+UseCompactObjectHeaders"));
    assertEquals(List.of("-Xmx2g", "-Xmx4g"), flags.subList(flags.size() - 2, flags.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pingpong", "--fast", "--json", "--sides x", "--collector x"})
  void what_makes_no_sense_is_refused(String arguments) {
    assertThrows(
        Options.UsageException.class, () -> Options.parse(arguments.split(" ", -1)), arguments);
  }
}
