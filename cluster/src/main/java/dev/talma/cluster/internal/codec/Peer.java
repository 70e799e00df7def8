package dev.talma.cluster.internal.codec;

import dev.talma.cluster.NotSendableException;
import dev.talma.cluster.internal.codec.WireType.Named;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What writes values for one peer and reads those from it, by the tables of the two. Values are
/// written with the numbers of the writer.
///
/// *Failure*: what cannot be written is refused whole, with [NotSendableException], and what cannot
/// be read with [MalformedException]; afterwards the next one can be.
///
/// *Threading*: does not change; every method may be called from every thread.
public final class Peer {
  private final Schema schema;
  private final Table theirs;
  private final Compatibility outgoing;
  private final Compatibility incoming;
  private final Readers readers;
  private final @Nullable ValueReader[] answers;
  private final @Nullable String[] problems;
  private final @Nullable String[][] constants;

  Peer(Schema schema, Table theirs, String name) {
    this.schema = schema;
    this.theirs = theirs;
    Table ours = schema.shapes();
    this.outgoing = new Compatibility(ours, theirs, "this node", name);
    this.incoming = new Compatibility(theirs, ours, name, "this node");
    this.readers = new Readers(schema.byName(), theirs, incoming, name);
    this.answers = new @Nullable ValueReader[ours.size()];
    this.problems = new @Nullable String[ours.size()];
    this.constants = new @Nullable String[ours.size()][];
    for (int i = 0; i < problems.length; i++) {
      problems[i] = outgoing.problem(i);
      constants[i] = outgoing.constantProblems(i);
      if (problems[i] == null && ours.shape(i) instanceof Shape.OfRecord request) {
        problems[i] = answer(i, request, name);
      }
    }
  }

  /// Makes the reader of the answers to a request, and says what is in the way.
  private @Nullable String answer(int number, Shape.OfRecord request, String name) {
    if (request.answer().isEmpty()) {
      return null;
    }
    WireType ours = request.answer().get();
    Optional<WireType> their =
        outgoing.partner(number) instanceof Shape.OfRecord it ? it.answer() : Optional.empty();
    if (their.isEmpty()) {
      return request.name() + " is a request on this node, and none on " + name;
    }
    if (!incoming.readable(/* ours= */ their.get(), /* theirs= */ ours)) {
      return "The answer to "
          + request.name()
          + " is of type "
          + ours.text(schema.shapes())
          + " on this node and "
          + their.get().text(theirs)
          + " on "
          + name
          + (their.get() instanceof Named(int shape) && incoming.problem(shape) != null
              ? ": " + incoming.problem(shape)
              : "");
    }
    LocalRecord record = (LocalRecord) Objects.requireNonNull(schema.byName().get(request.name()));
    answers[number] = readers.of(their.get(), record.answer().orElseThrow());
    return null;
  }

  /// {@return why the peer would not understand messages of a class, in a sentence; empty if it
  /// does} That a sealed type or an enum within a message has parts that the peer does not know is
  /// found when one of them is written.
  ///
  /// @param message the exact class
  /// @throws NotSendableException if this node has not registered it
  public Optional<String> problem(Class<?> message) {
    return Optional.ofNullable(problems[schema.shape((Type) message).number]);
  }

  /// {@return why the peer cannot read some values of a class, in a sentence; empty if it can read
  /// all} As [#problem(Class)], but also of what the class holds. Parts of sealed types that the
  /// peer does not know at all do not count: they are new, and not to be sent yet.
  ///
  /// @param type a root of this node
  /// @throws NotSendableException if this node has not registered it
  public Optional<String> misfitThere(Class<?> type) {
    return outgoing.misfit(schema.shape((Type) type).number);
  }

  /// {@return why this node cannot read some of the peer's values of a class, in a sentence; empty
  /// if it can read all, or the peer has none}
  ///
  /// @param type a root of this node
  /// @throws NotSendableException if this node has not registered it
  public Optional<String> misfitHere(Class<?> type) {
    return Optional.ofNullable(theirs.number(schema.shape((Type) type).name))
        .flatMap(incoming::misfit);
  }

  /// Writes a value by its class, so that it says by itself what it is: a record or an enum of the
  /// closed set, or another root that is no generic type.
  ///
  /// @param value the value
  /// @param out where to; left as it was if that fails
  /// @param refs writes the references in it
  /// @throws NotSendableException with a sentence, if it cannot be sent or the peer would not
  ///   understand it
  public void write(Object value, Output out, RefCodec refs) {
    LocalShape shape = schema.shape(value);
    write(shape, shape, value, true, out, refs);
  }

  /// Writes a value as one of a root, such as `List<shop.Item>` or a sealed interface.
  ///
  /// @param value the value
  /// @param root the root
  /// @param out where to; left as it was if that fails
  /// @param refs writes the references in it
  /// @throws NotSendableException as for [#write(Object, Output, RefCodec)]
  public void write(Object value, Type root, Output out, RefCodec refs) {
    LocalShape shape = schema.shape(root);
    write(shape, shape, value, true, out, refs);
  }

  /// Writes the answer to a request, as what the request declares. It does not say by itself what
  /// it is.
  ///
  /// @param request the class of the request
  /// @param answer the answer
  /// @param out where to; left as it was if that fails
  /// @param refs writes the references in it
  /// @throws NotSendableException as for [#write(Object, Output, RefCodec)]
  public void writeAnswer(Class<?> request, Object answer, Output out, RefCodec refs) {
    LocalRecord record = schema.request(request);
    write(record, record.answerWriter().orElseThrow(), answer, false, out, refs);
  }

  private void write(
      LocalShape shape,
      ValueWriter writer,
      Object value,
      boolean numbered,
      Output out,
      RefCodec refs) {
    int start = out.size();
    boolean done = false;
    try {
      Writing to = new Writing(out, refs, problems, constants);
      if (numbered) {
        to.check(shape);
        out.varint(shape.number);
      }
      writer.write(value, to);
      out.checkLimit();
      done = true;
    } catch (NotSendableException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new NotSendableException("A value of " + shape.name + " could not be written: " + e, e);
    } finally {
      if (!done) {
        out.truncate(start);
      }
    }
  }

  /// {@return what was written with [#write(Object, Output, RefCodec)]}
  ///
  /// @param in stands behind the value afterwards; anywhere if that fails
  /// @param refs reads the references in it
  /// @throws MalformedException with a sentence, if it is nothing that this node understands
  public Object read(Input in, RefCodec refs) {
    try {
      return readers.byClass(in.varint()).read(new Reading(in, refs));
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw malformed(e);
    }
  }

  /// {@return what was written with [#write(Object, Type, Output, RefCodec)], of whatever root it
  /// is} Only where everything of the closed set will do, or is looked at.
  ///
  /// @param in stands behind the value afterwards; anywhere if that fails
  /// @param refs reads the references in it
  /// @throws MalformedException as for [#read(Input, RefCodec)]
  public Object readAny(Input in, RefCodec refs) {
    try {
      return readers.shape(in.varint()).read(new Reading(in, refs));
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw malformed(e);
    }
  }

  /// {@return what was written with [#write(Object, Type, Output, RefCodec)]; a value of that root}
  ///
  /// @param in stands behind the value afterwards; anywhere if that fails
  /// @param root the root
  /// @param refs reads the references in it
  /// @throws MalformedException as for [#read(Input, RefCodec)], or if it is one of another root
  public Object read(Input in, Type root, RefCodec refs) {
    LocalShape shape = schema.shape(root);
    try {
      int number = in.varint();
      ValueReader reader = readers.shape(number);
      String name = theirs.shape(number).name();
      if (!name.equals(shape.name)) {
        throw new MalformedException("A " + shape.name + " was due, and came a " + name);
      }
      return reader.read(new Reading(in, refs));
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw malformed(e);
    }
  }

  /// {@return what was written with [#writeAnswer(Class, Object, Output, RefCodec)]}
  ///
  /// @param request the class of the request
  /// @param in stands behind the value afterwards; anywhere if that fails
  /// @param refs reads the references in it
  /// @throws MalformedException as for [#read(Input, RefCodec)]
  public Object readAnswer(Class<?> request, Input in, RefCodec refs) {
    ValueReader reader = answers[schema.request(request).number];
    if (reader == null) {
      throw new MalformedException(
          "There is an answer to "
              + request.getName()
              + ", which was never sent: "
              + problems[schema.request(request).number]);
    }
    try {
      return reader.read(new Reading(in, refs));
    } catch (MalformedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw malformed(e);
    }
  }

  private static MalformedException malformed(Throwable cause) {
    return new MalformedException("The bytes of a value make no sense: " + cause, cause);
  }
}
