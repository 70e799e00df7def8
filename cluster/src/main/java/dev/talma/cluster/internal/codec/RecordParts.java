package dev.talma.cluster.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// Takes the class of a record apart: its components, and the constructors that make one out of
/// some of them.
final class RecordParts {
  // Handles take no more than 255 arguments, of which a long takes two.
  private static final int MOST = 120;

  private final LocalRecord record;
  private final Class<?> raw;
  private final RecordComponent[] components;
  private final Map<TypeVariable<?>, Type> known;
  private final MethodHandles.Lookup lookup;

  RecordParts(LocalRecord record, Class<?> raw) {
    this.record = record;
    this.raw = raw;
    this.components = raw.getRecordComponents();
    this.known = RequestAnswer.arguments(record.type);
    this.lookup = Access.to(raw);
    if (components.length > MOST) {
      throw new IllegalArgumentException(
          record.name
              + " has "
              + components.length
              + " components, and "
              + MOST
              + " is the most. Put some of them together in records of their own");
    }
  }

  List<LocalRecord.Component> components(BiFunction<Type, String, JavaType> resolve) {
    List<LocalRecord.Component> result = new ArrayList<>();
    for (RecordComponent each : components) {
      JavaType type = resolve.apply(TypeNames.normal(each.getGenericType(), known), each.getName());
      try {
        result.add(
            new LocalRecord.Component(each.getName(), type, lookup.unreflect(each.getAccessor())));
      } catch (IllegalAccessException e) {
        throw unreachable(e);
      }
    }
    return result;
  }

  /// {@return the constructors that take some components in their order, the canonical one first}
  List<LocalRecord.Way> ways() {
    List<LocalRecord.Way> result = new ArrayList<>();
    List<Integer> all = IntStream.range(0, components.length).boxed().toList();
    try {
      Constructor<?> canonical =
          raw.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      result.add(new LocalRecord.Way(all, lookup.unreflectConstructor(canonical)));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw unreachable(e);
    }
    for (Constructor<?> each : raw.getDeclaredConstructors()) {
      if (each.getParameterCount() < components.length) {
        List<Integer> places = places(each);
        if (places.size() == each.getParameterCount()) {
          add(result, places, each);
        }
      }
    }
    return result;
  }

  private void add(List<LocalRecord.Way> ways, List<Integer> places, Constructor<?> constructor) {
    try {
      ways.add(new LocalRecord.Way(places, lookup.unreflectConstructor(constructor)));
    } catch (IllegalAccessException e) {
      // One that is not let out is nobody's promise about older versions.
      return;
    }
  }

  /// {@return the components that the parameters stand for; fewer than parameters if that is not
  /// clear} By their names, if the compiler has kept these. By their types otherwise: either only
  /// one choice of components has these, or the parameters are the first components.
  private List<Integer> places(Constructor<?> constructor) {
    Parameter[] parameters = constructor.getParameters();
    Type[] types = constructor.getGenericParameterTypes();
    if (types.length != parameters.length) {
      return List.of();
    }
    boolean named = Arrays.stream(parameters).allMatch(Parameter::isNamePresent);
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < components.length && first.size() < parameters.length; i++) {
      int next = first.size();
      if (components[i].getGenericType().equals(types[next])
          && (!named || components[i].getName().equals(parameters[next].getName()))) {
        first.add(i);
      }
    }
    if (named || first.size() < parameters.length || first.equals(leading(parameters.length))) {
      return first;
    }
    return first.equals(last(types)) ? first : List.of();
  }

  private static List<Integer> leading(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private List<Integer> last(Type[] types) {
    List<Integer> result = new ArrayList<>();
    for (int i = components.length - 1; i >= 0 && result.size() < types.length; i--) {
      if (components[i].getGenericType().equals(types[types.length - 1 - result.size()])) {
        result.addFirst(i);
      }
    }
    return result;
  }

  private IllegalArgumentException unreachable(ReflectiveOperationException cause) {
    return new IllegalArgumentException(
        "The parts of " + record.name + " cannot be reached: " + cause.getMessage(), cause);
  }
}
