package dev.talma.cluster.internal.transport;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.CompletableFuture;

/// Leads connections to the entrance, which is there only when the port is known. None is accepted
/// before.
final class Reached extends ChannelInitializer<SocketChannel> {
  private final CompletableFuture<Entrance> entrance;

  Reached(CompletableFuture<Entrance> entrance) {
    this.entrance = entrance;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    entrance.join().initChannel(channel);
  }
}
