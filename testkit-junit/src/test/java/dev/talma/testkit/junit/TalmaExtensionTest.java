package dev.talma.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorSystem;
import dev.talma.testkit.Gate;
import dev.talma.testkit.Probe;
import dev.talma.testkit.TestSystem;
import dev.talma.testkit.VirtualTime;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a test gets. What happens when a test fails is in [FailingTestsTest].
@ExtendWith(TalmaExtension.class)
class TalmaExtensionTest {
  private final ActorSystem inConstructor;
  private ActorSystem beforeEach;

  TalmaExtensionTest(ActorSystem system) {
    this.inConstructor = system;
  }

  @BeforeEach
  void before(TestSystem system, Probe<String> probe) {
    beforeEach = system;
    probe.ref().send("early");
    probe.expect("early");
  }

  @AfterEach
  void after(TestSystem system) {
    assertSame(inConstructor, system);
    assertFalse(system.isTerminated());
  }

  @Test
  void everythingInATestBelongsToOneSystem(
      TestSystem system, ActorSystem same, Probe<String> probe, Probe<Integer> other, Gate gate) {
    assertSame(system, same);
    assertSame(system, beforeEach);
    assertSame(system, inConstructor);
    assertEquals("everythingInATestBelongsToOneSystem", system.name());
    assertEquals(probe.ref(), system.find("/" + probe.ref().name()).orElseThrow());
    assertNotSame(probe.ref(), other.ref());
    assertEquals(0, gate.waiting());

    probe.ref().send("hello");
    probe.expect("hello");
  }

  @Test
  void aTestRunsOnTheMachinesTimeUnlessItSaysOtherwise(TestSystem system) {
    assertThrows(IllegalStateException.class, system::time);
  }

  @Test
  @OnVirtualTime
  void aTestCanChooseVirtualTime(TestSystem system) {
    system.advance(Duration.ofDays(1));

    assertEquals(Duration.ofDays(1), system.time().elapsed());
  }

  @Test
  void aTestThatAsksForAClockGetsVirtualTime(VirtualTime time, TestSystem system) {
    assertSame(time, system.time());
  }

  @OnVirtualTime
  @Test
  @Retention(RetentionPolicy.RUNTIME)
  @interface TimedTest {}

  @TimedTest
  void theChoiceOfTimeCanBePartOfAnotherAnnotation(TestSystem system) {
    assertTrue(system.time().elapsed().isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b"})
  void worksBesideOtherResolvers(String value, Probe<String> probe) {
    probe.ref().send(value);

    probe.expect(value);
  }

  @Nested
  class InAnInnerClass {

    @Test
    void theSystemIsTheSame(TestSystem system) {
      assertSame(inConstructor, system);
      assertSame(beforeEach, system);
    }
  }

  @Nested
  @OnVirtualTime
  class OfAClassOnVirtualTime {

    @Test
    void everyTestIsOnVirtualTime(TestSystem system) {
      system.advance(Duration.ofSeconds(1));
    }

    @Nested
    class AndOfAClassWithinIt {

      @Test
      void everyTestIsToo(TestSystem system) {
        assertTrue(system.time().elapsed().isZero());
      }
    }
  }
}
