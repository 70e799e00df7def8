package dev.talma.cluster.internal.transport;

import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What both sides of a connection do before it is a session. On its event loop.
abstract class Handshake implements FrameSink {
  final SessionScope scope;
  final Channel channel;
  private final Future<?> deadline;
  private @Nullable FrameReader reader;
  private boolean over;

  Handshake(SessionScope scope, Channel channel) {
    this.scope = scope;
    this.channel = channel;
    this.deadline =
        channel
            .eventLoop()
            .schedule(
                this::late, scope.settings().handshakeTimeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Must be called before anything is read.
  void readWith(FrameReader reader) {
    this.reader = reader;
  }

  FrameReader reader() {
    FrameReader known = reader;
    if (known == null) {
      throw new IllegalStateException("A handshake without a reader");
    }
    return known;
  }

  private void late() {
    if (!over) {
      failed(
          Refusal.LATE,
          "the handshake was not finished within "
              + scope.settings().handshakeTimeout().toMillis()
              + " ms");
      Connections.closeNow(channel);
    }
  }

  /// {@return whether it was not over yet}
  boolean finish() {
    if (over) {
      return false;
    }
    over = true;
    var _ = deadline.cancel(false);
    return true;
  }

  boolean isOver() {
    return over;
  }

  /// Goes on when something has happened, on the event loop.
  void then(CompletableFuture<Void> happened, Runnable next) {
    if (happened.isDone()) {
      next.run();
    } else {
      var _ = happened.thenRunAsync(next, channel.eventLoop());
    }
  }

  /// It has come to nothing, for a reason that this side has found.
  abstract void failed(Refusal kind, String why);

  /// {@return why a node cannot be a peer, if it cannot}
  Optional<Refusal> objection(Hello other) {
    if (!other.cluster().equals(scope.self().cluster())) {
      return Optional.of(Refusal.FOREIGN_CLUSTER);
    }
    if (scope.self().versionWith(other) == 0) {
      return Optional.of(Refusal.VERSION);
    }
    return other.node().equals(scope.self().node()) ? Optional.of(Refusal.SELF) : Optional.empty();
  }

  /// {@return an objection in words that both sides understand}
  String words(Refusal objection, Hello other) {
    Hello self = scope.self();
    return switch (objection) {
      case FOREIGN_CLUSTER ->
          self.node()
              + " belongs to the cluster \""
              + self.cluster()
              + "\" and "
              + other.node()
              + " to \""
              + other.cluster()
              + "\"";
      case VERSION ->
          self.node()
              + " speaks the versions "
              + self.minVersion()
              + " to "
              + self.maxVersion()
              + " of the protocol and "
              + other.node()
              + " speaks "
              + other.minVersion()
              + " to "
              + other.maxVersion();
      case SELF -> other.address() + " is " + self.node() + " itself";
      default -> objection.toString();
    };
  }

  @Override
  public void heard() {}

  @Override
  public void writable() {}

  @Override
  public void failed(Throwable cause) {
    Refusal kind = Connections.kind(cause);
    String advice =
        kind == Refusal.TLS_FAILED
            ? scope.settings().tls().map(tls -> ". " + TlsAdvice.of(cause, tls)).orElse("")
            : "";
    failed(kind, Connections.reason(cause) + advice);
  }

  @Override
  public void ended() {
    failed(Refusal.BROKEN_OFF, "the connection was closed during the handshake");
  }
}
