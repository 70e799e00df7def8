/// What happens while actors block: tests that really block, and therefore live apart. They assert
/// who got ahead of whom, never how long it took.
@NullMarked
package dev.talma.verification.blocking;

import org.jspecify.annotations.NullMarked;
