package dev.talma.verification;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The rules of the house that a compiler does not know.
class ArchitectureTest {

  /// Tests that show what happens while an actor blocks have to block. They live here.
  private static final String MAY_SLEEP = "dev.talma.verification.blocking..";

  private static final JavaClasses MAIN = Rooms.mainClasses();
  private static final JavaClasses TESTS = Rooms.testClasses();

  @Test
  void theClassesWereRead() {
    assertTrue(Rooms.sizes(MAIN).getOrDefault("core", 0L) > 0, "no class of the core was found");
    assertTrue(TESTS.contain(ArchitectureTest.class), "this very test was not found");
    assertEquals(Set.of(), unknownRooms(), "rooms that Rooms.MAY_USE does not name");
  }

  @Test
  void aRoomUsesOnlyTheRoomsAboveIt() {
    classes()
        .should(
            useOnly(
                "rooms above their own",
                used -> {
                  String from = Rooms.roomOf(used.getOriginClass());
                  String to = Rooms.roomOf(used.getTargetClass());
                  return from.equals(to) || Rooms.MAY_USE.getOrDefault(from, Set.of()).contains(to);
                }))
        .check(MAIN);
  }

  @Test
  void internalPackagesStayInTheirRoom() {
    classes()
        .should(
            useOnly(
                "their own room's internals",
                used ->
                    !resideInAPackage("..internal..").test(used.getTargetClass())
                        || Rooms.roomOf(used.getOriginClass())
                            .equals(Rooms.roomOf(used.getTargetClass()))))
        .check(MAIN);
  }

  @Test
  void timeIsNeverADate() {
    ArchRule rule =
        noClasses()
            .that()
            .doNotHaveSimpleName("ADate") // which shows that a Date is refused
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date");
    rule.check(MAIN);
    rule.check(TESTS);
  }

  @Test
  void loggersAreNamedAfterWhatUsersKnow() {
    noClasses()
        .that()
        .resideInAPackage("dev.talma..")
        .should()
        .callMethod(LoggerFactory.class, "getLogger", Class.class)
        .because("an internal class is no name for those who configure what they want to hear of")
        .check(MAIN);
  }

  @Test
  void noTestSleeps() {
    noClasses()
        .that()
        .resideOutsideOfPackage(MAY_SLEEP)
        .should()
        .callMethodWhere(describe("it sleeps", ArchitectureTest::sleeps))
        .because("a test waits for what it needs: a probe, virtual time, or a bounded await")
        .check(TESTS);
  }

  private static boolean sleeps(JavaCall<?> call) {
    JavaClass owner = call.getTargetOwner();
    return call.getName().equals("sleep")
        && (owner.isEquivalentTo(Thread.class) || owner.isEquivalentTo(TimeUnit.class));
  }

  private static Set<String> unknownRooms() {
    Set<String> rooms = new TreeSet<>(Rooms.sizes(MAIN).keySet());
    rooms.removeAll(Rooms.MAY_USE.keySet());
    return rooms;
  }

  private static ArchCondition<JavaClass> useOnly(String what, Predicate<Dependency> permitted) {
    return new ArchCondition<>("use only " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency used : type.getDirectDependenciesFromSelf()) {
          if (Rooms.isOurs(used.getTargetClass()) && !permitted.test(used)) {
            events.add(SimpleConditionEvent.violated(used, used.getDescription()));
          }
        }
      }
    };
  }
}
