package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// Runs the jcstress tests of this room in a JVM of their own, briefly: about two seconds for each.
/// Two or more threads race on one small piece of Talma, very often, and every result that was seen
/// has to be a permitted one. As what they race on is internal, they are in its package, in
/// `src/main` of this room.
///
/// `-Dtalma.stress=false` leaves them out. `-Dtalma.stress.args="-m default"` runs them for long,
/// and `-Dtalma.stress.args="-t Inbox"` some of them.
@Tag("stress")
@DisabledIfSystemProperty(named = "talma.stress", matches = "false")
class StressTest {

  /// One short iteration per JVM mode, actors not compiled separately, and few states at a time, as
  /// some races take microseconds and the JVM is as fast to start without a heap it has touched.
  private static final String BRIEF =
      "-m quick -f 1 -iters 1 -time 150 -sc false -strideSize 32 -strideCount 16 -pth false";

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS) // a bound for the long runs; the brief one needs none
  void nothingForbiddenIsSeen() throws IOException, InterruptedException {
    assumeTrue(
        StressTest.class.getResource("/META-INF/TestList") != null, "there are no stress tests");

    Path directory = Files.createDirectories(Path.of("target", "stress"));
    Path log = directory.resolve("stress.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED"); // it binds threads to CPUs
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.openjdk.jcstress.Main", "-r", "results"));
    command.addAll(List.of(System.getProperty("talma.stress.args", BRIEF).trim().split("\\s+")));

    Process stress =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    try {
      assertEquals(0, stress.waitFor(), () -> resultsIn(log));
    } finally {
      stress.destroy();
    }
  }

  private static String resultsIn(Path log) {
    try {
      String all = Files.readString(log);
      return "see %s%n%s".formatted(log, all.substring(Math.max(0, all.indexOf("RUN RESULTS"))));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
