package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What the documents show is real: each piece of Java (up to an empty line) stands in a source
/// that is compiled; each link leads somewhere; each test that is named exists.
class DocumentationTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final String SNIPPET = "{@snippet :\n";
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)#(\\w+)`");

  @TestFactory
  Stream<DynamicTest> javaInTheDocumentsIsCompiled() throws IOException {
    String compiled = compiledSources();
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    name(document),
                    () -> assertShown(compiled, blocks(JAVA_BLOCK, read(document)))));
  }

  @TestFactory
  Stream<DynamicTest> javaInTheJavadocIsCompiled() throws IOException {
    String compiled = compiledSources();
    return sources("core", "testkit", "testkit-junit", "otp", "cluster")
        .map(
            source ->
                DynamicTest.dynamicTest(
                    name(source),
                    () -> {
                      assertShown(compiled, snippets(read(source).replaceAll("(?m)^ */// ?", "")));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> linksLeadSomewhere() throws IOException {
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    name(document),
                    () -> {
                      List<Path> missing = links(document).filter(Files::notExists).toList();
                      assertEquals(List.of(), missing, "links that lead nowhere");
                    }));
  }

  /// {@return the files and folders of the project that a document links to}
  private static Stream<Path> links(Path document) {
    return LINK.matcher(read(document))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .map(link -> document.resolveSibling(link).normalize());
  }

  @TestFactory
  Stream<DynamicTest> testsThatAreNamedExist() throws IOException {
    String tests =
        read(
            sources(
                "core", "testkit", "testkit-junit", "otp", "cluster", "verification", "examples"));
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    name(document),
                    () -> {
                      List<String> missing =
                          TEST.matcher(read(document))
                              .results()
                              .filter(named -> !exists(tests, named))
                              .map(MatchResult::group)
                              .toList();
                      assertEquals(List.of(), missing, "tests that are named and do not exist");
                    }));
  }

  private static boolean exists(String tests, MatchResult named) {
    return tests.contains("class " + named.group(1) + " ")
        && Pattern.compile("void " + named.group(2) + "\\(").matcher(tests).find();
  }

  private static void assertShown(String compiled, List<String> blocks) {
    assertAll(
        blocks.stream()
            .flatMap(block -> Stream.of(block.split("\n\\s*\n")))
            .map(
                block ->
                    () -> {
                      String wanted = normalized(block);
                      assertFalse(wanted.isBlank(), "an empty piece of Java");
                      if (!compiled.contains(wanted)) {
                        fail("no compiled source has these lines:\n" + block);
                      }
                    }));
  }

  private static List<String> blocks(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /// A snippet ends at the brace that closes it.
  private static List<String> snippets(String text) {
    List<String> found = new ArrayList<>();
    for (int at = text.indexOf(SNIPPET); at >= 0; at = text.indexOf(SNIPPET, at)) {
      int begin = at + SNIPPET.length();
      int open = 1;
      for (at = begin; open > 0; at++) {
        char c = text.charAt(at);
        open += c == '{' ? 1 : c == '}' ? -1 : 0;
      }
      found.add(text.substring(begin, at - 1));
    }
    return found;
  }

  private static String compiledSources() throws IOException {
    return normalized(
        read(sources("examples", "verification", "testkit", "testkit-junit", "otp", "cluster")));
  }

  /// Without the marks of regions and any white space, as sources are formatted and documents are
  /// narrower; and without the javadoc, which compiles whatever it shows.
  private static String normalized(String text) {
    return text.lines()
        .filter(line -> !line.strip().matches("///.*|// @(start|end)\\b.*"))
        .collect(Collectors.joining("\n"))
        .replaceAll("\\s+", "");
  }

  private static Stream<Path> documents() throws IOException {
    List<Path> found = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    found.add(ROOT.resolve("CONTRIBUTING.md"));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(found::add);
    }
    return found.stream();
  }

  private static Stream<Path> sources(String... rooms) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String room : rooms) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(room).resolve("src"))) {
        files.filter(path -> path.toString().endsWith(".java")).sorted().forEach(found::add);
      }
    }
    return found.stream();
  }

  private static String read(Stream<Path> files) {
    return files.map(DocumentationTest::read).collect(Collectors.joining("\n"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return ROOT.relativize(file).toString();
  }
}
