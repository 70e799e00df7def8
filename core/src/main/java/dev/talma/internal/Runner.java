package dev.talma.internal;

import org.jspecify.annotations.Nullable;

/// What a thread of the runtime works for. It is set as the thread's uncaught-exception handler,
/// which makes "which actor am I in" a field access: no thread-local map for each of a million
/// threads, and threads that users start from inside of an actor do not inherit it.
interface Runner extends Thread.UncaughtExceptionHandler {

  /// The actor that runs on this thread now.
  @Nullable Cell<?> current();

  /// The current thread is about to block for a while.
  default void aboutToBlock() {}

  @Override
  default void uncaughtException(Thread thread, Throwable failure) {
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    if (handler != null) {
      handler.uncaughtException(thread, failure);
    } else {
      Log.fatal(thread, failure);
    }
  }

  /// {@return the actor that runs on the current thread}
  static @Nullable Cell<?> currentCell() {
    return Thread.currentThread().getUncaughtExceptionHandler() instanceof Runner runner
        ? runner.current()
        : null;
  }
}
