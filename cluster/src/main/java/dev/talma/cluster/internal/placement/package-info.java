/// Who owns which named actor, and how it moves. All of it is pure decisions and one small state
/// machine, without clock, thread or I/O: what runs actors and links asks it, and does what it
/// says.
@NullMarked
package dev.talma.cluster.internal.placement;

import org.jspecify.annotations.NullMarked;
