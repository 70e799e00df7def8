package dev.talma.swim;

import io.scalecube.cluster.transport.api.Message;
import java.io.DataInputStream;
import java.io.Externalizable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what [SwimOutput] has written. The classes of ScaleCube read themselves and trust what
/// they get, so each of their calls is checked against what the object at hand may hold at that
/// place: that bounds the depth, and leaves no field empty that must not be. A size can be no
/// larger than the bytes that are left.
final class SwimInput extends FilterInputStream implements ObjectInput {
  private final DataInputStream data;
  private Reading reading = new Reading(Shape.TEXT, false);

  SwimInput(InputStream in) {
    super(in);
    this.data = new DataInputStream(in);
  }

  /// An object that is being read: how far it has got, and, of a message, how many headers it has.
  private static final class Reading {
    final Shape shape;
    final boolean insideGossip;
    int objects;
    int size = -1;

    Reading(Shape shape, boolean insideGossip) {
      this.shape = shape;
      this.insideGossip = insideGossip;
    }

    boolean mayHold(@Nullable Shape part) {
      int place = objects++;
      return switch (shape) {
        case PING ->
            switch (place) {
              case 0, 1 -> part == Shape.MEMBER;
              case 2 -> part == null || part == Shape.MEMBER;
              case 3 -> part == null || part == Shape.ACK;
              default -> false;
            };
        case RECORD -> part == (place == 0 ? Shape.MEMBER : Shape.STATUS) && place < 2;
        case SYNC -> part == Shape.RECORD && place < size;
        case GOSSIP -> part == Shape.MESSAGE && place == 0;
        case GOSSIPS -> part == Shape.GOSSIP && place < size;
        case METADATA_REQUEST, METADATA_RESPONSE -> part == Shape.MEMBER && place == 0;
        case MESSAGE -> place < size ? part == null || part == Shape.TEXT : mayCarry(part);
        case TEXT, MEMBER, STATUS, ACK -> false;
      };
    }

    private boolean mayCarry(@Nullable Shape part) {
      return switch (part) {
        case RECORD -> insideGossip;
        case PING, SYNC, GOSSIPS, METADATA_REQUEST, METADATA_RESPONSE -> !insideGossip;
        case null, default -> false;
      };
    }
  }

  Message message() throws IOException {
    Message message = (Message) read(Shape.MESSAGE, false);
    if (in.available() > 0) {
      throw malformed("there are " + in.available() + " bytes after its end");
    }
    return message;
  }

  @Override
  public @Nullable Object readObject() throws IOException {
    int tag = data.readUnsignedByte();
    Optional<Shape> shape = Shape.ofTag(tag);
    if (shape.isEmpty() && tag != Shape.NOTHING) {
      throw malformed("there is no part with the tag " + tag);
    }
    if (!reading.mayHold(shape.orElse(null))) {
      throw malformed("the tag " + tag + " is where it must not be, in a " + reading.shape);
    }
    if (shape.isEmpty()) {
      return null;
    }
    return switch (shape.get()) {
      case TEXT -> data.readUTF();
      case STATUS, ACK -> constant(shape.get());
      default -> read(shape.get(), reading.shape == Shape.GOSSIP);
    };
  }

  private Object constant(Shape shape) throws IOException {
    String name = data.readUTF();
    for (Object constant : shape.type().getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw malformed("there is no " + shape + " called \"" + name + "\"");
  }

  private Externalizable read(Shape shape, boolean insideGossip) throws IOException {
    Reading outer = reading;
    reading = new Reading(shape, insideGossip);
    Externalizable value = shape.create();
    try {
      value.readExternal(this);
    } catch (ClassNotFoundException | RuntimeException e) {
      throw new MalformedSwimMessageException("Not a SWIM message: " + e, e);
    }
    reading = outer;
    if (value instanceof Message message) {
      check(message, insideGossip);
    }
    return value;
  }

  private static void check(Message message, boolean insideGossip)
      throws MalformedSwimMessageException {
    String qualifier = Optional.ofNullable(message.qualifier()).orElse("");
    Optional<Shape> expected = Qualifiers.data(qualifier, insideGossip);
    if (expected.isEmpty() || !expected.get().type().isInstance(message.<Object>data())) {
      throw malformed("what it carries is not what belongs to \"" + qualifier + "\"");
    }
  }

  private static MalformedSwimMessageException malformed(String why) {
    return new MalformedSwimMessageException("Not a SWIM message: " + why);
  }

  @Override
  public int readInt() throws IOException {
    int value = data.readInt();
    if (reading.shape == Shape.RECORD) {
      return value; // an incarnation; every other number says how many follow
    }
    if (reading.size >= 0 || value < 0 || value > in.available()) {
      throw malformed("a size of " + value + " with " + in.available() + " bytes left");
    }
    reading.size = value;
    return value;
  }

  @Override
  public void readFully(byte[] bytes) throws IOException {
    data.readFully(bytes);
  }

  @Override
  public void readFully(byte[] bytes, int offset, int length) throws IOException {
    data.readFully(bytes, offset, length);
  }

  @Override
  public int skipBytes(int n) throws IOException {
    return data.skipBytes(n);
  }

  @Override
  public boolean readBoolean() throws IOException {
    return data.readBoolean();
  }

  @Override
  public byte readByte() throws IOException {
    return data.readByte();
  }

  @Override
  public int readUnsignedByte() throws IOException {
    return data.readUnsignedByte();
  }

  @Override
  public short readShort() throws IOException {
    return data.readShort();
  }

  @Override
  public int readUnsignedShort() throws IOException {
    return data.readUnsignedShort();
  }

  @Override
  public char readChar() throws IOException {
    return data.readChar();
  }

  @Override
  public long readLong() throws IOException {
    return data.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return data.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return data.readDouble();
  }

  @Override
  public String readLine() throws IOException {
    throw malformed("nothing in it is a line");
  }

  @Override
  public String readUTF() throws IOException {
    return data.readUTF();
  }
}
