/// Very many of everything: what holds for a few actors and messages has to hold for a million of
/// them, and nothing of them may remain.
@NullMarked
package dev.talma.soak;

import org.jspecify.annotations.NullMarked;
