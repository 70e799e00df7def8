package dev.talma.internal;

import java.util.Objects;

/// What may be the name of an actor.
public final class Names {
  private static final int MAX_LENGTH = 255;

  private Names() {}

  /// {@return the name, if it is legal}
  public static String check(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "A name has 1 to " + MAX_LENGTH + " characters; this one has " + name.length());
    }
    if (name.charAt(0) == '$') {
      throw new IllegalArgumentException(
          "The name \"" + name + "\" begins with $, which is kept for names made by the system");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c) && "-_.+@$~".indexOf(c) < 0) {
        throw new IllegalArgumentException(
            "The name \""
                + name
                + "\" has the character '"
                + c
                + "' at index "
                + i
                + "; letters, digits and -_.+@$~ are legal");
      }
    }
    return name;
  }
}
