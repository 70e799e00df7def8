package dev.talma.cluster.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;

/// Tells by the first byte whether a connection begins with TLS, so that a node without it is told
/// what is missing, and a stranger is not taken for one.
final class Doorman extends ChannelInboundHandlerAdapter {
  private final TlsSource source;
  private final Reception reception;

  Doorman(TlsSource source, Reception reception) {
    this.source = source;
    this.reception = reception;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf in) || !in.isReadable()) {
      context.fireChannelRead(message);
      return;
    }
    byte first = in.getByte(in.readerIndex());
    if (first == Wire.TLS_START) {
      SslHandler handler = source.server();
      context.pipeline().replace(this, "tls", handler);
      context.pipeline().fireChannelRead(in);
      return;
    }
    in.release();
    if (first == Wire.MAGIC_START) {
      String why = "this node speaks TLS only: give both the same authority (Tls.pem)";
      reception.failed(Refusal.TLS_REQUIRED, why);
      Connections.refuse(context.channel(), false, Refusal.TLS_REQUIRED, why);
    } else {
      reception.failed(Refusal.MALFORMED, "what came is neither TLS nor the protocol");
      Connections.closeNow(context.channel());
    }
  }
}
