package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.Comparator;

/// Where a message for a named actor comes from. It travels with the message.
///
/// On the way from the source to the first node only `since` and `kind` have to be sent, the rest
/// of it follows from the link; see [Routing#arrived].
///
/// @param source whose actor has sent it; of a hand-over, who had the actor
/// @param epoch the source's epoch when it was sent
/// @param order grows with the messages of one source and epoch for one actor; 0 while nothing can
///   have come between them
/// @param from who sent it here; the source itself if it has never travelled
/// @param hops how often it has travelled
/// @param since from which epoch on the source has sent all for this actor to the same first node
/// @param kind what it is
public record Route(
    NodeId source, long epoch, long order, NodeId from, int hops, long since, Kind kind) {

  /// What it is.
  public enum Kind {
    /// A message.
    SENT,
    /// A message, of which the sender of this hop knows that it is the next one of its source, if
    /// the actor was handed over by that sender.
    NEXT,
    /// An actor: its state and its waiting messages.
    HAND_OVER
  }

  /// Hand-overs first, then the messages of each source as they were sent: all of one epoch have
  /// gone to the same first node, which has numbered them.
  static final Comparator<Route> ORDER =
      Comparator.comparing((Route r) -> r.kind != Kind.HAND_OVER)
          .thenComparing(r -> r.source.name())
          .thenComparing(r -> r.source.incarnation())
          .thenComparingLong(Route::epoch)
          .thenComparingLong(Route::order);

  Route ordered(long number) {
    return new Route(source, epoch, number, from, hops, since, kind);
  }

  Route sentIn(long present) {
    return present == epoch ? this : new Route(source, present, order, from, hops, since, kind);
  }

  Route sentBy(NodeId node, long sinceEpoch, Kind as) {
    return new Route(source, epoch, order, node, hops + 1, sinceEpoch, as);
  }

  boolean isLocal() {
    return hops == 0;
  }

  boolean isDirect() {
    return hops == 1;
  }
}
