package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import dev.talma.cluster.internal.transport.SessionListener;
import dev.talma.swim.SwimCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What comes from the network, on its threads. Whether there is a session is answered here, as
/// somebody waits for it and a busy owner must not look like a missing member.
final class Receiver implements SessionListener {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster");

  private final OpenSessions sessions;
  private volatile @Nullable Target target;

  Receiver(OpenSessions sessions) {
    this.sessions = sessions;
  }

  private record Target(Parts parts, NodeId self) {}

  void to(Parts parts, NodeId self) {
    target = new Target(parts, self);
  }

  @Override
  public void opened(Session session) {
    sessions.opened(session);
    Target to = target;
    if (to != null) {
      to.parts.opened(session);
    }
  }

  @Override
  public void closed(Session session, String why) {
    sessions.closed(session);
    Target to = target;
    if (to != null) {
      to.parts.closed(session);
    }
  }

  @Override
  public void received(Session session, Lane lane, ByteBuf bytes) {
    Target to = target;
    if (to == null || lane != Lane.CONTROL) {
      return;
    }
    try {
      received(to, session, ControlFrame.decode(ByteBufUtil.getBytes(bytes)));
    } catch (IOException e) {
      LOG.warn("A control frame from {} is dropped: {}", session.peer(), e.getMessage());
    }
  }

  private void received(Target to, Session session, ControlFrame frame) throws IOException {
    switch (frame) {
      case ControlFrame.Swim(byte[] message) ->
          to.parts.transport().received(SwimCodec.decode(message));
      case ControlFrame.Relay relay -> to.parts.transport().passOn(relay);
      case ControlFrame.Ask(long number, NodeId about) ->
          answer(session, number, about.equals(to.self) || sessions.with(about).isPresent());
      case ControlFrame.Answer(long number, boolean yes) ->
          to.parts.answered(session.peer(), number, yes);
      case ControlFrame.Leaving(long number) ->
          to.parts.leaving(session.peer(), () -> answer(session, number, true));
    }
  }

  private static void answer(Session session, long number, boolean yes) {
    Offer ignored = session.offer(Lane.CONTROL, new ControlFrame.Answer(number, yes).frame());
  }
}
