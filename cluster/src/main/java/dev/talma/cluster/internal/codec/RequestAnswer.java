package dev.talma.cluster.internal.codec;

import dev.talma.Request;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what a class gives for R by implementing `Request<M, R>`.
final class RequestAnswer {
  private RequestAnswer() {}

  /// {@return the type of the answer in normal form; empty if the class is no request}
  ///
  /// @param type in normal form
  static Optional<Type> of(Type type) {
    Class<?> raw = TypeNames.raw(type);
    Map<TypeVariable<?>, Type> known = arguments(type);
    for (Type each : raw.getGenericInterfaces()) {
      Type above = TypeNames.normal(each, known);
      if (above instanceof TypeNames.Generic(Class<?> it, List<Type> arguments)
          && it == Request.class) {
        return Optional.of(arguments.get(1));
      }
      if (Request.class.isAssignableFrom(TypeNames.raw(above))) {
        return above == Request.class ? Optional.of(Object.class) : of(above);
      }
    }
    return Optional.empty();
  }

  /// {@return what a type says for the type variables of its class}
  static Map<TypeVariable<?>, Type> arguments(Type type) {
    Map<TypeVariable<?>, Type> known = new HashMap<>();
    if (type instanceof TypeNames.Generic(Class<?> raw, List<Type> arguments)) {
      for (int i = 0; i < arguments.size(); i++) {
        known.put(raw.getTypeParameters()[i], arguments.get(i));
      }
    }
    return known;
  }
}
