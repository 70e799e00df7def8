package dev.talma.internal;

import dev.talma.remote.AskFailure;
import java.util.ArrayList;
import java.util.List;

/// Asks that an actor has to do with and that may have no outcome yet. Only the actor uses it.
final class Outstanding {
  private static final int PURGE_AT = 16;

  private final List<PendingAsk> asks = new ArrayList<>(4);
  private int purgeAt = PURGE_AT;

  void add(PendingAsk ask) {
    if (asks.size() >= purgeAt) {
      asks.removeIf(each -> each.outcome() != null);
      purgeAt = Math.max(PURGE_AT, 2 * asks.size());
    }
    asks.add(ask);
  }

  /// Whether somebody still waits for the answer to one of them.
  boolean isOpen() {
    return asks.stream().anyMatch(PendingAsk::isOpen);
  }

  /// The actor cannot answer any of them any more.
  void release(AskFailure failure) {
    asks.forEach(ask -> ask.release(failure));
    asks.clear();
  }
}
