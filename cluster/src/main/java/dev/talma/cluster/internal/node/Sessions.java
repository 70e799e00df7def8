package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Peer;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.SessionListener;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Makes a link of each session, and gives the lanes to those they are for.
final class Sessions implements SessionListener {
  private final Schema schema;
  private final TypeMisfits misfits;
  private final BiFunction<Session, Peer, Link> linking;
  private final Links links;
  private final Incoming incoming;
  private final SessionListener membership;
  private final Consumer<Link> onOpen;
  private final Consumer<NodeId> onLoss;

  Sessions(
      Schema schema,
      TypeMisfits misfits,
      BiFunction<Session, Peer, Link> linking,
      Links links,
      Incoming incoming,
      SessionListener membership,
      Consumer<Link> onOpen,
      Consumer<NodeId> onLoss) {
    this.schema = schema;
    this.misfits = misfits;
    this.linking = linking;
    this.links = links;
    this.incoming = incoming;
    this.membership = membership;
    this.onOpen = onOpen;
    this.onLoss = onLoss;
  }

  @Override
  public void opened(Session session) {
    Link link;
    try {
      Greeting greeting = Greeting.read(session.greeting());
      Peer codec = schema.peer(greeting.table(), session.peer().name());
      misfits.look(session.peer(), greeting, codec);
      link = linking.apply(session, codec);
    } catch (MalformedException e) {
      NodeLog.incompatible(session.peer(), String.valueOf(e.getMessage()));
      session.close("its greeting was not understood");
      return;
    }
    onOpen.accept(link); // what the placement has to say comes first
    membership.opened(session);
  }

  @Override
  public void received(Session session, Lane lane, ByteBuf frame) {
    if (lane == Lane.CONTROL) {
      membership.received(session, lane, frame);
    } else {
      Optional<Link> link = links.of(session);
      link.ifPresent(there -> incoming.received(there, frame));
    }
  }

  @Override
  public void closed(Session session, String why) {
    membership.closed(session, why);
    links
        .of(session)
        .ifPresent(
            link -> {
              if (links.remove(link)) {
                NodeLog.connectionLost(session.peer(), why);
                onLoss.accept(session.peer());
              }
            });
  }
}
