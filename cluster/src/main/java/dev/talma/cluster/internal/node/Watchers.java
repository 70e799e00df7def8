package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/// Which nodes want to know of the end of which actors here.
///
/// *Threading*: any.
///
/// @param <T> what the actors are called
final class Watchers<T> {

  /// What a node wants.
  enum Wish {
    /// To be told when the actor ends that runs or will run here.
    END,
    /// As that, and that it is started as soon as it is clear that it belongs here. Once it is,
    /// that is an [#END]: one that is ended for being idle stays so.
    START,
    /// As [#END], or to be told that no actor runs.
    ABSENCE,
    /// Nothing of the next one; only of the end of the one that is about to leave.
    LEAVER
  }

  private final ConcurrentMap<T, Map<NodeId, Wish>> watchers = new ConcurrentHashMap<>();

  /// A node wants this, and no longer what it wanted before.
  void put(T actor, NodeId node, Wish wish) {
    watchers.compute(
        actor,
        (_, nodes) -> {
          Map<NodeId, Wish> all = nodes == null ? new HashMap<>(2) : nodes;
          all.put(node, wish);
          return all;
        });
  }

  /// Whether a node wants something of it.
  boolean has(T actor, NodeId node) {
    return !some(actor, (each, _) -> each.equals(node)).isEmpty();
  }

  /// A node that watches an actor wants to know only of the end of the one that leaves.
  void demote(T actor, NodeId node) {
    watchers.computeIfPresent(
        actor,
        (_, nodes) -> {
          nodes.computeIfPresent(node, (_, _) -> Wish.LEAVER);
          return nodes;
        });
  }

  /// The actor is started, for all who want that. They still want to be told when it ends.
  void started(T actor) {
    watchers.computeIfPresent(
        actor,
        (_, nodes) -> {
          nodes.replaceAll((_, wish) -> wish == Wish.START ? Wish.END : wish);
          return nodes;
        });
  }

  /// {@return who wants this of it}
  List<NodeId> of(T actor, Wish wish) {
    return some(actor, (_, each) -> each == wish);
  }

  private List<NodeId> some(T actor, Choice choice) {
    List<NodeId> some = new ArrayList<>();
    watchers.computeIfPresent(
        actor,
        (_, nodes) -> {
          choose(nodes, choice, some);
          return nodes;
        });
    return some;
  }

  void remove(T actor, NodeId node) {
    List<NodeId> _ = take(actor, (each, _) -> each.equals(node));
  }

  /// {@return who watches it, and forgets them}
  List<NodeId> take(T actor) {
    return take(actor, (_, _) -> true);
  }

  /// {@return who watches the one that runs or has run, and forgets them} Who wants one to be
  /// started, wants to hear of that one's end.
  List<NodeId> takePresent(T actor) {
    return take(actor, (_, wish) -> wish != Wish.START);
  }

  /// {@return who wants this of it, and forgets them}
  List<NodeId> take(T actor, Wish wish) {
    return take(actor, (_, each) -> each == wish);
  }

  @FunctionalInterface
  private interface Choice {
    boolean of(NodeId node, Wish wish);
  }

  private List<NodeId> take(T actor, Choice choice) {
    List<NodeId> taken = new ArrayList<>();
    watchers.computeIfPresent(
        actor,
        (_, nodes) -> {
          choose(nodes, choice, taken);
          nodes.keySet().removeAll(Set.copyOf(taken));
          return nodes.isEmpty() ? null : nodes;
        });
    return taken;
  }

  private static void choose(Map<NodeId, Wish> nodes, Choice choice, List<NodeId> chosen) {
    nodes.forEach(
        (node, wish) -> {
          if (choice.of(node, wish)) {
            chosen.add(node);
          }
        });
  }

  /// {@return those of which somebody wants this}
  List<T> actors(Wish wish) {
    List<T> some = new ArrayList<>();
    for (T actor : watchers.keySet()) {
      watchers.computeIfPresent(
          actor,
          (_, nodes) -> {
            if (nodes.containsValue(wish)) {
              some.add(actor);
            }
            return nodes;
          });
    }
    return some;
  }

  /// {@return of how many actors somebody wants something}
  int size() {
    return watchers.size();
  }

  /// A node is lost.
  void forget(NodeId node) {
    forget(node, _ -> true);
  }

  /// A node wants nothing any more of some actors.
  void forget(NodeId node, Predicate<? super T> which) {
    for (T actor : watchers.keySet()) {
      if (which.test(actor)) {
        remove(actor, node);
      }
    }
  }
}
