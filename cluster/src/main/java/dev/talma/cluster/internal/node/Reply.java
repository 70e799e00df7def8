package dev.talma.cluster.internal.node;

import dev.talma.remote.AskFailure;
import dev.talma.remote.PendingReply;

/// Brings the outcome of an ask to the node of its asker.
record Reply(Ticket ticket, Class<?> request, Outgoing outgoing) implements PendingReply.Outcome {
  @Override
  public void answered(Object value) {
    outgoing.answer(ticket, request, value);
  }

  @Override
  public void failed(AskFailure failure) {
    outgoing.fail(ticket, failure);
  }
}
