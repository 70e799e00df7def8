package dev.talma.cluster.internal.transport;

import dev.talma.cluster.internal.transport.Session.Lane;
import io.netty.buffer.ByteBuf;

/// Who is told what happens on the network. For each session: opened, then frames, then closed, one
/// after the other; and a session with a peer is opened only after the former one with it is
/// closed. Called on the event loop of the session, so nothing here may wait. What fails here costs
/// the session.
public interface SessionListener {

  /// A session was opened, by this node or by the peer.
  ///
  /// @param session the session
  void opened(Session session);

  /// A frame has come.
  ///
  /// @param session from whom
  /// @param lane its lane
  /// @param frame its bytes; good only during the call
  void received(Session session, Lane lane, ByteBuf frame);

  /// A session has ended. What was accepted and not sent has been reported as lost before.
  ///
  /// @param session the session
  /// @param why in words
  void closed(Session session, String why);
}
