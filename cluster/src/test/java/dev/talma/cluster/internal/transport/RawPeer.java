package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// The other side as a plain socket, which does what no node does.
final class RawPeer implements AutoCloseable {
  /// A frame that came.
  record Got(byte type, byte[] payload) {
    String sentence() {
      return new String(payload, 1, payload.length - 1, StandardCharsets.UTF_8);
    }
  }

  final Socket socket = new Socket();
  final DataOutputStream out;
  final DataInputStream in;

  RawPeer(Address to) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setReceiveBufferSize(64 << 10);
    socket.setSoTimeout(20_000);
    socket.connect(new InetSocketAddress(to.host(), to.port()));
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
  }

  static Hello hello(String cluster, NodeId node) {
    return new Hello(1, 1, cluster, node, new Address("127.0.0.1", 1), 4 << 20, new byte[0]);
  }

  void sayHello(Hello hello) throws IOException {
    out.writeInt(Wire.MAGIC);
    out.write(hello.frame());
  }

  void send(byte type, byte[] payload) throws IOException {
    out.writeInt(payload.length);
    out.writeByte(type);
    out.write(payload);
  }

  void readMagic() throws IOException {
    int magic = in.readInt();
    if (magic != Wire.MAGIC) {
      throw new IOException("no magic, but " + Integer.toHexString(magic));
    }
  }

  Got read() throws IOException {
    int length = in.readInt();
    byte type = in.readByte();
    return new Got(type, in.readNBytes(length));
  }

  /// Goes through the whole handshake.
  RawPeer joined(String name) throws IOException {
    sayHello(hello("test", new NodeId(name, "raw")));
    readMagic();
    read();
    send(Wire.OPEN, new byte[0]);
    Got opened = read();
    if (opened.type() != Wire.OPENED) {
      throw new IOException("not opened, but " + opened.type());
    }
    return this;
  }

  /// {@return whether the other side closes, by an orderly end or a reset}
  boolean isClosedByPeer() throws IOException {
    try {
      while (true) {
        read();
      }
    } catch (EOFException | SocketException e) {
      return true;
    }
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
