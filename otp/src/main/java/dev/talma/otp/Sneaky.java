package dev.talma.otp;

import java.util.concurrent.Callable;

/// Lets what a callback throws pass through functions that declare no exceptions, as it is: it
/// becomes the reason of a crash, where a wrapper would only be in the way.
final class Sneaky {
  private Sneaky() {}

  /// Something that may throw.
  interface Action {
    void run() throws Exception;
  }

  static void run(Action action) {
    try {
      action.run();
    } catch (Exception e) {
      rethrow(e);
    }
  }

  static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw Sneaky.<RuntimeException>as(e);
    }
  }

  static void rethrow(Throwable cause) {
    throw Sneaky.<RuntimeException>as(cause);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of it
  private static <E extends Throwable> RuntimeException as(Throwable cause) throws E {
    throw (E) cause;
  }
}
