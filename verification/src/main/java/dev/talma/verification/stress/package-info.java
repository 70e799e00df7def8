/// Concurrency stress tests, for jcstress: two or more threads race on one small piece of Talma,
/// very often, and every result that was seen has to be a permitted one. `StressTest` runs them.
@NullMarked
package dev.talma.verification.stress;

import org.jspecify.annotations.NullMarked;
