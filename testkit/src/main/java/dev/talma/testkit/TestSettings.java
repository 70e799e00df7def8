package dev.talma.testkit;

import dev.talma.SystemSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The settings of a [TestSystem]. Change one with its method.
///
/// {@snippet :
/// TestSystem.create("shop", s -> s.withVirtualTime().withPatience(Duration.ofSeconds(10)));
/// }
///
/// @param time the clock, if it is a virtual one; the machine's unless set
/// @param patience how long expectations wait at most, in real time; 3 s unless set here or by the
///   system property `talma.patience`
/// @param toleratesCrashes whether crashes that the test did not expect are let be; they make
///   [TestSystem#close()] fail unless set
/// @param system changes the settings of the system below; they are the defaults unless set
public record TestSettings(
    Optional<VirtualTime> time,
    Duration patience,
    boolean toleratesCrashes,
    UnaryOperator<SystemSettings> system) {

  /// Refuses what makes no sense.
  public TestSettings {
    Objects.requireNonNull(time, "time");
    Waiting.check(patience);
    Objects.requireNonNull(system, "system");
  }

  /// {@return the default settings}
  public static TestSettings defaults() {
    return new TestSettings(
        Optional.empty(), Waiting.STANDARD, /* toleratesCrashes= */ false, settings -> settings);
  }

  /// {@return these settings with a virtual clock of its own}
  public TestSettings withVirtualTime() {
    return withTime(new VirtualTime());
  }

  /// {@return these settings with a virtual clock} Several systems may share one.
  ///
  /// @param value the clock
  public TestSettings withTime(VirtualTime value) {
    return new TestSettings(Optional.of(value), patience, toleratesCrashes, system);
  }

  /// {@return these settings with another patience}
  ///
  /// @param value how long expectations wait at most, in real time
  public TestSettings withPatience(Duration value) {
    return new TestSettings(time, value, toleratesCrashes, system);
  }

  /// {@return these settings, for a test that does not mind crashes}
  public TestSettings toleratingCrashes() {
    return new TestSettings(time, patience, /* toleratesCrashes= */ true, system);
  }

  /// {@return these settings, with changes to those of the system below} They come after the
  /// changes that were given before, and before the virtual clock.
  ///
  /// @param change changes the settings of the system
  public TestSettings withSystem(UnaryOperator<SystemSettings> change) {
    return new TestSettings(
        time, patience, toleratesCrashes, settings -> change.apply(system.apply(settings)));
  }

  SystemSettings applyTo(SystemSettings settings) {
    SystemSettings changed = system.apply(settings);
    return time.map(changed::withTimeSource).orElse(changed);
  }
}
