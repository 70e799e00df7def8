package dev.talma.cluster.internal.codec;

/// A type cannot be sent between nodes. Says where it was met, and what to do.
public final class SchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
