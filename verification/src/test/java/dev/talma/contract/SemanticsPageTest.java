package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// The page of the contract and the tests that hold it name each other completely: no clause
/// without a test, no test that is not there, no contract test without a clause.
class SemanticsPageTest {
  private static final Pattern CLAUSE = Pattern.compile("^\\*\\*([A-Z]+)-(\\d+)\\*\\*");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

  /// The clauses of the page, by name, with their text.
  private static Map<String, String> clauses() throws IOException {
    Map<String, String> clauses = new LinkedHashMap<>();
    for (String paragraph : page().split("\n\\s*\n")) {
      Matcher name = CLAUSE.matcher(paragraph.strip());
      if (name.find()) {
        String twice = clauses.put(name.group(1) + "-" + name.group(2), paragraph);
        assertEquals(null, twice, "a clause that is there twice");
      }
    }
    assertTrue(clauses.size() > 50, "the clauses were not found");
    return clauses;
  }

  private static String page() throws IOException {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    return Files.readString(root.resolve("docs").resolve("semantics.md"));
  }

  private static List<String> testsNamedIn(String text) {
    return TEST.matcher(text)
        .results()
        .map((MatchResult test) -> test.group(1) + "#" + test.group(2))
        .toList();
  }

  /// The test methods of this package.
  private static Set<String> tests() throws Exception {
    Set<String> tests = new TreeSet<>();
    for (Class<?> type : testClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)
            || method.isAnnotationPresent(ParameterizedTest.class)) {
          tests.add(type.getSimpleName() + "#" + method.getName());
        }
      }
    }
    assertTrue(tests.size() > 200, "the tests were not found");
    return tests;
  }

  private static List<Class<?>> testClasses() throws IOException, URISyntaxException {
    Path classes =
        Path.of(
            SemanticsPageTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = classes.resolve(SemanticsPageTest.class.getPackageName().replace('.', '/'));
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("Test.class") && !name.equals("SemanticsPageTest.class")) {
          found.add(load(name.substring(0, name.length() - ".class".length())));
        }
      }
    }
    return found;
  }

  private static Class<?> load(String simpleName) {
    try {
      return Class.forName(SemanticsPageTest.class.getPackageName() + "." + simpleName);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theClausesOfEachSectionAreNumberedWithoutGaps() throws Exception {
    Map<String, Integer> last = new LinkedHashMap<>();
    for (String clause : clauses().keySet()) {
      String section = clause.substring(0, clause.indexOf('-'));
      int number = Integer.parseInt(clause.substring(clause.indexOf('-') + 1));
      assertEquals(last.getOrDefault(section, 0) + 1, number, clause);
      last.put(section, number);
    }
  }

  @Test
  void everyClauseNamesATestThatHoldsIt() throws Exception {
    List<String> bare =
        clauses().entrySet().stream()
            .filter(clause -> testsNamedIn(clause.getValue()).isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(List.of(), bare);
  }

  @Test
  void everyTestThatIsNamedExists() throws Exception {
    Set<String> missing = new TreeSet<>(testsNamedIn(page()));
    missing.removeAll(tests());
    assertEquals(Set.of(), missing);
  }

  @Test
  void everyTestOfTheContractHoldsAClause() throws Exception {
    Set<String> idle = new TreeSet<>(tests());
    clauses().values().forEach(text -> testsNamedIn(text).forEach(idle::remove));
    assertEquals(Set.of(), idle);
  }
}
