package dev.talma.cluster.internal.codec;

import dev.talma.ExitReason;
import dev.talma.cluster.NotSendableException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The closed set of what a node sends and reads: all that its protocols and states can hold.
/// Besides the roots, an [ExitReason] and a [Throwable] can always be sent.
///
/// Roots may be added later by making a new schema of the old roots, in the same order, and the new
/// ones: what the old one has keeps its numbers, so what was written with the old table can be read
/// with the new one.
///
/// *Threading*: does not change; every method may be called from every thread.
public final class Schema {
  private static final List<Class<?>> ALWAYS = List.of(ExitReason.class, Throwable.class);

  private final Map<Type, LocalShape> byType;
  private final Map<Class<?>, LocalShape> byClass = new HashMap<>();
  private final Map<String, LocalShape> byName = new HashMap<>();
  private final LocalShape[] shapes;
  private final Table table;
  private final byte[] bytes;

  private Schema(TypeWalk walk) {
    this.byType = Map.copyOf(walk.shapes());
    this.shapes = walk.shapes().values().toArray(new LocalShape[0]);
    for (LocalShape each : shapes) {
      byName.put(each.name, each);
      if (each.isByClass() && each.type instanceof Class<?> type) {
        byClass.put(type, each);
      }
    }
    this.table = new Table(walk.shapes().values().stream().map(LocalShape::shape).toList());
    this.bytes = bytes(table);
  }

  /// {@return the closed set of some roots}
  ///
  /// @param roots protocols, classes of states, and whatever else is sent by itself; a generic type
  ///   as it stands in a declaration
  /// @throws IllegalArgumentException if a type in it cannot be sent; says where, and what to do
  public static Schema of(Collection<? extends Type> roots) {
    return of(roots, UnaryOperator.identity());
  }

  /// One of the roots, and whose it is.
  ///
  /// @param type as for [#of(Collection)]
  /// @param what what it is to the user, for a sentence: "the protocol of …"
  public record Root(Type type, String what) {}

  /// {@return as [#of(Collection)], with sentences that name what the user has said}
  ///
  /// @param roots the roots
  /// @throws IllegalArgumentException as for [#of(Collection)]
  public static Schema ofRoots(List<Root> roots) {
    TypeWalk walk = new TypeWalk(UnaryOperator.identity());
    ALWAYS.forEach(walk::root);
    for (Root each : roots) {
      try {
        walk.root(each.type, each.what);
      } catch (IllegalArgumentException e) {
        String sentence = String.valueOf(e.getMessage());
        boolean named = sentence.contains(each.what.substring(1)); // it may begin the sentence
        throw named
            ? e
            : new IllegalArgumentException(sentence + ". It was met in " + each.what, e);
      }
    }
    return new Schema(walk);
  }

  /// As [#of(Collection)], with other names on the wire, for two versions of a type in one test.
  static Schema of(Collection<? extends Type> roots, UnaryOperator<String> wireNames) {
    TypeWalk walk = new TypeWalk(wireNames);
    ALWAYS.forEach(walk::root);
    roots.forEach(walk::root);
    return new Schema(walk);
  }

  /// {@return the table for the peers} They need it before the first value.
  public byte[] table() {
    return bytes.clone();
  }

  /// {@return whether values of exactly this class can be written by [Peer#write(Object, Output,
  /// RefCodec)]}
  ///
  /// @param type a class
  public boolean knows(Class<?> type) {
    return byClass.containsKey(type);
  }

  /// {@return what writes to a peer and reads from it}
  ///
  /// @param peerTable the table that the peer has sent
  /// @param peerName how to call it in sentences
  /// @throws MalformedException if that is no table
  public Peer peer(byte[] peerTable, String peerName) {
    try {
      return new Peer(this, TableFormat.read(peerTable), peerName);
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new MalformedException(
          "The table of types of " + peerName + " makes no sense: " + e, e);
    }
  }

  private static byte[] bytes(Table table) {
    try {
      return TableFormat.write(table);
    } catch (NotSendableException e) {
      throw new IllegalArgumentException(
          "The table of "
              + table.size()
              + " types takes more than "
              + TableFormat.LIMIT
              + " bytes, more than peers accept. Register fewer protocols",
          e);
    }
  }

  Table shapes() {
    return table;
  }

  Map<String, LocalShape> byName() {
    return byName;
  }

  LocalShape shape(Object value) {
    Class<?> type = value instanceof Enum<?> it ? it.getDeclaringClass() : value.getClass();
    LocalShape shape = byClass.get(type);
    if (shape == null) {
      throw unknown(type.getName());
    }
    return shape;
  }

  LocalShape shape(Type type) {
    Type normal = TypeNames.normal(type, Map.of());
    LocalShape shape = byType.get(normal);
    if (shape == null) {
      throw unknown(TypeNames.name(normal));
    }
    return shape;
  }

  LocalRecord request(Class<?> type) {
    if (byClass.get(type) instanceof LocalRecord record && record.answer().isPresent()) {
      return record;
    }
    throw new NotSendableException(
        type.getName() + " is no request of the protocols that this node has registered");
  }

  private static NotSendableException unknown(String type) {
    return new NotSendableException(
        type
            + " belongs to no protocol that this node has registered, so it cannot be sent between"
            + " nodes. Let it implement the sealed interface of the protocol, or register it");
  }
}
