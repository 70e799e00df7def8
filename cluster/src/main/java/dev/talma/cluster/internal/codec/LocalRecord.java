package dev.talma.cluster.internal.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A record of this node.
final class LocalRecord extends LocalShape {
  private List<Component> components = List.of();
  private List<Way> ways = List.of();
  private Optional<JavaType> answer = Optional.empty();
  private Optional<ValueWriter> answerWriter = Optional.empty();
  // Made by the first who writes one, as that takes milliseconds, and most types of a large
  // schema may never be sent. Two who do so at once make the same.
  private volatile MethodHandle @Nullable [] writers;

  LocalRecord(int number, String name, Type type) {
    super(number, name, type);
  }

  /// A component.
  ///
  /// @param name its name
  /// @param type its type
  /// @param accessor takes the record
  record Component(String name, JavaType type, MethodHandle accessor) {}

  /// A constructor.
  ///
  /// @param places the components that it takes, in order
  /// @param constructor takes them
  record Way(List<Integer> places, MethodHandle constructor) {
    /// {@return the same for an array of them}
    MethodHandle ofArray() {
      int count = places.size();
      return constructor
          .asType(MethodType.genericMethodType(count))
          .asSpreader(Object[].class, count);
    }
  }

  void link(List<Component> fields, List<Way> constructors, Optional<JavaType> answerType) {
    components = List.copyOf(fields);
    ways = List.copyOf(constructors);
    answer = answerType;
    answerWriter = answerType.map(it -> Writers.of(it, "the answer to " + name));
  }

  List<Component> components() {
    return components;
  }

  Optional<JavaType> answer() {
    return answer;
  }

  Optional<ValueWriter> answerWriter() {
    return answerWriter;
  }

  /// {@return the constructor that takes some components}
  Way way(List<Integer> places) {
    for (Way each : ways) {
      if (each.places.equals(places)) {
        return each;
      }
    }
    throw new IllegalStateException(name + " has no constructor for " + places);
  }

  @Override
  public void write(Object value, Writing to) {
    MethodHandle[] handles = writers;
    if (handles == null) {
      handles = RecordHandles.writers(name, components);
      writers = handles;
    }
    to.enter(name);
    try {
      for (MethodHandle each : handles) {
        each.invokeExact(value, to);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (handles.length == 0) {
      to.out.u8(0);
    }
    to.leave();
  }

  @Override
  Shape.OfRecord shape() {
    return new Shape.OfRecord(
        name,
        components.stream().map(each -> new Shape.Field(each.name, each.type.wire())).toList(),
        ways.stream().map(Way::places).toList(),
        answer.map(JavaType::wire));
  }
}
