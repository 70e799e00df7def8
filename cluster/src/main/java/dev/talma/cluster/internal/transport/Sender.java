package dev.talma.cluster.internal.transport;

import dev.talma.cluster.internal.transport.Outbox.Node;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes what waits in the outboxes of a session: copies many small frames into one buffer, and a
/// long one into many, flushes once for each round, and only while the connection has room. What
/// waits in the lane of control goes first, and what the session itself has to say before that.
/// Everything here happens on the event loop.
final class Sender implements ChannelFutureListener {
  /// One TLS record, so that a record is sent as a whole or not at all.
  private static final int TLS_CHUNK = 16 << 10;

  private static final int CHUNK = 64 << 10;
  private static final int ROUNDS = 16;

  private final Channel channel;
  private final boolean tls;
  private final Outbox control;
  private final Outbox messages;
  private final int roundBytes;
  private final ArrayDeque<Chunk> inFlight = new ArrayDeque<>();
  private final AtomicLong framesOut = new AtomicLong();
  private final AtomicLong bytesOut = new AtomicLong();
  private @Nullable Node current;
  private int written; // of the current frame, its header included
  private boolean pingDue;
  private boolean pongDue;
  private boolean live;
  private boolean draining;
  private long sent;
  private long settled;

  Sender(Channel channel, boolean tls, Outbox control, Outbox messages, int roundBytes) {
    this.channel = channel;
    this.tls = tls;
    this.control = control;
    this.messages = messages;
    this.roundBytes = roundBytes;
  }

  /// From now on, frames may be sent.
  void start() {
    live = true;
    drain();
  }

  /// From now on, none is begun any more.
  void stop() {
    live = false;
  }

  /// {@return whether no frame is sent in part at the moment}
  boolean isBetweenFrames() {
    return current == null;
  }

  /// Sends a ping, before all that waits. One that has not gone out yet is enough.
  void ping() {
    pingDue = true;
    drain();
  }

  /// Sends a pong, before all that waits. One answers any number of pings: who sends those and
  /// reads nothing must not fill the memory.
  void pong() {
    pongDue = true;
    drain();
  }

  private @Nullable Node own() {
    if (pongDue) {
      pongDue = false;
      return new Node(null, new byte[0], Wire.PONG);
    }
    if (pingDue) {
      pingDue = false;
      return new Node(null, new byte[0], Wire.PING);
    }
    return null;
  }

  void drain() {
    if (!live || draining) {
      return;
    }
    draining = true;
    try {
      for (int round = 0; round < ROUNDS; round++) {
        if (!round()) {
          return;
        }
      }
      if (live && channel.isWritable()) {
        channel.eventLoop().execute(this::drain); // others have their turn
      }
    } finally {
      draining = false;
    }
  }

  private boolean round() {
    int bytes = 0;
    while (live && bytes < roundBytes && channel.isWritable()) {
      Chunk chunk = chunk();
      if (chunk == null) {
        break;
      }
      bytes += chunk.size;
    }
    if (bytes == 0) {
      return false;
    }
    sent += bytes;
    channel.flush();
    return true;
  }

  private @Nullable Chunk chunk() {
    if (current == null && !advance()) {
      return null;
    }
    int size = size();
    ByteBuf out = tls ? channel.alloc().heapBuffer(size) : channel.alloc().directBuffer(size);
    Chunk chunk = new Chunk(channel);
    while (out.writerIndex() < size) {
      if (current == null && !advance()) {
        break;
      }
      if (!copy(out, size, chunk)) {
        break;
      }
    }
    chunk.size = out.readableBytes();
    inFlight.add(chunk);
    var _ = chunk.addListener(this);
    var _ = channel.write(out, chunk);
    return chunk;
  }

  private int size() {
    long waiting =
        control.bytes()
            + messages.bytes()
            + Wire.HEADER * (control.frames() + messages.frames() + 2L);
    return (int) Math.min(tls ? TLS_CHUNK : CHUNK, Math.max(waiting, 64));
  }

  private boolean advance() {
    Node node = own();
    if (node == null) {
      node = control.next();
    }
    if (node == null) {
      node = messages.next();
    }
    current = node;
    written = 0;
    return node != null;
  }

  /// Copies of the current frame what fits. {@return whether anything did}
  private boolean copy(ByteBuf out, int size, Chunk chunk) {
    Node node = current;
    if (node == null) {
      return false;
    }
    if (written == 0) {
      if (size - out.writerIndex() < Wire.HEADER) {
        return false;
      }
      out.writeInt(node.bytes.length).writeByte(node.type);
      written = Wire.HEADER;
    }
    int from = written - Wire.HEADER;
    int length = Math.min(node.bytes.length - from, size - out.writerIndex());
    out.writeBytes(node.bytes, from, length);
    written += length;
    if (from + length == node.bytes.length) {
      chunk.add(node, out.writerIndex());
      current = null;
    }
    return true;
  }

  /// A chunk was handed to the operating system, or will never be.
  @Override
  public void operationComplete(ChannelFuture future) {
    if (!future.isSuccess()) {
      Connections.closeNow(channel); // #unsent says what is lost
      return;
    }
    Chunk chunk = inFlight.poll();
    if (chunk != future) {
      throw new IllegalStateException("Chunks were sent out of order");
    }
    settled += chunk.size;
    if (chunk.controlFrames > 0) {
      control.release(chunk.controlFrames, chunk.controlBytes);
    }
    if (chunk.messageFrames > 0) {
      messages.release(chunk.messageFrames, chunk.messageBytes);
    }
    framesOut.lazySet(framesOut.getPlain() + chunk.controlFrames + chunk.messageFrames);
    bytesOut.lazySet(bytesOut.getPlain() + chunk.controlBytes + chunk.messageBytes);
  }

  /// {@return the frames that were taken over and that the operating system has not got, in order}
  /// Only after the connection has ended.
  List<Node> unsent() {
    List<Node> unsent = new ArrayList<>();
    for (Chunk chunk : inFlight) {
      long frames = (long) chunk.controlFrames + chunk.messageFrames;
      for (Node node = chunk.unsent(); node != null; node = node.next) {
        unsent.add(node);
        frames -= node.frame == null ? 0 : 1;
      }
      framesOut.lazySet(framesOut.getPlain() + frames);
    }
    inFlight.clear();
    if (current != null) {
      unsent.add(current);
      current = null;
    }
    return unsent;
  }

  /// {@return how many bytes were written so far}
  long sent() {
    return sent;
  }

  /// {@return how many of them the operating system has}
  long handed() {
    Chunk head = inFlight.peek();
    return settled + (head == null ? 0 : head.handed());
  }

  long framesOut() {
    return framesOut.get();
  }

  long bytesOut() {
    return bytesOut.get();
  }
}
