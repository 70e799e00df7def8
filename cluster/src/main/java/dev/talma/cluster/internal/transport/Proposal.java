package dev.talma.cluster.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The handshake of the side that has connected: says hello, hears who is there, proposes a session
/// unless there is one, and hears what the other side says to it.
final class Proposal extends Handshake {

  /// What has come of it.
  sealed interface Outcome {
    /// There is a session.
    ///
    /// @param session the session
    record Made(TcpSession session) implements Outcome {}

    /// A session with that node exists, or is being made from the other side.
    ///
    /// @param peer the node
    record Elsewhere(Hello peer) implements Outcome {}

    /// There is none.
    ///
    /// @param kind the kind of reason
    /// @param why the reason
    record Failed(Refusal kind, String why) implements Outcome {}
  }

  private final CompletableFuture<Outcome> outcome;
  private @Nullable Hello peer;

  Proposal(SessionScope scope, Channel channel, CompletableFuture<Outcome> outcome) {
    super(scope, channel);
    this.outcome = outcome;
  }

  @Override
  public void ready() {
    Connections.begin(channel, scope.helloFrame());
  }

  @Override
  public int limit(byte type) {
    return switch (type) {
      case Wire.HELLO -> peer == null ? Wire.MAX_HELLO : -1;
      case Wire.OPENED -> peer == null ? -1 : 0;
      case Wire.REFUSED -> 1 + Wire.MAX_SENTENCE;
      default -> -1;
    };
  }

  @Override
  public void frame(byte type, ByteBuf payload) throws Malformed {
    switch (type) {
      case Wire.HELLO -> hello(Hello.read(payload));
      case Wire.OPENED -> opened();
      default -> refused(payload);
    }
  }

  private void hello(Hello other) {
    peer = other;
    var objection = objection(other);
    if (objection.isPresent()) {
      String words = words(objection.get(), other);
      failed(objection.get(), words);
      Connections.refuse(channel, true, objection.get(), words);
    } else {
      var may = scope.peers().propose(other.node(), this);
      if (may.isPresent()) {
        then(may.get(), this::propose);
      } else {
        scope.peers().find(other.node()).ifPresent(TcpSession::probe);
        elsewhere(other);
        Connections.refuse(channel, true, Refusal.BUSY, "there is a session already");
      }
    }
  }

  private void propose() {
    if (!isOver()) {
      Connections.send(channel, Wire.OPEN);
    }
  }

  private void opened() {
    Hello other = peer;
    if (other == null || isOver()) {
      return;
    }
    var session = new TcpSession(channel, reader(), other, scope);
    if (scope.peers().accepted(this, session)) {
      var _ = finish();
      session.start();
      outcome.complete(new Outcome.Made(session));
    } else {
      elsewhere(other);
      Connections.closeNow(channel);
    }
  }

  private void refused(ByteBuf payload) throws Malformed {
    if (!payload.isReadable()) {
      throw new Malformed("a refusal without a reason");
    }
    Refusal kind = Refusal.of(payload.readByte());
    Hello other = peer;
    if (kind == Refusal.BUSY && other != null) {
      elsewhere(other);
    } else {
      failed(kind, "refused (" + kind + "): " + Wire.sentence(payload));
    }
    Connections.closeNow(channel);
  }

  /// The other side's proposal was accepted instead. From any thread.
  void giveUp() {
    channel
        .eventLoop()
        .execute(
            () -> {
              Hello other = peer;
              if (!isOver() && other != null) {
                elsewhere(other);
                Connections.closeNow(channel);
              }
            });
  }

  private void elsewhere(Hello other) {
    if (finish()) {
      scope.peers().withdraw(other.node(), this);
      outcome.complete(new Outcome.Elsewhere(other));
    }
  }

  @Override
  public void malformed(Refusal kind, String what) {
    failed(kind, "what came is not the protocol: " + what);
    Connections.closeNow(channel);
  }

  @Override
  void failed(Refusal kind, String why) {
    if (finish()) {
      Hello other = peer;
      if (other != null) {
        scope.peers().withdraw(other.node(), this);
      }
      outcome.complete(new Outcome.Failed(kind, why));
    }
  }
}
