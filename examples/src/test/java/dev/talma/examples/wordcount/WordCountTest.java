package dev.talma.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole program, with real files and real actors.
class WordCountTest {
  private static final List<String> WORDS =
      List.of("the", "actor", "falls", "and", "stands", "up", "été", "don't", "«ça»", "x");

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return run(out, Optional.empty(), arguments);
  }

  private int run(OutputStream target, Optional<PrintWriter> terminal, String... arguments) {
    var complaints = new PrintStream(err, /* autoFlush= */ true, StandardCharsets.UTF_8);
    return new WordCount(complaints, terminal).run(List.of(arguments), target);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Path file(String name, String text) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  /// Files of many sizes in a few directories.
  private void fill(long seed) throws IOException {
    var random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(3_000); length > 0; length--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())))
            .append(random.nextInt(8) == 0 ? "\n" : random.nextInt(20) == 0 ? "-" : " ");
      }
      file("d" + i % 3 + "/f" + i, text.toString());
    }
  }

  @Test
  void theResultIsTheTotalsAndTheList() throws IOException {
    file("a", "One two,\ntwo three\n");
    file("sub/b", "three three");
    assertEquals(0, run("--top", "2", directory.toString()));
    assertEquals("lines 2\nwords 6\n\n3 three\n2 two\n", out());
    assertEquals("", err());
  }

  @Test
  void withoutAPathTheSampleIsCounted() {
    assertEquals(0, run("--top=0"));
    assertEquals("lines 27\nwords 302\n", out());
    assertTrue(err().contains("no PATH is given, so a sample is counted"), err());
  }

  @ParameterizedTest
  @ValueSource(
      longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
  void crashesChangeNothing(long seed) throws IOException {
    fill(seed);
    assertEquals(0, run("--workers=3", directory.toString()));
    String calm = out();
    assertEquals("", err());
    out.reset();
    int status =
        run("--chaos=" + seed, "--chunk=1500", "--workers=" + (1 + seed % 5), directory.toString());
    assertEquals(0, status, "seed " + seed);
    assertEquals(calm, out(), "seed " + seed);
    assertTrue(err().contains("chaos with seed " + seed), err());
    Matcher crashes = Pattern.compile("crashed ([0-9]+) times; ([0-9]+) times").matcher(err());
    assertTrue(crashes.find(), err());
    assertTrue(Integer.parseInt(crashes.group(1)) > Integer.parseInt(crashes.group(2)), err());
    assertTrue(Integer.parseInt(crashes.group(2)) > 0, err());
  }

  @Test
  void theSameSeedMakesTheSameCrashes() throws IOException {
    fill(1);
    run("--chaos=5", "--chunk=1500", "--workers=1", directory.toString());
    String once = err();
    err.reset();
    run("--chaos=5", "--chunk=1500", "--workers=4", directory.toString());
    assertEquals(once, err());
  }

  @Test
  void theTotalsAreThoseOfWc() throws Exception {
    fill(3);
    List<String> command = new ArrayList<>(List.of("wc", "-l", "-w"));
    try (var files = Files.walk(directory)) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(command::add);
    }
    var builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process wc;
    try {
      wc = builder.start();
    } catch (IOException e) {
      assumeTrue(false, "there is no wc here");
      return;
    }
    String[] lines =
        new String(wc.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
    String[] total = lines[lines.length - 1].strip().split(" +");
    run("--top=0", "--chunk=100", directory.toString());
    assertEquals("lines " + total[0] + "\nwords " + total[1] + "\n", out());
  }

  @Test
  void whatCannotBeReadIsComplainedAboutAndTheRestIsCounted() throws IOException {
    Path good = file("good", "a b\n");
    String missing = directory.resolve("missing").toString();
    assertEquals(1, run("--top=0", missing, good.toString(), "", good.toString()));
    assertEquals("lines 2\nwords 4\n", out());
    assertEquals(
        "word-count: "
            + missing
            + ": no such file or directory\nword-count: '': no such file or directory\n",
        err());
  }

  @Test
  void linksAreFollowedOnlyWhereTheyAreNamed() throws IOException {
    Path real = file("tree/real", "one\n");
    Files.createSymbolicLink(directory.resolve("tree/again"), real);
    Files.createSymbolicLink(directory.resolve("tree/loop"), directory.resolve("tree"));
    Path named = Files.createSymbolicLink(directory.resolve("named"), directory.resolve("tree"));
    Path file = Files.createSymbolicLink(directory.resolve("file"), real);
    assertEquals(0, run("--top=0", named.toString(), file.toString()));
    assertEquals("lines 2\nwords 2\n", out());
  }

  @Test
  void aPipeInADirectoryIsLeftOut() throws Exception {
    file("a", "one\n");
    Path pipe = directory.resolve("pipe");
    try {
      assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    } catch (IOException e) {
      assumeTrue(false, "there is no mkfifo here");
    }
    assertEquals(0, run("--top=0", directory.toString())); // reading the pipe would never end
    assertEquals("lines 1\nwords 1\n", out());
  }

  @Test
  void aDirectoryThatCannotBeListedIsComplainedAbout() throws IOException {
    file("open/a", "one\n");
    file("closed/b", "two\n");
    Path closed = directory.resolve("closed");
    assertTrue(closed.toFile().setReadable(false));
    assumeTrue(!Files.isReadable(closed), "nothing is closed to this user");
    try {
      assertEquals(1, run("--top=0", directory.toString()));
    } finally {
      assertTrue(closed.toFile().setReadable(true));
    }
    assertEquals("lines 1\nwords 1\n", out());
    assertEquals("word-count: " + closed + ": permission denied\n", err());
  }

  @Test
  void aNameWithANewlineMakesOneLine() {
    assertEquals(1, run("--top=0", directory.resolve("a\nb").toString()));
    assertEquals(1, err().lines().count(), err());
  }

  @Test
  void wrongOptionsAreExplained() {
    assertEquals(2, run("--bogus"));
    assertEquals("", out());
    assertTrue(err().contains("unknown option --bogus"), err());
    assertTrue(err().contains("usage: word-count"), err());
  }

  @Test
  void helpIsNoError() {
    assertEquals(0, run("--help"));
    assertEquals(Options.USAGE, out());
  }

  @Test
  void theProgressIsShownOnTheTerminalAloneAndGoneInTheEnd() throws IOException {
    fill(4);
    var screen = new StringWriter();
    int status = run(out, Optional.of(new PrintWriter(screen)), "--chunk=50", directory.toString());
    assertEquals(0, status);
    assertFalse(out().contains("\r"), out());
    assertEquals("", err());
    String shown = screen.toString();
    assertTrue(shown.isEmpty() || shown.endsWith("\r\u001B[K"), shown);
  }

  @Test
  void whoReadsNoFurtherIsNoError() {
    assertEquals(0, run(failing("Broken pipe"), Optional.empty(), directory.toString()));
    assertEquals("", err());
  }

  @Test
  void aResultThatCannotBeWrittenIsAnError() {
    assertEquals(
        1, run(failing("No space left on device"), Optional.empty(), directory.toString()));
    assertEquals("word-count: cannot write the result: No space left on device\n", err());
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }
}
