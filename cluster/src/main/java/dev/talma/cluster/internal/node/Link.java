package dev.talma.cluster.internal.node;

import dev.talma.SystemMessage;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.Peer;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import java.lang.reflect.Type;

/// The connection with another node: the session, and the codec that fits the version of the peer.
final class Link {
  private final Session session;
  private final Peer codec;
  private final References references;
  private final RecentNames recent = new RecentNames();
  private final SystemMessages systemMessages;
  private final Backlog backlog;

  /// @param passing how many messages there may be at a time that are passed on to the peer
  Link(
      Session session,
      Peer codec,
      Addresses addresses,
      SystemMessages systemMessages,
      int passing) {
    this.session = session;
    this.codec = codec;
    this.references = new References(addresses, session.peer(), recent);
    this.systemMessages = systemMessages;
    this.backlog = new Backlog(session, passing);
  }

  NodeId peer() {
    return session.peer();
  }

  Session session() {
    return session;
  }

  Peer codec() {
    return codec;
  }

  References references() {
    return references;
  }

  RecentNames recent() {
    return recent;
  }

  /// {@return as what a system message is written}
  Type systemType(SystemMessage message) {
    return systemMessages.typeOf(message);
  }

  /// Offers a frame without waiting. It does not get past what waits in the backlog.
  Offer offer(Session.Frame frame) {
    return backlog.isEmpty() ? session.offer(Lane.MESSAGES, frame) : Offer.FULL;
  }

  /// Offers a frame and waits for room, and until the backlog is sent.
  Offer offer(Session.Frame frame, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    return backlog.await(nanos)
        ? session.offer(Lane.MESSAGES, frame, end - System.nanoTime())
        : Offer.FULL;
  }

  /// Whether nothing waits for room on the way any more.
  boolean isClear() {
    return backlog.isEmpty();
  }

  /// Sends what has to reach the peer, from a thread that cannot wait.
  void sendSurely(Session.Frame frame) {
    backlog.send(frame);
  }

  /// As [#sendSurely(Session.Frame)], from a thread that can wait so long, and does if too much
  /// waits already.
  void sendSurely(Session.Frame frame, long nanos) {
    backlog.send(frame, nanos);
  }

  /// Waits while too much waits for room. {@return whether it is less now}
  boolean awaitShorter(long nanos) {
    return backlog.awaitShorter(nanos);
  }

  /// Whether so much waits for room that whoever can wait should.
  boolean isBehind() {
    return backlog.isLong();
  }
}
