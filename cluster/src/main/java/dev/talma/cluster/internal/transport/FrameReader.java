package dev.talma.cluster.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Cuts what comes from a connection into frames, for whoever it is for at the moment.
///
/// A frame's length is judged as soon as it is known. Memory for a frame that has come in part
/// grows with what has come, never with what was announced.
final class FrameReader extends ChannelInboundHandlerAdapter {
  private final boolean tls;
  private FrameSink sink;
  private @Nullable ByteBuf rest;
  private boolean begun;
  private boolean stopped;

  FrameReader(boolean tls, FrameSink first) {
    this.tls = tls;
    this.sink = first;
  }

  /// From now on, frames are for another one.
  void handTo(FrameSink next) {
    sink = next;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!tls) {
      sink.ready();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        sink.ready();
      } else {
        give(context, handshake.cause());
      }
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (stopped || !(message instanceof ByteBuf incoming)) {
      ReferenceCountUtil.release(message);
      return;
    }
    ByteBuf in = incoming;
    if (rest != null) {
      in = rest.writeBytes(incoming);
      incoming.release();
      rest = null;
    }
    try {
      parse(in);
    } catch (Malformed e) {
      stopped = true;
      sink.malformed(e.kind(), String.valueOf(e.getMessage()));
    } finally {
      keep(context, in);
    }
    sink.heard();
  }

  private void parse(ByteBuf in) throws Malformed {
    if (!begun && !begin(in)) {
      return;
    }
    while (!stopped && in.readableBytes() >= Wire.HEADER) {
      int start = in.readerIndex();
      int length = in.getInt(start);
      byte type = in.getByte(start + 4);
      int limit = sink.limit(type);
      if (limit < 0) {
        throw new Malformed("a frame of type " + type + ", which has no place here");
      }
      if (length < 0 || length > limit) {
        throw new Malformed(
            "a frame of "
                + Integer.toUnsignedString(length)
                + " bytes, where "
                + limit
                + " is the limit");
      }
      if (in.readableBytes() - Wire.HEADER < length) {
        return;
      }
      in.readerIndex(start + Wire.HEADER);
      sink.frame(type, in.readSlice(length));
    }
  }

  private boolean begin(ByteBuf in) throws Malformed {
    byte first = in.getByte(in.readerIndex());
    if (first != Wire.MAGIC_START) {
      throw first == Wire.TLS_START
          ? new Malformed(
              Refusal.TLS_NOT_SPOKEN, "TLS came, and this node speaks none: it has no certificates")
          : new Malformed("another protocol");
    }
    if (in.readableBytes() < 4) {
      return false;
    }
    if (in.readInt() != Wire.MAGIC) {
      throw new Malformed("another protocol");
    }
    begun = true;
    return true;
  }

  private void keep(ChannelHandlerContext context, ByteBuf in) {
    int left = in.readableBytes();
    if (left == 0 || stopped) {
      in.release();
    } else if (in.readerIndex() == 0 && in.isWritable() && in.refCnt() == 1) {
      rest = in; // the beginning of a long frame
    } else {
      rest = context.alloc().buffer(Math.max(2 * left, 1024)).writeBytes(in);
      in.release();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      sink.writable();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    give(context, cause);
  }

  private void give(ChannelHandlerContext context, Throwable cause) {
    stopped = true;
    sink.failed(cause);
    var _ = context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopped = true;
    try {
      // What was being written is settled by the time that the next task runs.
      context.channel().eventLoop().execute(sink::ended);
    } catch (RejectedExecutionException e) {
      sink.ended(); // the threads end: this is the last that they do
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (rest != null) {
      rest.release();
      rest = null;
    }
  }
}
