package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import dev.talma.remote.AskFailure;
import dev.talma.remote.PendingReply;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The asks of this node that other nodes answer.
final class Correlations {
  private final AtomicLong next = new AtomicLong();
  private final ConcurrentMap<Long, Waiting> waiting = new ConcurrentHashMap<>();

  /// @param request the class of what was sent; what its answer is like, it says
  /// @param target whom it is for, for the asker
  private record Waiting(PendingReply reply, Class<?> request, NodeId responder, Object target) {}

  /// {@return what the ask is called from now on}
  long register(PendingReply reply, Class<?> request, NodeId responder, Object target) {
    long correlation = next.incrementAndGet();
    waiting.put(correlation, new Waiting(reply, request, responder, target));
    return correlation;
  }

  /// It was not sent after all.
  void forget(long correlation) {
    waiting.remove(correlation);
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

  /// Another node answers it.
  void moved(long correlation, NodeId responder) {
    waiting.computeIfPresent(
        correlation,
        (_, asked) -> new Waiting(asked.reply, asked.request, responder, asked.target));
  }

  /// What a node has to answer, it will not.
  void lost(NodeId node, String why) {
    waiting.forEach(
        (correlation, asked) -> {
          if (asked.responder.equals(node) && waiting.remove(correlation, asked)) {
            asked.reply.fail(new AskFailure.NodeLost(asked.target, why));
          }
        });
  }

  /// Forgets those whose askers have given up.
  void sweep() {
    waiting.values().removeIf(asked -> !asked.reply.isOpen());
  }
}
