package dev.talma.benchmarks;

/// A job gave no figures.
final class JobFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  JobFailedException(String message) {
    super(message);
  }
}
