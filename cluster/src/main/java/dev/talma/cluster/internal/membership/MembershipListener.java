package dev.talma.cluster.internal.membership;

import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.NodeId;
import java.util.Set;

/// Who is told what happens among the members. Called by one thread, one after the other, after
/// [Membership#members()] and [Membership#routable()] say so; nothing here may wait.
public interface MembershipListener {

  /// Something has happened to another member, or to what this node publishes.
  ///
  /// @param event what
  void happened(MemberEvent event);

  /// Others than before can be given work.
  ///
  /// @param routable all that can
  void routable(Set<NodeId> routable);

  /// This node cannot be a member, as another one lives under its name. Its membership has ended.
  ///
  /// @param why in words, with both addresses
  void refused(String why);
}
