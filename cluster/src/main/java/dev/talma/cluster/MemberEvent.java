package dev.talma.cluster;

/// A change among the members of the cluster, as this node sees it. The events about one member
/// come in the order in which they happened: it joins, then it may be lost from sight and come back
/// any number of times, may leave, and is removed in the end. One that was removed without having
/// left, and was alive all the same, joins again as the same run.
public sealed interface MemberEvent {

  /// {@return the member, as it is after the event; of one that was removed, as it was before}
  Member member();

  /// A node has become a member.
  ///
  /// @param member the member
  record Joined(Member member) implements MemberEvent {}

  /// A member has published other values.
  ///
  /// @param member the member
  /// @param before the member as it was
  record Updated(Member member, Member before) implements MemberEvent {}

  /// The connection with a member was lost, or none could be made. It is still a member, as others
  /// may reach it.
  ///
  /// @param member the member
  record Unreachable(Member member) implements MemberEvent {}

  /// There is a connection again.
  ///
  /// @param member the member
  record Reachable(Member member) implements MemberEvent {}

  /// A member has said that it leaves.
  ///
  /// @param member the member
  record Leaving(Member member) implements MemberEvent {}

  /// A node is no member any more: it has left in good order, or nobody has heard of it for so long
  /// that it is taken for dead.
  ///
  /// @param member the member
  /// @param orderly whether it had left in good order
  record Removed(Member member, boolean orderly) implements MemberEvent {}
}
