package dev.talma.cluster.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;

/// How this module gets at records of other modules.
final class Access {
  private static final MethodHandles.Lookup OWN = MethodHandles.lookup();

  private Access() {}

  /// {@return what sees all of a class, or what sees its public parts if that is all that its
  /// module lets out}
  ///
  /// @throws IllegalArgumentException with the line that is missing, if that is nothing
  static MethodHandles.Lookup to(Class<?> type) {
    Module own = Access.class.getModule();
    Module other = type.getModule();
    own.addReads(other);
    try {
      return MethodHandles.privateLookupIn(type, OWN);
    } catch (IllegalAccessException e) {
      if (isPublic(type) && other.isExported(type.getPackageName(), own)) {
        return OWN;
      }
      throw new IllegalArgumentException(
          type.getName()
              + " is not visible to the cluster. Write `opens "
              + type.getPackageName()
              + (own.isNamed() ? " to " + own.getName() : "")
              + ";` in the module-info of "
              + other.getName()
              + ", or let the package be exported and the record be public",
          e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
      if (!Modifier.isPublic(each.getModifiers())) {
        return false;
      }
    }
    return true;
  }
}
