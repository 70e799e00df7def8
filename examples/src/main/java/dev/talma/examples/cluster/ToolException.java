package dev.talma.examples.cluster;

/// Why a tool cannot do what it was told, in a sentence for the one who told it.
class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  ToolException(String message) {
    super(message);
  }
}
