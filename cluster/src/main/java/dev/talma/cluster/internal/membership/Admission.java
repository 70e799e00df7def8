package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that at most one node of each name is a member. A node that was started anew takes
/// the place of its former run at once; of two that live, the one that started later is kept out.
/// Whom SWIM reports has just answered, so the question is only whether the one that is there
/// lives, too. Belongs to the thread of the loop.
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster");
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final int REMEMBERED = 1000;

  private final View view;
  private final OpenSessions sessions;
  private final Questions questions;
  private final Gate gate;
  private final Map<NodeId, Node> waiting = new LinkedHashMap<>();
  private final Set<NodeId> over = new LinkedHashSet<>();

  Admission(View view, OpenSessions sessions, Questions questions, Gate gate) {
    this.view = view;
    this.sessions = sessions;
    this.questions = questions;
    this.gate = gate;
  }

  /// What comes of it.
  interface Gate {
    void admit(Node node);

    void expel(Node node);

    void refused(String why);
  }

  /// {@return whether it is known and not to be asked to join} It waits, or it is over.
  boolean isKeptOut(NodeId id) {
    return waiting.containsKey(id) || over.contains(id);
  }

  void added(Node node) {
    if (over.contains(node.id()) || node.id().equals(view.self().id())) {
      return;
    }
    if (view.find(node.id()).isPresent()) {
      view.updated(node);
      return;
    }
    if (node.id().name().equals(view.self().id().name())) {
      ownName(node);
      return;
    }
    Optional<Node> namesake = view.named(node.id().name());
    if (namesake.isEmpty()) {
      waiting.remove(node.id());
      gate.admit(node);
      return;
    }
    waiting.put(node.id(), node);
    if (namesake.get().address().equals(node.address())) {
      replace(namesake.get(), node); // two cannot listen there
    } else if (!view.isLeaving(namesake.get().id())) {
      compare(namesake.get(), node);
    }
  }

  void updated(Node node) {
    if (waiting.containsKey(node.id())) {
      waiting.put(node.id(), node);
    } else {
      view.updated(node);
    }
  }

  /// It is dead, or has left.
  void removed(Node node) {
    waiting.remove(node.id());
    if (view.find(node.id()).isEmpty()) {
      return;
    }
    if (view.isLeaving(node.id())) {
      over(node.id());
    }
    gate.expel(node);
    List.copyOf(waiting.values()).stream()
        .filter(other -> other.id().name().equals(node.id().name()))
        .findFirst()
        .ifPresent(this::added);
  }

  /// SWIM has removed one that was kept out.
  void forget(NodeId id) {
    waiting.remove(id);
  }

  private void compare(Node there, Node newcomer) {
    // Without a session with it, those who have one can say; with one, only it can.
    List<Session> whom = sessions.with(there.id()).map(List::of).orElseGet(() -> sessions.all());
    questions.ask(
        whom,
        there.id(),
        LIMIT,
        alive -> {
          boolean both = waiting.containsKey(newcomer.id()) && view.find(there.id()).isPresent();
          if (both && alive.isEmpty()) {
            replace(there, newcomer);
          } else if (both) {
            Node later = newcomer.isLaterThan(there) ? newcomer : there;
            LOG.error(
                "Two nodes live under one name: {} and {}. {} started later and is kept out; stop"
                    + " it, and start it under another name",
                there,
                newcomer,
                later);
            if (later == there) {
              waiting.remove(newcomer.id());
              gate.expel(there);
              waiting.put(there.id(), there);
              gate.admit(newcomer);
            }
          }
        });
  }

  private void replace(Node former, Node node) {
    waiting.remove(node.id());
    over(former.id());
    gate.expel(former);
    gate.admit(node);
  }

  private void over(NodeId id) {
    over.add(id);
    if (over.size() > REMEMBERED) {
      over.remove(over.iterator().next());
    }
  }

  private void ownName(Node other) {
    waiting.put(other.id(), other);
    Node self = view.self();
    if (self.published().leaving() || other.published().leaving()) {
      return;
    }
    if (self.isLaterThan(other)) {
      gate.refused(
          "The name \""
              + self.id().name()
              + "\" belongs to a node that lives, "
              + other
              + ". This node, "
              + self
              + ", started later and ends its membership: start it under another name");
    } else {
      LOG.error(
          "A second node lives under the name of this one: {}. It started later and is kept out;"
              + " this one is {}",
          other,
          self);
    }
  }
}
