/// Races and hostile uses that Talma once lost, or might lose: each test sets up what went wrong,
/// as often as it takes to see it, and asserts what has to hold whoever wins. Those that go through
/// random moments print their seed.
@NullMarked
package dev.talma.stress;

import org.jspecify.annotations.NullMarked;
