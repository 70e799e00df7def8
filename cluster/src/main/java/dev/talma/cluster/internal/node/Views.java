package dev.talma.cluster.internal.node;

import static java.util.stream.Collectors.toSet;

import dev.talma.TimeSource;
import dev.talma.cluster.Member;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.membership.Membership;
import dev.talma.cluster.internal.placement.RingMember;
import dev.talma.cluster.internal.placement.View;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes views for the placement of what this node sees of the cluster: of those members with whom
/// it has had a connection.
///
/// *Threading*: every thread may call every method; the placement gets one view after the other.
final class Views {
  /// How long a node with seeds waits for them before it works alone.
  private static final Duration FORMATION = Duration.ofSeconds(3);

  /// How long one that leaves before that waits for those who may be about to count on it.
  private static final Duration ALONE = Duration.ofMillis(500);

  private final NodeId self;
  private final Membership membership;
  private final Barrier barrier;
  private final Barrier.Actors actors;
  private final TimeSource time;
  private final int minMembers;

  /// Those of the others with whom there is, or was, a connection.
  private final Set<NodeId> met = new HashSet<>();

  /// Whether the others have had their time to be found, or this node has settled in with some:
  /// then it has seen all that they had seen.
  private boolean formed;

  /// Whether there was a view with others in it.
  private boolean shared;

  private boolean leaving;

  /// It leaves, and whoever was about to connect has had the time for it.
  private boolean alone;

  private volatile int owners;

  /// @param minMembers how many members there must be for named actors to run
  Views(
      NodeId self,
      Membership membership,
      Barrier barrier,
      Barrier.Actors actors,
      TimeSource time,
      int minMembers) {
    this.self = self;
    this.membership = membership;
    this.barrier = barrier;
    this.actors = actors;
    this.time = time;
    this.minMembers = minMembers;
  }

  /// @param first whether there is nobody to wait for
  void begin(boolean first) {
    if (first) {
      form();
    } else {
      var _ = time.schedule(FORMATION, this::formLate);
    }
  }

  private synchronized void formLate() {
    if (met.isEmpty() && !leaving && barrier.closed().isEmpty()) {
      NodeLog.alone(FORMATION, minMembers);
    }
    form();
  }

  private synchronized void form() {
    formed = true;
    lookIfOpen();
  }

  synchronized void opened(NodeId peer) {
    met.add(peer);
    look();
  }

  synchronized void closed(NodeId peer) {
    if (membership.members().stream().noneMatch(member -> member.id().equals(peer))) {
      met.remove(peer);
      look();
    }
  }

  /// It is no member any more.
  synchronized void forget(NodeId node) {
    met.remove(node);
  }

  /// From now on this node owns nothing. {@return false if that was so before}
  synchronized boolean leave() {
    boolean before = leaving;
    leaving = true;
    return !before;
  }

  /// Its leave is announced.
  void lookAsOneThatLeaves() {
    look();
    var _ = time.schedule(ALONE, this::remainAlone);
  }

  private synchronized void remainAlone() {
    alone = true;
    lookIfOpen();
  }

  private void lookIfOpen() {
    if (barrier.closed().isEmpty()) {
      look();
    }
  }

  /// {@return how many members own something in the last view}
  int owners() {
    return owners;
  }

  /// Something has changed: gives the placement a view, if there is one that can be believed.
  synchronized void look() {
    List<Member> members = membership.members();
    Set<NodeId> routable = membership.routable();
    Set<RingMember> staying = new HashSet<>();
    Set<NodeId> leavers = new HashSet<>();
    for (Member member : members) {
      boolean own = member.id().equals(self);
      if (!own && !met.contains(member.id())) {
        continue;
      }
      if (own ? leaving : member.status() == Member.Status.LEAVING) {
        leavers.add(member.id());
      } else if (own || routable.contains(member.id())) {
        staying.add(new RingMember(member.id(), member.weight(), member.roles()));
      }
    }
    formed |= shared && barrier.routing().hasSettled();
    if (formed || isPlausible(members, staying)) {
      shared |= staying.stream().anyMatch(owner -> !owner.id().equals(self));
      View view = new View(staying, leavers);
      barrier.apply(actors, each -> each.viewChanged(view));
      owners = staying.size();
    }
  }

  /// Whether a node that is new here may believe what it sees: not if it sees nobody else who
  /// stays, nor if somebody has connected whom it does not know as a member yet. It would take for
  /// lost what those have, and run it anew; and if it leaves, it would go although those count on
  /// it.
  private boolean isPlausible(List<Member> members, Set<RingMember> staying) {
    return (alone || staying.stream().anyMatch(owner -> !owner.id().equals(self)))
        && members.stream().map(Member::id).collect(toSet()).containsAll(met);
  }
}
