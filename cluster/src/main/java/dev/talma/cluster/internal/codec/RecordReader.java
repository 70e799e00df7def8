package dev.talma.cluster.internal.codec;

import java.lang.invoke.MethodHandle;
import java.util.List;

/// Reads the records of one shape of the peer as those of one class here.
final class RecordReader implements ValueReader {
  private static final Object SKIPPED = new Object();

  private final LocalRecord ours;
  private final Shape.OfRecord theirs;
  private final String peer;
  private final MethodHandle constructor;
  private final Object[] template;
  private final ValueReader[] readers;
  // Where the value of each of the readers goes in the arguments; -1 for one that nobody wants.
  private final int[] targets;

  RecordReader(LocalRecord ours, Shape.OfRecord theirs, List<Integer> way, String peer) {
    this.ours = ours;
    this.theirs = theirs;
    this.peer = peer;
    this.constructor = ours.constructor(way);
    this.template = new Object[way.size()];
    this.readers = new ValueReader[theirs.fields().size()];
    this.targets = new int[readers.length];
    List<String> names = way.stream().map(place -> ours.components().get(place).name()).toList();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = names.indexOf(theirs.fields().get(i).name());
    }
    for (int i = 0; i < template.length; i++) {
      String name = names.get(i);
      if (theirs.fields().stream().noneMatch(field -> field.name().equals(name))) {
        template[i] = ours.components().get(way.get(i)).type().defaultValue();
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

  @Override
  public Object read(Reading from) {
    from.enter();
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
    from.leave();
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
        throw error;
      }
      throw new MalformedException(
          "The constructor of " + ours.name + " refused what " + peer + " sent: " + e, e);
    }
  }
}
