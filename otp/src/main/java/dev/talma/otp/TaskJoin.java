package dev.talma.otp;

import dev.talma.SystemRequest;

/// Asks a task to answer as soon as its work has ended.
record TaskJoin() implements SystemRequest<Boolean> {
  static final TaskJoin INSTANCE = new TaskJoin();
}
