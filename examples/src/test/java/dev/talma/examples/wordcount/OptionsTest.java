package dev.talma.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line.
class OptionsTest {

  private static Options parse(String... arguments) throws Options.UsageException {
    return Options.parse(List.of(arguments));
  }

  private static List<Input> paths(String... names) {
    return List.of(names).stream().<Input>map(name -> new Input.Tree(Path.of(name))).toList();
  }

  @Test
  void valuesFollowOrAreJoined() throws Exception {
    Options options = parse("a", "--workers", "3", "--top=5", "--chunk", "100", "b");
    assertEquals(3, options.workers());
    assertEquals(5, options.top());
    assertEquals(100, options.chunkSize());
    assertEquals(paths("a", "b"), options.inputs());
    assertEquals(Optional.empty(), options.seed());
  }

  @Test
  void theSeedOfTheChaosMayBeLeftOut() throws Exception {
    assertEquals(Optional.of(42L), parse("--chaos", "42", "a").seed());
    assertEquals(Optional.of(-1L), parse("--chaos=-1", "a").seed());
    Options random = parse("--chaos", "a");
    assertTrue(random.seed().isPresent());
    assertEquals(paths("a"), random.inputs());
    assertTrue(parse("--chaos").seed().isPresent());
    assertTrue(parse("a").chaos().chance() == 0);
  }

  @Test
  void withoutAPathThereIsASampleAndADashIsTheStandardInput() throws Exception {
    Input.Stream sample = assertInstanceOf(Input.Stream.class, parse().inputs().getFirst());
    assertEquals("the sample", sample.name());
    Input.Stream stdin = assertInstanceOf(Input.Stream.class, parse("-").inputs().getFirst());
    assertEquals("standard input", stdin.name());
  }

  @Test
  void whatFollowsTwoDashesIsAPath() throws Exception {
    assertEquals(paths("--top", "--"), parse("--", "--top", "--").inputs());
  }

  @Test
  void anEmptyNameIsNoFile() throws Exception {
    assertInstanceOf(Input.Illegal.class, parse("").inputs().getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bogus",
        "-x",
        "--workers",
        "--workers=0",
        "--workers=many",
        "--workers=99999999999",
        "--top=-1",
        "--chunk=3",
        "--chaos=often",
        "--wc=9",
        "--help=me"
      })
  void whatMakesNoSenseIsRefused(String argument) {
    Options.UsageException refusal =
        assertThrows(Options.UsageException.class, () -> parse(argument));
    String option = argument.replaceFirst("=.*", "");
    assertTrue(refusal.getMessage().contains(option), refusal::getMessage);
  }
}
