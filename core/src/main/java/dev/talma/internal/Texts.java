package dev.talma.internal;

/// What is said about objects of the users', whose `toString` may do anything.
final class Texts {
  private Texts() {}

  /// {@return the object as text, or its class if it cannot be made one}
  static String of(Object said) {
    try {
      return String.valueOf(said);
    } catch (Throwable itself) { // the one who wants to say it has better things to do than to fail
      return said.getClass().getName() + " (its toString failed)";
    }
  }
}
