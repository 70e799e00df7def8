package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The network over TCP, with Netty on the JDK's own selectors.
public final class NettyNetwork implements Network {
  /// How many bytes the operating system keeps of a connection, each way. What is in there comes
  /// before a heartbeat or a ping that is sent later; left to itself it grows to several MiB, which
  /// a busy node needs seconds to read.
  static final int SOCKET_BUFFER = 256 * 1024;

  private static final long CLOSE_SECONDS = 2;

  private final NodeId self;
  private final Address address;
  private final SessionScope scope;
  private final Entrance entrance;
  private final Connector connector;
  private final EventLoopGroup loops;
  private final Channel port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NettyNetwork(
      SessionScope scope,
      Entrance entrance,
      Connector connector,
      EventLoopGroup loops,
      Channel port) {
    this.self = scope.self().node();
    this.address = scope.self().address();
    this.scope = scope;
    this.entrance = entrance;
    this.connector = connector;
    this.loops = loops;
    this.port = port;
  }

  /// Begins to listen. {@return the network}
  ///
  /// @param settings how it works
  /// @param self who this node is
  /// @param greeting what the upper parts say of themselves to every peer in the handshake, at most
  ///   4 MiB; not checked by this one
  /// @param listener who is told
  /// @throws IOException if it cannot listen there, or the certificates cannot be used
  /// @throws IllegalArgumentException if the settings do not allow to listen there
  public static NettyNetwork start(
      NetworkSettings settings, NodeId self, byte[] greeting, SessionListener listener)
      throws IOException {
    if (greeting.length > Wire.MAX_GREETING) {
      throw new IllegalArgumentException(
          "A greeting has at most 4 MiB, but this one has " + greeting.length + " bytes");
    }
    InetSocketAddress bind = settings.bindAddress();
    Optional<TlsSource> tls = settings.tls().map(t -> new TlsSource(t, settings));
    EventLoopGroup loops = EventLoops.take();
    try {
      return listen(settings, self, greeting.clone(), listener, bind, tls, loops);
    } catch (IOException | RuntimeException e) {
      EventLoops.giveBack();
      throw e;
    }
  }

  private static NettyNetwork listen(
      NetworkSettings settings,
      NodeId self,
      byte[] greeting,
      SessionListener listener,
      InetSocketAddress bind,
      Optional<TlsSource> tls,
      EventLoopGroup loops)
      throws IOException {
    // The port is known only when it is bound, and connections wait until it is known.
    var known = new CompletableFuture<Entrance>();
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 256)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER) // of all that are accepted
            .childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(settings))
            .childHandler(new Reached(known))
            .bind(bind)
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw new IOException(
          "Cannot listen on " + settings.bind() + ": " + Connections.reason(cause) + advice(cause),
          cause);
    }
    Channel port = bound.channel();
    try {
      Address address = settings.reachedAt(((InetSocketAddress) port.localAddress()).getPort());
      var hello =
          new Hello(
              Wire.MIN_VERSION,
              Wire.MAX_VERSION,
              settings.cluster(),
              self,
              address,
              settings.maxFrame(),
              greeting);
      var scope =
          new SessionScope(
              settings, hello, hello.frame(), new Peers(self), listener, new Complaints());
      var entrance = new Entrance(scope, tls);
      known.complete(entrance);
      port.config().setAutoRead(true);
      return new NettyNetwork(scope, entrance, new Connector(scope, tls, loops), loops, port);
    } catch (RuntimeException e) {
      var _ = port.close();
      throw e;
    }
  }

  private static String advice(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("assign requested address")
        ? ". It is no address of this machine; bind one that is, or 0.0.0.0, and say with"
            + " advertise(host, port) where others reach it"
        : ". Another process may have the port; choose another, or 0 for any";
  }

  static WriteBufferWaterMark waterMark(NetworkSettings settings) {
    return new WriteBufferWaterMark(settings.lowWater(), settings.highWater());
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public Optional<Session> session(NodeId peer) {
    return scope.peers().find(peer).map(session -> session);
  }

  @Override
  public CompletableFuture<Session> connect(Address to) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(
          new IOException("No session with " + to + ": this node is shutting down"));
    }
    return connector.connect(to);
  }

  /// {@return what it has done so far}
  public NetworkCounters counters() {
    return new NetworkCounters(
        scope.peers().all().stream().map(TcpSession::counters).toList(),
        entrance.handshakes(),
        entrance.refused());
  }

  @Override
  public long waiting() {
    return scope.peers().all().stream().mapToLong(each -> each.counters().waiting()).sum();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    List<TcpSession> sessions = scope.peers().close();
    var portClosed = port.close();
    for (TcpSession session : sessions) {
      session.close(self + " is shutting down");
    }
    if (!onEventLoop()) {
      var _ = portClosed.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
      try {
        CompletableFuture.allOf(
                sessions.stream().map(TcpSession::whenEnded).toArray(CompletableFuture<?>[]::new))
            .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
            .join();
      } catch (CompletionException e) {
        Complaints.aside("Some sessions had not ended when their network was closed: {}", e);
      }
    }
    EventLoops.giveBack();
  }

  private boolean onEventLoop() {
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        return true;
      }
    }
    return false;
  }
}
