package dev.talma.cluster.internal.codec;

import dev.talma.cluster.internal.codec.WireType.Mapping;
import dev.talma.cluster.internal.codec.WireType.Maybe;
import dev.talma.cluster.internal.codec.WireType.Named;
import dev.talma.cluster.internal.codec.WireType.Plain;
import dev.talma.cluster.internal.codec.WireType.Reference;
import dev.talma.cluster.internal.codec.WireType.Sequence;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one node makes of the shapes of another one: which it understands, and if not, why not, in
/// a sentence. It follows from the two tables alone, so the writer comes to the same result as the
/// reader, and knows it before it sends.
///
/// Fields are matched by name. What only the writer has is stepped over. What only the reader has
/// comes from a constructor that does without it, or is empty or zero.
final class Compatibility {
  private final Table writer;
  private final Table reader;
  private final String writerName;
  private final String readerName;
  private final @Nullable String[] problems;
  // Of the unions of the reader. By identity, as the lists in them may be long.
  private final IdentityHashMap<Shape.OfUnion, Set<String>> memberNames = new IdentityHashMap<>();

  /// @param writer the shapes of the node that writes
  /// @param reader the shapes of the node that reads
  /// @param writerName how to call the one in a sentence
  /// @param readerName how to call the other
  Compatibility(Table writer, Table reader, String writerName, String readerName) {
    this.writer = writer;
    this.reader = reader;
    this.writerName = writerName;
    this.readerName = readerName;
    this.problems = new @Nullable String[writer.size()];
    // Types hold one another, so first all are taken to be fine, until nothing new comes up.
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < problems.length; i++) {
        if (problems[i] == null) {
          problems[i] = find(i);
          changed |= problems[i] != null;
        }
      }
    }
  }

  /// {@return why the reader does not understand a shape of the writer, or null if it does}
  @Nullable String problem(int shape) {
    return problems[shape];
  }

  /// {@return why the reader does not understand each of the constants of an enum, null for those
  /// that it does; empty if it understands all}
  @Nullable String[] constantProblems(int shape) {
    Shape.OfEnum theirs = partner(shape) instanceof Shape.OfEnum it ? it : null;
    if (!(writer.shape(shape) instanceof Shape.OfEnum ours) || theirs == null) {
      return new @Nullable String[0];
    }
    Set<String> known = new HashSet<>(theirs.constants());
    if (known.containsAll(ours.constants())) {
      return new @Nullable String[0];
    }
    @Nullable String[] result = new @Nullable String[ours.constants().size()];
    for (int i = 0; i < result.length; i++) {
      String constant = ours.constants().get(i);
      if (!known.contains(constant)) {
        result[i] =
            "The constant "
                + constant
                + " of "
                + ours.name()
                + " is not known to "
                + readerName
                + ", which may run an older version or lack the type";
      }
    }
    return result;
  }

  /// {@return the shape of the reader by the same name}
  @Nullable Shape partner(int shape) {
    Integer number = reader.number(writer.shape(shape).name());
    return number == null ? null : reader.shape(number);
  }

  /// {@return why the reader does not understand some values of a shape, by the innermost part that
  /// is in the way; empty if it understands all} A part of a sealed type that only the writer has
  /// does not count, as it is new and not to be sent yet.
  Optional<String> misfit(int shape) {
    Optional<String> found = Optional.empty();
    Set<Integer> seen = new LinkedHashSet<>(List.of(shape));
    Deque<Integer> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      int number = open.remove();
      if (number == shape || partner(number) != null) {
        String problem = problems[number];
        found = problem == null ? found : Optional.of(problem);
        parts(number).filter(seen::add).forEach(open::add);
      }
    }
    return found;
  }

  /// The shapes that the reader meets in the values of one.
  private Stream<Integer> parts(int number) {
    return switch (writer.shape(number)) {
      case Shape.OfRecord ours when partner(number) instanceof Shape.OfRecord theirs -> {
        Set<String> read = names(theirs);
        yield ours.fields().stream()
            .filter(field -> read.contains(field.name()))
            .flatMap(field -> parts(field.type()));
      }
      case Shape.OfUnion(_, List<Integer> members) -> members.stream();
      case Shape.OfValue(_, WireType type) -> parts(type);
      default -> Stream.empty();
    };
  }

  private static Stream<Integer> parts(WireType type) {
    return switch (type) {
      case Sequence(WireType element) -> parts(element);
      case Mapping(WireType key, WireType value) -> Stream.concat(parts(key), parts(value));
      case Maybe(WireType value) -> parts(value);
      case Named(int number) -> Stream.of(number);
      case Plain _, Reference _ -> Stream.empty();
    };
  }

  private @Nullable String find(int number) {
    Shape ours = writer.shape(number);
    Shape theirs = partner(number);
    if (theirs == null) {
      return ours.name()
          + " is not known to "
          + readerName
          + ", which may run an older version or lack the type";
    }
    return switch (ours) {
      case Shape.OfRecord record when theirs instanceof Shape.OfRecord other -> find(record, other);
      case Shape.OfEnum _ when theirs instanceof Shape.OfEnum -> null;
      case Shape.OfUnion _ when theirs instanceof Shape.OfUnion -> null;
      case Shape.OfValue(String name, WireType type)
          when theirs instanceof Shape.OfValue(_, WireType other) ->
          readable(type, other) ? null : differ(name, type, other);
      default ->
          ours.name()
              + " is "
              + ours.kind()
              + " on "
              + writerName
              + " and "
              + theirs.kind()
              + " on "
              + readerName;
    };
  }

  private @Nullable String find(Shape.OfRecord ours, Shape.OfRecord theirs) {
    for (Shape.Field field : ours.fields()) {
      for (Shape.Field other : theirs.fields()) {
        if (field.name().equals(other.name()) && !readable(field.type(), other.type())) {
          return differ("Field " + field.name() + " of " + ours.name(), field.type(), other.type());
        }
      }
    }
    if (way(ours, theirs).isPresent()) {
      return null;
    }
    Set<String> present = names(ours);
    String missing =
        theirs.fields().stream()
            .filter(field -> !present.contains(field.name()) && !field.type().hasDefault())
            .map(Shape.Field::name)
            .collect(Collectors.joining(", "));
    return ours.name()
        + " on "
        + readerName
        + " needs the field "
        + missing
        + ", which "
        + writerName
        + " does not have. Give the record a constructor that takes the other fields in their"
        + " order, or make the new field an Optional";
  }

  private String differ(String what, WireType ours, WireType theirs) {
    String here = ours.text(writer);
    String there = theirs.text(reader);
    return what
        + (here.equals(there)
            ? " is a " + here + " on both nodes, but not the same"
            : " is of type " + here + " on " + writerName + " and " + there + " on " + readerName)
        + because(ours);
  }

  private String because(WireType type) {
    return type instanceof Named(int number) && problems[number] != null
        ? ": " + problems[number]
        : "";
  }

  private static Set<String> names(Shape.OfRecord record) {
    return record.fields().stream().map(Shape.Field::name).collect(Collectors.toSet());
  }

  /// {@return the places of the fields that the constructor takes which makes the reader's record
  /// out of the writer's fields: the one that leaves the fewest to be empty or zero}
  static Optional<List<Integer>> way(Shape.OfRecord writer, Shape.OfRecord reader) {
    Set<String> present = names(writer);
    List<Shape.Field> fields = reader.fields();
    List<Integer> needed =
        IntStream.range(0, fields.size())
            .filter(i -> present.contains(fields.get(i).name()))
            .boxed()
            .toList();
    return reader.ways().stream()
        .filter(way -> new HashSet<>(way).containsAll(needed))
        .filter(
            way ->
                way.stream()
                    .map(fields::get)
                    .allMatch(field -> present.contains(field.name()) || field.type().hasDefault()))
        .min(Comparator.comparingInt(List::size));
  }

  /// {@return whether the reader can make a value of its type out of what the writer writes}
  boolean readable(WireType ours, WireType theirs) {
    return switch (ours) {
      case Plain(Scalar kind) -> theirs instanceof Plain(Scalar other) && kind.widensTo(other);
      case Sequence(WireType element) ->
          theirs instanceof Sequence(WireType other) && readable(element, other);
      case Mapping(WireType key, WireType value) ->
          theirs instanceof Mapping(WireType otherKey, WireType otherValue)
              && readable(key, otherKey)
              && readable(value, otherValue);
      case Maybe(WireType value) ->
          theirs instanceof Maybe(WireType other) && readable(value, other);
      case Reference(String protocol) ->
          theirs instanceof Reference(String other) && protocol.equals(other);
      case Named(int number) ->
          theirs instanceof Named(int other) && readable(number, writer.shape(number), other);
    };
  }

  private boolean readable(int number, Shape ours, int other) {
    Shape theirs = reader.shape(other);
    if (ours instanceof Shape.OfUnion(_, List<Integer> members)) {
      // Which of its members comes is known when it is written; one in common is enough.
      return theirs instanceof Shape.OfUnion union
          && members.stream().anyMatch(member -> holds(union, writer.shape(member)));
    }
    return problems[number] == null
        && (theirs.name().equals(ours.name())
            || (theirs instanceof Shape.OfUnion union && holds(union, ours)));
  }

  private boolean holds(Shape.OfUnion union, Shape member) {
    return memberNames
        .computeIfAbsent(
            union,
            it ->
                it.members().stream()
                    .map(each -> reader.shape(each).name())
                    .collect(Collectors.toSet()))
        .contains(member.name());
  }
}
