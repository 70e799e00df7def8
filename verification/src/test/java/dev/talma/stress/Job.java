package dev.talma.stress;

import dev.talma.Request;

/// A message of the [Crowd]: it can be sent or asked.
///
/// @param id its line in the [Ledger], or [#NOTICE]
/// @param origin the line of the request that its asker has made; passed on, it keeps that one
/// @param dice what its receiver shall do with it
record Job(int id, int origin, int dice) implements Request<Job, Integer> {
  /// The id of what comes from a timer and is no message.
  static final int NOTICE = -1;

  static final Job TICK = new Job(NOTICE, NOTICE, 0);

  static Job of(int id, int dice) {
    return new Job(id, id, dice);
  }
}
