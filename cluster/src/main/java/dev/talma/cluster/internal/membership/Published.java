package dev.talma.cluster.internal.membership;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a node says of itself to all others; the metadata of SWIM.
///
/// @param version grows with each change, as an answer that was under way for long may be old
/// @param started when the node started, in milliseconds since 1970 by its clock
/// @param leaving whether it has said that it leaves
/// @param weight its share of the work
/// @param roles what it is there for
/// @param state its small values
record Published(
    long version,
    long started,
    boolean leaving,
    int weight,
    Set<String> roles,
    Map<String, String> state) {
  private static final int FORMAT = 1;
  private static final int MAX_BYTES = 1 << 16;

  Published {
    roles = Set.copyOf(roles);
    state = Map.copyOf(state);
  }

  Published withState(Map<String, String> newState) {
    return new Published(version + 1, started, leaving, weight, roles, newState);
  }

  Published withLeaving() {
    return new Published(version + 1, started, true, weight, roles, state);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeLong(version);
      out.writeLong(started);
      out.writeBoolean(leaving);
      out.writeShort(weight);
      out.writeShort(roles.size());
      for (String role : roles) {
        out.writeUTF(role);
      }
      out.writeShort(state.size());
      for (Map.Entry<String, String> entry : state.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException("Into memory, that cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /// {@return what the bytes say}
  ///
  /// @throws IOException if they say nothing
  static Published decode(byte[] bytes) throws IOException {
    if (bytes.length > MAX_BYTES) {
      throw new IOException("what it publishes has " + bytes.length + " bytes");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new IOException("what it publishes has the unknown format " + format);
      }
      long version = in.readLong();
      long started = in.readLong();
      boolean leaving = in.readBoolean();
      int weight = in.readUnsignedShort();
      Set<String> roles = new HashSet<>();
      for (int n = in.readUnsignedShort(); n > 0; n--) {
        roles.add(in.readUTF());
      }
      Map<String, String> state = new HashMap<>();
      for (int n = in.readUnsignedShort(); n > 0; n--) {
        state.put(in.readUTF(), in.readUTF());
      }
      return new Published(version, started, leaving, weight, roles, state);
    }
  }
}
