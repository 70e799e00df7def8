package dev.talma.cluster.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// What is done with connections of either side.
final class Connections {
  private static final long REFUSAL_MILLIS = 300;

  private Connections() {}

  /// Closes a connection without waiting for anything that is still to be written.
  static void closeNow(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    // From the first handler on outwards, past TLS, which would wait for its own farewell.
    var _ = first == null ? channel.close() : first.close();
  }

  /// Sends the beginning of this node's side, and what follows.
  static void begin(Channel channel, byte[] hello) {
    ByteBuf magic = Unpooled.buffer(4).writeInt(Wire.MAGIC);
    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(magic, Unpooled.wrappedBuffer(hello)));
  }

  static void send(Channel channel, byte type) {
    var _ = channel.writeAndFlush(Unpooled.wrappedBuffer(Wire.bare(type)));
  }

  /// Says why not, and closes. The other side has a moment to close first, as a close from this
  /// side could discard the sentence.
  static void refuse(Channel channel, boolean begun, Refusal kind, String why) {
    ByteBuf frame = Wire.refused(kind, why);
    ByteBuf out =
        begun ? frame : Unpooled.wrappedBuffer(Unpooled.buffer(4).writeInt(Wire.MAGIC), frame);
    var _ = channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    var _ =
        channel
            .eventLoop()
            .schedule(() -> closeNow(channel), REFUSAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// {@return why a connection failed, in words that fit a log line}
  static String reason(Throwable cause) {
    boolean tls = kind(cause) == Refusal.TLS_FAILED;
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root && !isTelling(root)) {
      root = root.getCause();
    }
    if (root instanceof NotSslRecordException) {
      return "the other side speaks no TLS";
    }
    if (root instanceof ClosedChannelException) {
      return "the connection was closed";
    }
    String message = root.getMessage();
    return (tls ? "TLS failed: " : "")
        + (message == null ? root.getClass().getSimpleName() : message);
  }

  private static boolean isTelling(Throwable cause) {
    return cause instanceof NotSslRecordException;
  }

  static Refusal kind(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof NotSslRecordException) {
        return Refusal.TLS_REQUIRED;
      }
      if (t instanceof SSLException) {
        return Refusal.TLS_FAILED;
      }
    }
    return Refusal.BROKEN_OFF;
  }

  /// {@return the IP address of the other side}
  static String ip(Channel channel) {
    SocketAddress remote = channel.remoteAddress();
    return remote instanceof InetSocketAddress inet && inet.getAddress() != null
        ? inet.getAddress().getHostAddress()
        : "an unknown address";
  }
}
