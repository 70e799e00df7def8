package dev.talma;

/// Something that was set going and can be called off.
@FunctionalInterface
public interface Cancellable {

  /// Calls it off. Calling again does nothing. *Threading*: any thread, never blocks.
  void cancel();
}
