package dev.talma.internal;

import dev.talma.Request;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a class says by implementing `Request<M, R>`. The compiler cannot see that a request is
/// also a message of the protocol that it names, so that is checked here, once for each class.
///
/// @param type the class of the request
/// @param protocol what it gives for M, or Object if that is open
/// @param answer what it gives for R, or Object if that is open
record RequestShape(Class<?> type, Class<?> protocol, Class<?> answer) {
  private static final ClassValue<RequestShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RequestShape computeValue(Class<?> type) {
          Type[] arguments = argumentsOfRequest(type, Map.of());
          return arguments == null
              ? new RequestShape(type, Object.class, Object.class)
              : new RequestShape(type, rawClass(arguments[0]), rawClass(arguments[1]));
        }
      };

  static RequestShape of(Object request) {
    return SHAPES.get(request.getClass());
  }

  void check(Object request) {
    if (!protocol.isInstance(request)) {
      throw new IllegalArgumentException(
          type.getName()
              + " says Request<"
              + protocol.getSimpleName()
              + ", "
              + answer.getSimpleName()
              + "> and is no "
              + protocol.getName()
              + "; let it implement that too. The request was not sent");
    }
  }

  /// Whether an answer to the other one can be an answer to this one.
  boolean canBeAnsweredAs(RequestShape other) {
    return answer.isAssignableFrom(other.answer);
  }

  private static Type @Nullable [] argumentsOfRequest(Class<?> type, Map<Type, Type> known) {
    for (Type each : type.getGenericInterfaces()) {
      Type[] found = search(each, known);
      if (found != null) {
        return found;
      }
    }
    Type above = type.getGenericSuperclass();
    return above == null ? null : search(above, known);
  }

  private static Type @Nullable [] search(Type type, Map<Type, Type> known) {
    if (type instanceof ParameterizedType parameterized
        && parameterized.getRawType() instanceof Class<?> raw) {
      Type[] arguments = parameterized.getActualTypeArguments().clone();
      Map<Type, Type> inner = new HashMap<>();
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = known.getOrDefault(arguments[i], arguments[i]);
        inner.put(raw.getTypeParameters()[i], arguments[i]);
      }
      return raw == Request.class ? arguments : argumentsOfRequest(raw, inner);
    }
    return type instanceof Class<?> plain && Request.class.isAssignableFrom(plain)
        ? argumentsOfRequest(plain, Map.of())
        : null;
  }

  private static Class<?> rawClass(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType parameterized -> rawClass(parameterized.getRawType());
      case GenericArrayType array ->
          Array.newInstance(rawClass(array.getGenericComponentType()), 0).getClass();
      case TypeVariable<?> ignored -> Object.class;
      default -> Object.class;
    };
  }
}
