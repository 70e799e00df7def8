package dev.talma.examples.cluster;

/// What is wrong with a command line.
final class UsageException extends ToolException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
