package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Member;
import dev.talma.cluster.Member.Status;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The members as this node sees them, and the events that come of changes. Everything but the
/// snapshots belongs to the thread of the loop; these say what has happened before the listener is
/// told.
final class View {
  private final MembershipListener listener;
  private final Map<NodeId, Entry> entries = new LinkedHashMap<>();
  private Node self;
  private volatile List<Member> members;
  private volatile Set<NodeId> routable;

  View(Node self, MembershipListener listener) {
    this.self = self;
    this.listener = listener;
    this.members = List.of(self.member(Status.UP));
    this.routable = Set.of(self.id());
  }

  private static final class Entry {
    Node node;
    boolean leaving;
    boolean lost;
    boolean unreached;

    Entry(Node node) {
      this.node = node;
    }

    Member member() {
      return node.member(leaving ? Status.LEAVING : lost ? Status.UNREACHABLE : Status.UP);
    }
  }

  List<Member> members() {
    return members;
  }

  Set<NodeId> routable() {
    return routable;
  }

  Node self() {
    return self;
  }

  Optional<Node> find(NodeId id) {
    return Optional.ofNullable(entries.get(id)).map(e -> e.node);
  }

  Optional<Node> named(String name) {
    return entries.values().stream()
        .map(e -> e.node)
        .filter(node -> node.id().name().equals(name))
        .findFirst();
  }

  boolean isLeaving(NodeId id) {
    Entry entry = entries.get(id);
    return entry != null && entry.leaving;
  }

  void joined(Node node) {
    Entry entry = new Entry(node);
    entries.put(node.id(), entry);
    boolean leaving = node.published().leaving();
    entry.leaving = leaving;
    changed(
        new MemberEvent.Joined(node.member(Status.UP)),
        leaving ? Optional.of(new MemberEvent.Leaving(entry.member())) : Optional.empty());
  }

  void updated(Node node) {
    Entry entry = entries.get(node.id());
    if (entry == null || node.published().version() <= entry.node.published().version()) {
      return;
    }
    Member before = entry.member();
    entry.node = node;
    if (!node.published().state().equals(before.state())) {
      changed(new MemberEvent.Updated(entry.member(), before), Optional.empty());
    }
    if (node.published().leaving()) {
      leaving(node.id());
    }
  }

  void lost(NodeId id) {
    Entry entry = entries.get(id);
    if (entry != null && !entry.lost) {
      entry.lost = true;
      changed(new MemberEvent.Unreachable(entry.member()), Optional.empty());
    }
  }

  void found(NodeId id) {
    Entry entry = entries.get(id);
    if (entry != null && entry.lost) {
      entry.lost = false;
      entry.unreached = false;
      changed(new MemberEvent.Reachable(entry.member()), Optional.empty());
    }
  }

  /// Of a lost member: whether others do not reach it, either.
  void unreached(NodeId id, boolean unreached) {
    Entry entry = entries.get(id);
    if (entry != null && entry.lost && entry.unreached != unreached) {
      entry.unreached = unreached;
      refresh();
    }
  }

  void leaving(NodeId id) {
    Entry entry = entries.get(id);
    if (entry != null && !entry.leaving) {
      entry.leaving = true;
      changed(new MemberEvent.Leaving(entry.member()), Optional.empty());
    }
  }

  void removed(NodeId id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      changed(new MemberEvent.Removed(entry.member(), entry.leaving), Optional.empty());
    }
  }

  /// This node publishes something else.
  void own(Published published) {
    Member before = members.getFirst();
    self = self.with(published);
    Member now = ownMember();
    if (!now.state().equals(before.state())) {
      changed(new MemberEvent.Updated(now, before), Optional.empty());
    } else {
      refresh();
    }
  }

  private Member ownMember() {
    return self.member(self.published().leaving() ? Status.LEAVING : Status.UP);
  }

  private void changed(MemberEvent event, Optional<MemberEvent> then) {
    boolean others = snapshot();
    listener.happened(event);
    then.ifPresent(listener::happened);
    tell(others);
  }

  private void refresh() {
    tell(snapshot());
  }

  private void tell(boolean others) {
    if (others) {
      listener.routable(routable);
    }
  }

  private boolean snapshot() {
    List<Member> all = new ArrayList<>();
    Set<NodeId> able = new LinkedHashSet<>();
    all.add(ownMember());
    if (!self.published().leaving()) {
      able.add(self.id());
    }
    for (Entry entry : entries.values()) {
      all.add(entry.member());
      if (!entry.leaving && !entry.unreached) {
        able.add(entry.node.id());
      }
    }
    members = List.copyOf(all);
    boolean others = !able.equals(routable);
    if (others) {
      routable = Set.copyOf(able);
    }
    return others;
  }
}
