package dev.talma.cluster.internal.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads that serve connections. All networks of a process share them: they are there while
/// there is one, as many as processors, eight at most.
final class EventLoops {
  private static @Nullable EventLoopGroup group;
  private static int users;

  private EventLoops() {}

  static synchronized EventLoopGroup take() {
    EventLoopGroup current = group;
    if (current == null) {
      int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);
      current =
          new MultiThreadIoEventLoopGroup(
              threads, new DefaultThreadFactory("talma-net", true), NioIoHandler.newFactory());
      group = current;
    }
    users++;
    return current;
  }

  static synchronized void giveBack() {
    EventLoopGroup current = group;
    if (--users == 0 && current != null) {
      group = null;
      var _ = current.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
