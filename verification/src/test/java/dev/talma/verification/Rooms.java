package dev.talma.verification;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The rooms of the project and their compiled classes.
final class Rooms {

  /// What each room may use, apart from itself. A room that is not here may not exist.
  static final Map<String, Set<String>> MAY_USE =
      Map.of(
          "core", Set.of(),
          "otp", Set.of("core"),
          "testkit", Set.of("core"),
          "testkit.junit", Set.of("core", "testkit"),
          "swim", Set.of(),
          "cluster", Set.of("core", "swim"),
          "observer", Set.of("core", "cluster"),
          "examples", Set.of("core", "otp", "cluster", "observer"),
          "benchmarks", Set.of("core", "otp", "cluster", "observer"));

  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();

  private Rooms() {}

  /// {@return the room that a class of the project lives in, by its package}
  static String roomOf(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals("dev.talma")
        || name.startsWith("dev.talma.internal")
        || name.equals("dev.talma.remote")) {
      return "core";
    }
    if (name.startsWith("dev.talma.testkit.junit")) {
      return "testkit.junit";
    }
    return name.split("\\.")[2];
  }

  /// {@return whether a class is one of the project's own}
  static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals("dev.talma")
        || type.getPackageName().startsWith("dev.talma.");
  }

  /// {@return what is built from `src/main/java`, without this room: it may look behind any door}
  static JavaClasses mainClasses() {
    return classesIn(
        modules().filter(module -> !module.endsWith("verification")), "target/classes");
  }

  /// {@return what is built from `src/test/java`, everywhere}
  static JavaClasses testClasses() {
    return classesIn(modules(), "target/test-classes");
  }

  private static JavaClasses classesIn(Stream<Path> modules, String output) {
    List<Path> places =
        modules.map(module -> module.resolve(output)).filter(Files::isDirectory).toList();
    return new ClassFileImporter().importPaths(places);
  }

  private static Stream<Path> modules() {
    try (Stream<Path> children = Files.list(ROOT)) {
      return children.filter(child -> Files.exists(child.resolve("pom.xml"))).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// {@return how many classes each room has}
  static Map<String, Long> sizes(JavaClasses classes) {
    return classes.stream().collect(toUnmodifiableMap(Rooms::roomOf, _ -> 1L, Long::sum));
  }
}
