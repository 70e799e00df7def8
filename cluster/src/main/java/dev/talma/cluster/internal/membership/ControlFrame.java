package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// What members say to each other directly, in the control lane.
sealed interface ControlFrame {

  /// A message of SWIM.
  ///
  /// @param message as [dev.talma.swim.SwimCodec] writes it
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Swim(byte[] message) implements ControlFrame {}

  /// Pass a message of SWIM on, if there is a session with whom it is for.
  ///
  /// @param address for whom
  /// @param message as [dev.talma.swim.SwimCodec] writes it
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Relay(String address, byte[] message) implements ControlFrame {}

  /// I leave.
  ///
  /// @param number comes back in the [Answer]
  record Leaving(long number) implements ControlFrame {}

  /// Have you a session with that node, or are you that node?
  ///
  /// @param number comes back in the [Answer]
  /// @param about which node
  record Ask(long number, NodeId about) implements ControlFrame {}

  /// The answer.
  ///
  /// @param number to which question
  /// @param yes the answer
  record Answer(long number, boolean yes) implements ControlFrame {}

  /// {@return as it goes over the wire}
  default Session.Frame frame() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      switch (this) {
        case Swim(byte[] message) -> {
          out.writeByte(1);
          out.write(message);
        }
        case Relay(String address, byte[] message) -> {
          out.writeByte(2);
          out.writeUTF(address);
          out.write(message);
        }
        case Leaving(long number) -> {
          out.writeByte(3);
          out.writeLong(number);
        }
        case Ask(long number, NodeId about) -> {
          out.writeByte(4);
          out.writeLong(number);
          out.writeUTF(about.name());
          out.writeUTF(about.incarnation());
        }
        case Answer(long number, boolean yes) -> {
          out.writeByte(5);
          out.writeLong(number);
          out.writeBoolean(yes);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("Into memory, that cannot fail", e);
    }
    return new Whole(bytes.toByteArray());
  }

  /// {@return what the bytes say}
  ///
  /// @throws IOException if they say nothing
  static ControlFrame decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int kind = in.readUnsignedByte();
      return switch (kind) {
        case 1 -> new Swim(in.readAllBytes());
        case 2 -> new Relay(in.readUTF(), in.readAllBytes());
        case 3 -> new Leaving(in.readLong());
        case 4 -> new Ask(in.readLong(), new NodeId(in.readUTF(), in.readUTF()));
        case 5 -> new Answer(in.readLong(), in.readBoolean());
        default -> throw new IOException("there is no control frame of kind " + kind);
      };
    }
  }

  /// Bytes to send. Nothing is done about those that get lost: whatever waits for an answer has a
  /// time limit.
  final class Whole implements Session.Frame {
    private final byte[] bytes;

    Whole(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public void lost() {}
  }
}
