/// What a cluster goes through: nodes in JVMs of their own are killed, paused, cut off, replaced
/// and restarted under load, and everyone's books are compared afterwards.
///
/// A short choice runs with the other tests; `-Dtalma.chaos=full` runs all, ten rounds.
/// `-Dtalma.chaos=off` leaves them out. `-Dtalma.seed=N` repeats the load of a run. Rounds with an
/// odd seed are with TLS.
@NullMarked
package dev.talma.verification.chaos;

import org.jspecify.annotations.NullMarked;
