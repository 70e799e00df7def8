package dev.talma.stress;

/// A crash on purpose. It has no stack, so that a million of them cost nothing.
public final class Boom extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Ready to be thrown.
  public Boom() {
    super("on purpose", null, false, false);
  }
}
