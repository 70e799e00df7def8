/// Tools to test actors without sleeping: probes that stand in for an actor, awaits that end as
/// soon as what they wait for is true, and a clock that the test moves.
@NullMarked
package dev.talma.testkit;

import org.jspecify.annotations.NullMarked;
