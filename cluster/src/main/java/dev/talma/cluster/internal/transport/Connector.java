package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.internal.transport.Proposal.Outcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens sessions: looks a host name up, tries its addresses in order, and waits for the session
/// that the other side opens where that one came first. One try for each address at a time; whoever
/// asks meanwhile gets the same.
final class Connector {
  /// How long to wait for the other side's session before asking it again.
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

  private final SessionScope scope;
  private final Optional<TlsSource> tls;
  private final EventLoopGroup loops;
  private final ConcurrentHashMap<Address, CompletableFuture<Session>> tries =
      new ConcurrentHashMap<>();

  Connector(SessionScope scope, Optional<TlsSource> tls, EventLoopGroup loops) {
    this.scope = scope;
    this.tls = tls;
    this.loops = loops;
  }

  CompletableFuture<Session> connect(Address address) {
    Optional<TcpSession> known = scope.peers().find(address);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known.get());
    }
    var mine = new CompletableFuture<Session>();
    CompletableFuture<Session> running = tries.putIfAbsent(address, mine);
    if (running != null) {
      return running.copy();
    }
    // A name is looked up by a call that blocks.
    Thread.ofVirtual().name("talma-connect-" + address).start(() -> run(address, mine));
    return mine.copy(); // whoever cancels it gives up for himself only
  }

  private void run(Address address, CompletableFuture<Session> result) {
    try {
      TcpSession session = open(address);
      scope.peers().alias(address, session);
      tries.remove(address, result);
      result.complete(session);
    } catch (IOException e) {
      tries.remove(address, result);
      result.completeExceptionally(e);
    } catch (RuntimeException e) {
      tries.remove(address, result); // the threads are gone, as the network is closed meanwhile
      result.completeExceptionally(new IOException("No session with " + address + ": " + e, e));
    } catch (InterruptedException e) {
      tries.remove(address, result);
      result.completeExceptionally(
          new IOException("Connecting to " + address + " was interrupted", e));
    }
  }

  private TcpSession open(Address address) throws IOException, InterruptedException {
    InetAddress[] ips;
    try {
      ips = InetAddress.getAllByName(address.host());
    } catch (UnknownHostException e) {
      throw new IOException("No session with " + address + ": the host name is not known", e);
    }
    List<String> failures = new ArrayList<>();
    for (InetAddress ip : ips) {
      if (!scope.settings().allows(ip)) {
        failures.add(
            ip.getHostAddress() + ": without TLS a node connects to the loopback interface only");
        continue;
      }
      Optional<TcpSession> session = open(address, ip, failures);
      if (session.isPresent()) {
        return session.get();
      }
    }
    throw new IOException("No session with " + address + ": " + String.join("; ", failures));
  }

  private Optional<TcpSession> open(Address address, InetAddress ip, List<String> failures)
      throws InterruptedException {
    NetworkSettings settings = scope.settings();
    long limit = settings.connectTimeout().plus(settings.handshakeTimeout()).toNanos();
    long start = System.nanoTime();
    while (true) {
      long left = limit - (System.nanoTime() - start);
      switch (attempt(address, ip, limit + TimeUnit.SECONDS.toNanos(1))) {
        case Outcome.Made(var session) -> {
          return Optional.of(session);
        }
        case Outcome.Elsewhere(var peer) -> {
          var session = scope.peers().await(peer.node(), Math.min(left, PATIENCE));
          if (session.isPresent()) {
            return session;
          }
          if (left <= 0 || scope.peers().isClosing()) {
            failures.add(
                ip.getHostAddress()
                    + ": "
                    + peer.node()
                    + " has a session with this node, or says"
                    + " so, but none came about");
            return Optional.empty();
          }
        }
        case Outcome.Failed(_, var why) -> {
          failures.add(ip.getHostAddress() + ": " + why);
          return Optional.empty();
        }
      }
    }
  }

  private Outcome attempt(Address address, InetAddress ip, long nanos) throws InterruptedException {
    if (scope.peers().isClosing()) {
      return new Outcome.Failed(Refusal.SHUTTING_DOWN, "this node is shutting down");
    }
    var outcome = new CompletableFuture<Outcome>();
    var tcp =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_SNDBUF, NettyNetwork.SOCKET_BUFFER)
            .option(ChannelOption.SO_RCVBUF, NettyNetwork.SOCKET_BUFFER)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) scope.settings().connectTimeout().toMillis())
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, NettyNetwork.waterMark(scope.settings()))
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    propose(channel, address, outcome);
                  }
                });
    ChannelFuture connected = tcp.connect(new InetSocketAddress(ip, address.port()));
    var _ =
        connected.addListener(
            done -> {
              if (!done.isSuccess() && done.cause() != null) {
                outcome.complete(
                    new Outcome.Failed(Refusal.BROKEN_OFF, Connections.reason(done.cause())));
              }
            });
    try {
      return outcome.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      Connections.closeNow(connected.channel());
      return new Outcome.Failed(Refusal.LATE, "no answer in time");
    } catch (ExecutionException e) {
      return new Outcome.Failed(Refusal.BROKEN_OFF, Connections.reason(e));
    }
  }

  private void propose(SocketChannel channel, Address address, CompletableFuture<Outcome> outcome) {
    var proposal = new Proposal(scope, channel, outcome);
    var reader = new FrameReader(tls.isPresent(), proposal);
    proposal.readWith(reader);
    tls.ifPresent(source -> channel.pipeline().addLast("tls", source.client(address)));
    channel.pipeline().addLast(reader);
  }
}
