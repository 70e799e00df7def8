/// Talma's testkit as a JUnit extension. A test asks for a system, probes, gates and a clock as
/// parameters; the [extension][dev.talma.testkit.junit.TalmaExtension] makes them for that test,
/// closes the system after it, and says what the test has left behind.
///
/// [OnVirtualTime][dev.talma.testkit.junit.OnVirtualTime] chooses a clock that the test moves, and
/// [TolerateCrashes][dev.talma.testkit.junit.TolerateCrashes] lets crashes be that the test did not
/// expect.
@NullMarked
package dev.talma.testkit.junit;

import org.jspecify.annotations.NullMarked;
