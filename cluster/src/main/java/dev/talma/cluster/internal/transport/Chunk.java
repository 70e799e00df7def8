package dev.talma.cluster.internal.transport;

import dev.talma.cluster.internal.transport.Outbox.Node;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelProgressivePromise;
import org.jspecify.annotations.Nullable;

/// Many frames on their way to the operating system as one buffer, and what becomes of them. It is
/// about the frames that end in it; a long one may have begun in a chunk before.
///
/// Without TLS the operating system may take a part of the buffer. With TLS a chunk is one record,
/// of which a part is worth nothing.
final class Chunk extends DefaultChannelProgressivePromise {
  private @Nullable Node first;
  private @Nullable Node last;
  private int firstEnds;
  private long handed;

  int size;
  int controlFrames;
  long controlBytes;
  int messageFrames;
  long messageBytes;

  Chunk(Channel channel) {
    super(channel);
  }

  /// A frame ends in it.
  ///
  /// @param ends at which byte of the buffer
  void add(Node node, int ends) {
    if (last == null) {
      first = node;
      firstEnds = ends;
    } else {
      last.next = node;
    }
    last = node;
    if (node.type == Wire.CONTROL) {
      controlFrames++;
      controlBytes += node.bytes.length;
    } else if (node.type == Wire.MESSAGES) {
      messageFrames++;
      messageBytes += node.bytes.length;
    }
  }

  /// How much of it the operating system has, in bytes.
  long handed() {
    return handed;
  }

  /// {@return the frames of which the operating system has not everything}
  @Nullable Node unsent() {
    Node node = first;
    long end = firstEnds;
    while (node != null && end <= handed) {
      node = node.next;
      if (node != null) {
        end += Wire.HEADER + node.bytes.length;
      }
    }
    return node;
  }

  @Override
  public boolean tryProgress(long progress, long total) {
    handed = progress;
    return true;
  }
}
