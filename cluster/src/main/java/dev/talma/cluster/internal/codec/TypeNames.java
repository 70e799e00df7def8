package dev.talma.cluster.internal.codec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Types in a form of our own that is equal when they are, with the type variables filled in as far
/// as they are known.
final class TypeNames {
  private TypeNames() {}

  /// A generic class with its arguments.
  ///
  /// @param raw the class
  /// @param arguments in normal form
  record Generic(Class<?> raw, List<Type> arguments) implements Type {}

  /// An array whose elements are generic.
  ///
  /// @param component in normal form
  record ArrayOf(Type component) implements Type {}

  /// What `? super X` says.
  ///
  /// @param bound in normal form
  record AtLeast(Type bound) implements Type {}

  /// {@return the normal form of a type: a Class, one of the above, or a type variable that is not
  /// known}
  static Type normal(Type type, Map<TypeVariable<?>, Type> known) {
    return switch (type) {
      case ParameterizedType it ->
          new Generic(
              (Class<?>) it.getRawType(),
              Arrays.stream(it.getActualTypeArguments())
                  .map(argument -> normal(argument, known))
                  .toList());
      case GenericArrayType it -> {
        Type component = normal(it.getGenericComponentType(), known);
        yield component instanceof Class<?> plain ? plain.arrayType() : new ArrayOf(component);
      }
      case WildcardType it ->
          it.getLowerBounds().length > 0
              ? new AtLeast(normal(it.getLowerBounds()[0], known))
              : normal(it.getUpperBounds()[0], known);
      case TypeVariable<?> it -> known.getOrDefault(it, it);
      default -> type;
    };
  }

  static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> it -> it;
      case Generic(Class<?> raw, _) -> raw;
      case ArrayOf(Type component) -> raw(component).arrayType();
      default -> Object.class;
    };
  }

  /// {@return how deep the arguments are nested}
  static int depth(Type type) {
    return switch (type) {
      case Generic(_, List<Type> arguments) ->
          1 + arguments.stream().mapToInt(TypeNames::depth).max().orElse(0);
      case ArrayOf(Type component) -> 1 + depth(component);
      case AtLeast(Type bound) -> depth(bound);
      case Class<?> it when it.isArray() -> 1 + depth(it.componentType());
      default -> 1;
    };
  }

  /// {@return the name on the wire}
  static String name(Type type) {
    return switch (type) {
      case Class<?> it -> it.getName();
      case Generic(Class<?> raw, List<Type> arguments) ->
          raw.getName()
              + arguments.stream().map(TypeNames::name).collect(Collectors.joining(",", "<", ">"));
      case ArrayOf(Type component) -> name(component) + "[]";
      case AtLeast(Type bound) -> "? super " + name(bound);
      default -> type.getTypeName();
    };
  }
}
