package dev.talma.cluster.internal.node;

import dev.talma.SystemClosedException;
import dev.talma.cluster.NodeId;
import dev.talma.remote.AskFailure;
import dev.talma.remote.PendingReply;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The asks of this node that other nodes answer. Each ends once: whoever takes it out of here says
/// what came of it, and whoever finds it gone says nothing, as an ask that was given to several has
/// others that may answer.
///
/// *Threading*: any. A loss is noted before the asks are looked through, and an ask is moved while
/// it is held: so of a loss and a move the later one knows of the other.
final class Correlations {
  private final AtomicLong next = new AtomicLong();
  private final ConcurrentMap<Long, Waiting> waiting = new ConcurrentHashMap<>();

  /// The last loss of each node; of older ones than the oldest ask nothing need be known.
  private final ConcurrentMap<NodeId, Loss> losses = new ConcurrentHashMap<>();

  /// Why this node answers for nothing any more.
  private volatile @Nullable String closed;

  /// Those who had asks of this node when it was last swept, and no connection with it.
  private Set<NodeId> suspects = Set.of();

  /// @param request the class of what was sent; what its answer is like, it says
  /// @param custody who has it
  /// @param target whom it is for, for the asker
  private record Waiting(
      PendingReply reply, Class<?> request, Custody custody, Object target, String lost) {
    Waiting with(Custody changed, String why) {
      return new Waiting(reply, request, changed, target, why);
    }
  }

  /// @param last the last ask that was made before it
  private record Loss(long last, String why) {}

  /// {@return what the ask is called from now on}
  ///
  /// @param responder to whom it is about to be sent over a connection, which reports it as lost if
  ///   it does not leave
  long register(PendingReply reply, Class<?> request, NodeId responder, Object target) {
    long correlation = next.incrementAndGet();
    waiting.put(
        correlation, new Waiting(reply, request, Custody.of(responder), target, "it was lost"));
    String why = closed;
    if (why != null) { // looked at after it is in there: one of the two finds the other
      end(correlation, why);
    }
    return correlation;
  }

  /// It was not sent after all. False if its outcome was told already.
  boolean forget(long correlation) {
    return waiting.remove(correlation) != null;
  }

  /// {@return the class of the request, if its answer is still awaited}
  Optional<Class<?>> request(long correlation) {
    return Optional.ofNullable(waiting.get(correlation)).map(Waiting::request);
  }

  void answered(long correlation, Object value) {
    Waiting asked = waiting.remove(correlation);
    if (asked != null) {
      asked.reply.answer(value);
    }
  }

  void failed(long correlation, AskFailure failure) {
    Waiting asked = waiting.remove(correlation);
    if (asked != null) {
      asked.reply.fail(failure);
    }
  }

  /// A node says that it has passed the ask on to another one, which answers it.
  void moved(long correlation, NodeId from, NodeId to) {
    change(
        correlation,
        asked -> {
          Loss loss = losses.get(to);
          return loss == null || loss.last < correlation
              ? asked.with(asked.custody.moved(from, to), asked.lost)
              // it had it before it was lost, or has got it since: that is not known
              : asked.with(asked.custody.given(from), loss.why);
        });
  }

  /// What a node has to answer, it will not.
  void lost(NodeId node, String why) {
    losses.put(node, new Loss(next.get(), why));
    for (long correlation : waiting.keySet()) {
      change(
          correlation,
          asked ->
              asked.custody.counts().containsKey(node)
                  ? asked.with(asked.custody.without(node), why)
                  : asked);
    }
  }

  /// This node ends: who asked here is told so. Those on whose behalf it asks hear of it as of the
  /// loss of any node.
  void close(String why) {
    closed = why;
    waiting.keySet().forEach(correlation -> end(correlation, why));
  }

  private void end(long correlation, String why) {
    Waiting asked = waiting.remove(correlation);
    if (asked != null && asked.reply.origin().isEmpty()) {
      asked.reply.fail(
          new AskFailure.Refused(
              new SystemClosedException(why + "; whether the request was handled is not known")));
    }
  }

  /// Changes an ask; it fails if nobody has it any more.
  private void change(long correlation, UnaryOperator<Waiting> change) {
    Waiting[] over = new Waiting[1];
    waiting.computeIfPresent(
        correlation,
        (_, asked) -> {
          Waiting changed = change.apply(asked);
          if (!changed.custody.isOver()) {
            return changed;
          }
          over[0] = changed;
          return null;
        });
    if (over[0] != null) {
      over[0].reply.fail(new AskFailure.NodeLost(over[0].target, over[0].lost));
    }
  }

  /// Forgets those whose askers have given up, and gives up those that are with nodes with which
  /// there is no connection, for the second time: one that has just joined may be about to make it.
  /// Called by one thread at a time.
  void sweep(Predicate<NodeId> isConnected) {
    Set<NodeId> apart = new HashSet<>();
    for (Waiting asked : waiting.values()) {
      for (NodeId holder : asked.custody.holders()) {
        if (!isConnected.test(holder)) {
          apart.add(holder);
        }
      }
    }
    for (NodeId node : apart) {
      if (suspects.contains(node)) {
        lost(node, "there is no connection with " + node.name());
      }
    }
    suspects = apart;
    long oldest = next.get() + 1;
    for (var each : waiting.entrySet()) {
      if (each.getValue().reply.isOpen()) {
        oldest = Math.min(oldest, each.getKey());
      } else {
        waiting.remove(each.getKey());
      }
    }
    long before = oldest;
    losses.values().removeIf(loss -> loss.last < before);
  }

  /// {@return how many answers are awaited}
  int size() {
    return waiting.size();
  }

  /// {@return of how many nodes the loss is remembered}
  int lossesKnown() {
    return losses.size();
  }
}
