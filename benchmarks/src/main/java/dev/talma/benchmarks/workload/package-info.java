/// The JMH benchmarks, a class each. A class holds the same work for Pekko, for Talma's
/// event-driven style and for its loop style, one below the other, so that one can see that it is
/// the same.
///
/// Rules that all of them keep:
///
/// - An invocation ends when its last message has been handled, seen through a latch; one that does
///   not end within [Latches#PATIENCE] fails the benchmark.
/// - Messages without content are constants and messages with content are made anew for each send,
///   on all sides.
/// - Pekko's actors are functions (`Behaviors.receiveMessage`), its cheapest form: no receive
///   builder that compares classes one after the other, no new behaviour per message, default
///   dispatcher.
/// - Whatever is made before and removed after the work is outside of the measured time.
@NullMarked
package dev.talma.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
