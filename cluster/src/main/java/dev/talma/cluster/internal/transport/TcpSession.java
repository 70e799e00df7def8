package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Outbox.Node;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A session over one TCP connection.
///
/// It is open from its making, so that frames can be offered at once, is started when the handshake
/// is through, and ends once. Its end begins where somebody decides it, on any thread, and is
/// reported when the connection is closed, on the event loop, which is when it is known what the
/// operating system has got.
final class TcpSession implements Session, FrameSink {
  private static final long FAREWELL_MILLIS = 500;
  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Channel channel;
  private final EventLoop loop;
  private final FrameReader reader;
  private final Hello peer;
  private final SessionScope scope;
  private final int longest;
  private final Outbox control;
  private final Outbox messages;
  private final Sender sender;
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicLong framesIn = new AtomicLong();
  private final AtomicLong bytesIn = new AtomicLong();
  private volatile String why = "";
  private volatile @Nullable Heartbeat heartbeat;
  private @Nullable Node abandonedControl;
  private @Nullable Node abandonedMessages;
  private boolean reported;

  TcpSession(Channel channel, FrameReader reader, Hello peer, SessionScope scope) {
    this.channel = channel;
    this.loop = channel.eventLoop();
    this.reader = reader;
    this.peer = peer;
    this.scope = scope;
    NetworkSettings settings = scope.settings();
    this.longest = Math.min(settings.maxFrame(), peer.maxFrame());
    this.control = new Outbox(settings.control());
    this.messages = new Outbox(settings.messages());
    this.sender =
        new Sender(channel, settings.tls().isPresent(), control, messages, settings.highWater());
  }

  @Override
  public NodeId peer() {
    return peer.node();
  }

  @Override
  public Address address() {
    return peer.address();
  }

  @Override
  public byte[] greeting() {
    return peer.greeting().clone();
  }

  @Override
  public boolean hasHeardWithin(long nanos) {
    Heartbeat beats = heartbeat;
    return beats != null && isOpen() && beats.hasHeardWithin(nanos);
  }

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public Offer offer(Lane lane, Frame frame) {
    return open.get() ? offered(outbox(lane).put(node(lane, frame))) : Offer.CLOSED;
  }

  @Override
  public Offer offer(Lane lane, Frame frame, long nanos) throws InterruptedException {
    Offer first = offer(lane, frame);
    if (first != Offer.FULL || nanos <= 0 || loop.inEventLoop()) {
      return first; // the event loop would wait for itself
    }
    return offered(outbox(lane).put(node(lane, frame), nanos, this::isOpen));
  }

  private Offer offered(Outbox.Put put) {
    return switch (put) {
      case FIRST -> {
        wake();
        yield Offer.ACCEPTED;
      }
      case BEHIND_OTHERS -> Offer.ACCEPTED;
      case FULL -> Offer.FULL;
      case CLOSED -> Offer.CLOSED;
    };
  }

  private void wake() {
    try {
      loop.execute(sender::drain);
    } catch (RejectedExecutionException e) {
      // The network was closed after the frame got in, so the frame has been reported as lost.
      Complaints.aside("{}: a frame came after the end", this);
    }
  }

  private Node node(Lane lane, Frame frame) {
    byte[] bytes = frame.bytes();
    if (bytes.length > longest) {
      throw new IllegalArgumentException(
          "A frame of "
              + bytes.length
              + " bytes is too long for "
              + peer.node()
              + ": the limit of the two nodes is "
              + longest
              + ". Send less at once, or raise the limit on both");
    }
    return new Node(frame, bytes, lane == Lane.CONTROL ? Wire.CONTROL : Wire.MESSAGES);
  }

  private Outbox outbox(Lane lane) {
    return lane == Lane.CONTROL ? control : messages;
  }

  // The beginning.

  /// The handshake is through: tells the listener, then lets frames through. On the event loop.
  void start() {
    reader.handTo(this);
    if (!open.get() || !channel.isActive()) {
      return; // it has ended before it has begun: nobody has heard of it
    }
    reported = true;
    heartbeat = new Heartbeat(loop, sender, scope.settings(), this::giveUp);
    Complaints.aside("{}: opened", this);
    try {
      scope.listener().opened(this);
    } catch (RuntimeException e) {
      blame(e);
    }
    sender.start();
  }

  // Frames.

  @Override
  public void ready() {}

  @Override
  public int limit(byte type) {
    return switch (type) {
      case Wire.CONTROL, Wire.MESSAGES -> scope.settings().maxFrame();
      case Wire.PING, Wire.PONG -> 0;
      case Wire.CLOSE -> Wire.MAX_SENTENCE;
      default -> -1;
    };
  }

  @Override
  public void frame(byte type, ByteBuf payload) {
    if (!open.get()) {
      // It has ended here: frames are dropped, and the farewell of the peer is not waited for.
      if (type == Wire.CLOSE) {
        closeNow();
      }
      return;
    }
    switch (type) {
      case Wire.CONTROL -> received(Lane.CONTROL, payload);
      case Wire.MESSAGES -> received(Lane.MESSAGES, payload);
      case Wire.PING -> sender.pong();
      case Wire.CLOSE -> end("the peer has closed: " + Wire.sentence(payload), false);
      default -> {}
    }
  }

  private void received(Lane lane, ByteBuf payload) {
    framesIn.lazySet(framesIn.getPlain() + 1);
    bytesIn.lazySet(bytesIn.getPlain() + payload.readableBytes());
    try {
      scope.listener().received(this, lane, payload);
    } catch (RuntimeException e) {
      blame(e);
    }
  }

  private void blame(RuntimeException e) {
    scope
        .complaints()
        .about(peer.node(), "listener", "A session is closed: its listener failed with " + e);
    close("internal error");
  }

  @Override
  public void heard() {
    Heartbeat beats = heartbeat;
    if (beats != null) {
      beats.heard();
    }
  }

  @Override
  public void writable() {
    sender.drain();
  }

  // The end.

  @Override
  public void close(String why) {
    end(why, true);
  }

  /// Ends it without a word to the peer, who would not hear it or has ended it by itself.
  void giveUp(String why) {
    end(why, false);
  }

  private void end(String why, boolean farewell) {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    this.why = why;
    scope.peers().forget(this);
    if (loop.inEventLoop()) {
      windUp(farewell);
    } else {
      try {
        loop.execute(() -> windUp(farewell));
      } catch (RejectedExecutionException e) {
        Complaints.aside("{}: its network was closed before", this);
      }
    }
  }

  private void windUp(boolean farewell) {
    sender.stop();
    abandonedControl = control.close();
    abandonedMessages = messages.close();
    Heartbeat beats = heartbeat;
    if (beats != null) {
      beats.stop();
    }
    if (!farewell || !reported || !sender.isBetweenFrames() || !channel.isActive()) {
      closeNow();
      return;
    }
    // The peer closes when it has read the farewell, and so everything before it. To close first
    // could discard what is under way.
    var _ =
        channel
            .writeAndFlush(Unpooled.wrappedBuffer(Wire.close(why)))
            .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    var _ = loop.schedule(this::closeNow, FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void closeNow() {
    Connections.closeNow(channel);
  }

  @Override
  public void malformed(Refusal kind, String what) {
    scope
        .complaints()
        .about(
            peer.node(),
            "malformed",
            "A session is closed: what came is not the protocol: " + what);
    end("what came from the peer is not the protocol: " + what, false);
  }

  @Override
  public void failed(Throwable cause) {
    if (!(cause instanceof IOException)) {
      scope.complaints().about(peer.node(), "failed", "A session is closed: " + cause);
    }
    end("the connection was lost: " + Connections.reason(cause), false);
  }

  /// The connection is closed: it is known what was sent and what was not.
  @Override
  public void ended() {
    if (ended.isDone()) {
      return;
    }
    end("the connection was lost", false);
    for (Node node : sender.unsent()) {
      lost(node);
    }
    loseAll(abandonedControl);
    loseAll(abandonedMessages);
    abandonedControl = null;
    abandonedMessages = null;
    Complaints.aside("{}: ended, {}", this, why);
    try {
      if (reported) {
        scope.listener().closed(this, why);
      }
    } catch (RuntimeException e) {
      scope
          .complaints()
          .about(peer.node(), "listener", "The listener of a session that ended failed with " + e);
    } finally {
      ended.complete(null);
    }
  }

  private void loseAll(@Nullable Node first) {
    for (Node node = first; node != null; node = node.next) {
      lost(node);
    }
  }

  private void lost(Node node) {
    if (node.frame == null) {
      return;
    }
    try {
      node.frame.lost();
    } catch (RuntimeException e) {
      scope
          .complaints()
          .about(peer.node(), "lost", "Who was told of a lost frame failed with " + e);
    }
  }

  /// {@return done when its end has been reported}
  CompletableFuture<Void> whenEnded() {
    return ended;
  }

  /// Closes it soon unless the peer answers. From any thread.
  void probe() {
    loop.execute(
        () -> {
          Heartbeat beats = heartbeat;
          if (open.get() && beats != null) {
            beats.probe(PROBE_NANOS);
          }
        });
  }

  NetworkCounters.OfSession counters() {
    return new NetworkCounters.OfSession(
        peer.node(),
        sender.framesOut(),
        sender.bytesOut(),
        framesIn.get(),
        bytesIn.get(),
        control.frames() + messages.frames());
  }

  @Override
  public String toString() {
    return "session with " + peer.node() + " at " + peer.address();
  }
}
