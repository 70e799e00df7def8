package dev.talma.cluster.internal.node;

import dev.talma.ExitReason;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.PlacementMessage;
import dev.talma.remote.AskFailure;

/// What nodes tell each other besides letters.
sealed interface Note {

  /// Tell me when this actor ends.
  ///
  /// @param starts whether it is started if it does not run; if not, tell me that it does not
  record Watch(Target target, boolean starts) implements Note {}

  /// I do not want to know any more.
  ///
  /// @param moved whether the actor is another node's by now; of the end of the one that was there,
  ///   nobody else can tell
  record Unwatch(Target target, boolean moved) implements Note {}

  /// An actor that you watch has ended.
  record Ended(Target target, ExitReason reason) implements Note {}

  /// The answer to an ask.
  ///
  /// @param request the class of the request; what the answer is like, it says
  record Answer(long correlation, Class<?> request, Object value) implements Note {}

  /// There will be no answer to an ask.
  record Failure(long correlation, AskFailure failure) implements Note {}

  /// Your ask was passed on, and another node answers it.
  record AskMoved(long correlation, NodeId responder) implements Note {}

  /// About who owns what.
  record Placement(PlacementMessage message) implements Note {}
}
