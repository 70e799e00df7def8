package dev.talma.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path TEXTS =
      Path.of("examples", "src", "main", "resources", "dev", "talma", "examples", "cluster");

  /// Where there is the script and the texts alone, nothing can be built.
  @ParameterizedTest
  @ValueSource(strings = {"node", "members", "ask", "cert", "demo"})
  void theScriptTellsItWithoutABuild(String command, @TempDir Path empty) throws Exception {
    Path text = TEXTS.resolve(command + ".txt");
    Files.createDirectories(empty.resolve(TEXTS));
    Files.copy(ROOT.resolve(text), empty.resolve(text));
    Files.copy(ROOT.resolve("talma"), empty.resolve("talma"));
    Process process =
        new ProcessBuilder("sh", "talma", command, "--help")
            .directory(empty.toFile())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    assertEquals(Usage.of(command), told.strip());
    assertTrue(told.startsWith("usage: ./talma " + command + " "), told);
  }
}
