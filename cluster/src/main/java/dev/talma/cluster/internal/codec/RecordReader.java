package dev.talma.cluster.internal.codec;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads the records of one shape of the peer as those of one class here.
final class RecordReader implements ValueReader {
  private static final Object SKIPPED = new Object();
  private static final int MOST_AT_ONCE = 32;

  private final LocalRecord ours;
  private final Shape.OfRecord theirs;
  private final String peer;
  private final LocalRecord.Way way;
  private final Object[] template;
  private final ValueReader[] readers;
  // Where the value of each of the readers goes in the arguments; -1 for one that nobody wants.
  private final int[] targets;
  // Made by the first who reads one, as that takes milliseconds. Two at once make the same.
  private volatile @Nullable MethodHandle whole;

  RecordReader(LocalRecord ours, Shape.OfRecord theirs, List<Integer> places, String peer) {
    this.ours = ours;
    this.theirs = theirs;
    this.peer = peer;
    this.way = ours.way(places);
    this.template = new Object[places.size()];
    this.readers = new ValueReader[theirs.fields().size()];
    this.targets = new int[readers.length];
    List<String> names = places.stream().map(place -> ours.components().get(place).name()).toList();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = names.indexOf(theirs.fields().get(i).name());
    }
    for (int i = 0; i < template.length; i++) {
      String name = names.get(i);
      if (theirs.fields().stream().noneMatch(field -> field.name().equals(name))) {
        template[i] = ours.components().get(places.get(i)).type().defaultValue();
      }
    }
  }

  /// Makes the readers of the fields. Later than the rest, as records hold one another.
  void link(Readers all) {
    for (int i = 0; i < readers.length; i++) {
      Shape.Field field = theirs.fields().get(i);
      if (targets[i] < 0) {
        readers[i] =
            from -> {
              all.skipping().skip(field.type(), from);
              return SKIPPED;
            };
      } else {
        LocalRecord.Component component =
            ours.components().stream()
                .filter(each -> each.name().equals(field.name()))
                .findFirst()
                .orElseThrow();
        readers[i] = all.of(field.type(), component.type());
      }
    }
  }

  /// {@return what reads all of a record, of type (Reading)Object}
  private MethodHandle make() {
    return isInOrder()
        ? RecordHandles.reader(
            way.constructor(),
            way.places().stream().map(place -> ours.components().get(place).type()).toList(),
            List.of(readers))
        : RecordHandles.reader(way.ofArray(), this);
  }

  private boolean isInOrder() {
    return targets.length > 0
        && targets.length == template.length
        && targets.length <= MOST_AT_ONCE
        && Arrays.equals(targets, IntStream.range(0, targets.length).toArray());
  }

  @Override
  public Object read(Reading from) {
    MethodHandle handle = whole;
    if (handle == null) {
      handle = make();
      whole = handle;
    }
    from.enter();
    try {
      Object read = handle.invokeExact(from);
      from.leave();
      return read;
    } catch (MalformedException e) {
      throw e;
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
        throw error;
      }
      throw new MalformedException(
          "The constructor of " + ours.name + " refused what " + peer + " sent: " + e, e);
    }
  }

  /// {@return the arguments, where the fields of the two do not come in the same order}
  Object[] arguments(Reading from) {
    Object[] arguments = template.clone();
    for (int i = 0; i < readers.length; i++) {
      Object value = readers[i].read(from);
      if (targets[i] >= 0) {
        arguments[targets[i]] = value;
      }
    }
    if (readers.length == 0) {
      from.in.u8();
    }
    return arguments;
  }
}
