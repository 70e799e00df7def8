package dev.talma.cluster.internal.transport;

import dev.talma.cluster.internal.transport.Peers.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// The handshake of the side that was connected to: hears who is there, says hello, hears a
/// proposal and answers it. Nothing is said to who does not belong here.
final class Reception extends Handshake {
  private final Entrance entrance;
  private @Nullable Hello peer;
  private @Nullable TcpSession session;
  private boolean begun;

  Reception(SessionScope scope, Channel channel, Entrance entrance) {
    super(scope, channel);
    this.entrance = entrance;
  }

  @Override
  public void ready() {}

  @Override
  public int limit(byte type) {
    if (isOver()) {
      return -1;
    }
    return switch (type) {
      case Wire.HELLO -> peer == null ? Wire.MAX_HELLO : -1;
      case Wire.OPEN -> peer == null || session != null ? -1 : 0;
      case Wire.REFUSED -> peer == null ? -1 : 1 + Wire.MAX_SENTENCE;
      default -> -1;
    };
  }

  @Override
  public void frame(byte type, ByteBuf payload) throws Malformed {
    switch (type) {
      case Wire.HELLO -> hello(Hello.read(payload));
      case Wire.OPEN -> proposed();
      default -> declined(payload);
    }
  }

  private void hello(Hello other) {
    peer = other;
    var objection = objection(other);
    if (objection.isPresent()) {
      refuse(objection.get(), words(objection.get(), other));
    } else if (scope.peers().isClosing()) {
      refuse(Refusal.SHUTTING_DOWN, scope.self().node() + " is shutting down");
    } else {
      begun = true;
      Connections.begin(channel, scope.helloFrame());
    }
  }

  private void proposed() {
    Hello other = peer;
    if (other == null) {
      return;
    }
    switch (scope.peers().proposed(new TcpSession(channel, reader(), other, scope))) {
      case Verdict.Closing() ->
          refuse(Refusal.SHUTTING_DOWN, scope.self().node() + " is shutting down");
      case Verdict.Busy(var existing) -> {
        existing.ifPresent(TcpSession::probe);
        refuse(Refusal.BUSY, scope.self().node() + " has a session, or opens one itself");
      }
      case Verdict.Accept(var accepted, var instead, var givenUp, var former) -> {
        session = accepted;
        givenUp.ifPresent(Proposal::giveUp);
        instead.ifPresent(s -> s.giveUp("a newer connection of the peer has replaced it"));
        then(former, () -> open(accepted));
      }
    }
  }

  private void open(TcpSession accepted) {
    if (finish()) {
      entrance.left(this);
      Connections.send(channel, Wire.OPENED);
      accepted.start();
    }
  }

  private void declined(ByteBuf payload) {
    Refusal kind = payload.isReadable() ? Refusal.of(payload.readByte()) : Refusal.MALFORMED;
    if (finish()) {
      entrance.left(this);
      entrance.refused(
          channel,
          kind,
          kind.isAlarming(),
          "A node has turned away again: " + Wire.sentence(payload));
    }
    Connections.closeNow(channel);
  }

  @Override
  public void malformed(Refusal kind, String what) {
    refuse(kind, "what came is not the protocol: " + what);
  }

  private void refuse(Refusal kind, String why) {
    if (isOver()) {
      Connections.closeNow(channel);
      return;
    }
    failed(kind, why);
    Connections.refuse(channel, begun, kind, why);
  }

  @Override
  void failed(Refusal kind, String why) {
    if (finish()) {
      entrance.left(this);
      // A connection that says nothing and goes is a health check.
      boolean alarming = kind.isAlarming() || (kind == Refusal.BROKEN_OFF && peer != null);
      entrance.refused(channel, kind, alarming, "A connection was refused (" + kind + "): " + why);
      TcpSession made = session;
      if (made != null) {
        made.giveUp(why);
      }
    }
  }

  @Override
  public void ended() {
    super.ended();
    TcpSession made = session;
    if (made != null) {
      made.ended(); // accepted, but the connection has not lasted until it was opened
    }
  }
}
