package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// What a node says of itself, before anything else.
///
/// @param minVersion the oldest protocol that it speaks
/// @param maxVersion the newest
/// @param cluster to which cluster it belongs
/// @param node who it is
/// @param address where it is reached
/// @param maxFrame the longest frame that it takes
/// @param greeting what its upper parts say of themselves
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
record Hello(
    int minVersion,
    int maxVersion,
    String cluster,
    NodeId node,
    Address address,
    int maxFrame,
    byte[] greeting) {

  /// {@return the version that two nodes speak with each other, or 0 if they have none in common}
  int versionWith(Hello other) {
    int version = Math.min(maxVersion, other.maxVersion);
    return version >= Math.max(minVersion, other.minVersion) ? version : 0;
  }

  /// {@return this as the frame}
  byte[] frame() {
    ByteBuf out = Unpooled.buffer(256 + greeting.length);
    out.writeInt(0).writeByte(Wire.HELLO);
    out.writeShort(minVersion).writeShort(maxVersion);
    Wire.putName(out, cluster);
    Wire.putName(out, node.name());
    Wire.putName(out, node.incarnation());
    Wire.putName(out, address.host());
    out.writeShort(address.port());
    out.writeInt(maxFrame);
    out.writeInt(greeting.length).writeBytes(greeting);
    out.setInt(0, out.readableBytes() - Wire.HEADER);
    byte[] frame = new byte[out.readableBytes()];
    out.readBytes(frame);
    return frame;
  }

  static Hello read(ByteBuf in) throws Malformed {
    try {
      int min = in.readUnsignedShort();
      int max = in.readUnsignedShort();
      String cluster = Wire.name(in);
      var node = new NodeId(Wire.name(in), Wire.name(in));
      var address = new Address(Wire.name(in), in.readUnsignedShort());
      int maxFrame = in.readInt();
      int length = in.readInt();
      // A newer node may say more, behind what this one knows.
      if (maxFrame < 1 || length < 0 || length > in.readableBytes()) {
        throw new Malformed("a hello whose lengths do not fit");
      }
      byte[] greeting = new byte[length];
      in.readBytes(greeting);
      return new Hello(min, max, cluster, node, address, maxFrame, greeting);
    } catch (IndexOutOfBoundsException e) {
      throw new Malformed("a hello that is too short");
    }
  }
}
