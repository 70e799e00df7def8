package dev.talma.verification.patterns;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.talma.Stash;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Stash and router are built of what every user has. If they needed a back door, a primitive would
/// be missing.
class PrimitivesSufficeTest {
  private static final List<String> PATTERNS =
      List.of(
          "Stash",
          "Router",
          "RouterHandler",
          "Routing",
          "Choice",
          "RoundRobin",
          "LeastLoaded",
          "ByKey",
          "HashRing");

  @Test
  void thePatternsUseNothingInternal() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(
                location ->
                    PATTERNS.stream().anyMatch(name -> isOf(location.asURI().toString(), name)))
            .importPackages(Stash.class.getPackageName());
    for (String name : PATTERNS) {
      assertTrue(classes.contain("dev.talma." + name), name + " was not found");
    }
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.talma.internal..")
        .check(classes);
  }

  private static boolean isOf(String location, String name) {
    return location.matches(".*/dev/talma/" + name + "(\\$[^/]*)?\\.class");
  }
}
