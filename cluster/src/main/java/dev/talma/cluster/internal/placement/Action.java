package dev.talma.cluster.internal.placement;

import dev.talma.cluster.NodeId;
import java.util.Set;

/// What is to be done after an input to [Placement]. The order in the list matters: what comes
/// first has to be on its link before the next one begins.
public sealed interface Action {

  /// Send this, behind all that was sent to the peer before.
  ///
  /// @param peer to whom
  /// @param message what
  record Send(NodeId peer, PlacementMessage message) implements Action {}

  /// There is another ring. Hand-overs that have not begun do not take place: who has lost an actor
  /// by this ring goes on running it until [HandOver].
  ///
  /// @param epoch which adoption
  /// @param ring the ring
  record Adopt(long epoch, Ring ring) implements Action {}

  /// All have adopted the ring. For each actor that runs here and belongs to another node: let it
  /// finish its message, take its state and its waiting messages, and do with them what
  /// [Routing#decide] says about [Routing#handOver]. When none of them runs any more, say so with
  /// [Placement#handedOver]. Those that do not begin to go at once may do so as long as
  /// [Placement#mayHandOver]; it may be asked for again.
  ///
  /// @param epoch which adoption
  /// @param ring the ring
  record HandOver(long epoch, Ring ring) implements Action {}

  /// There are too few members for anything to run. Stop every named actor, do not hand over, and
  /// say so with [Placement#handedOver] when none runs any more.
  ///
  /// @param epoch which adoption
  /// @param why in words
  record StopAll(long epoch, String why) implements Action {}

  /// Decide again about all held messages, and say so with [Placement#released] when that is done.
  /// It may be done piece by piece, and there may be other inputs meanwhile. What comes until then
  /// for an actor for which something is still to be decided waits [behind][Routing#behind] that.
  record Release() implements Action {}

  /// As [Release], about the held messages for one actor: it has come, or never will.
  ///
  /// @param mark its [mark][Key#mark]
  record ReleaseOne(long mark) implements Action {}

  /// Start the timer for settling, in place of the one that runs; when its time is over, give the
  /// ticket to [Placement#settleTimeout].
  ///
  /// @param ticket which start of the timer
  record AwaitSettled(long ticket) implements Action {}

  /// Everything is where it belongs; the timer for settling may be stopped.
  ///
  /// @param epoch which adoption
  record Settled(long epoch) implements Action {}

  /// The time for settling was over. This node goes on as if it had settled, and promises neither
  /// order nor that an actor runs once.
  ///
  /// @param epoch which adoption
  /// @param missing whose word did not come
  record SettledLate(long epoch, Set<NodeId> missing) implements Action {}

  /// This node was leaving, and nobody needs it any more. From now on it should send nothing.
  record Left() implements Action {}
}
