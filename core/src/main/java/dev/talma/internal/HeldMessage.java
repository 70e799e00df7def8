package dev.talma.internal;

import dev.talma.Held;

/// A message that its actor has put on hold.
final class HeldMessage<M> implements Held<M> {
  private final Cell<M> cell;
  final Envelope envelope;

  HeldMessage(Cell<M> cell, Envelope envelope) {
    this.cell = cell;
    this.envelope = envelope;
  }

  @Override
  @SuppressWarnings("unchecked") // it came out of the mailbox of an actor that takes M
  public M message() {
    return (M) envelope.message;
  }

  @Override
  public void redeliver() {
    cell.requireSelf("Held.redeliver");
    if (cell.belongings().held.remove(this)) {
      cell.putBack(envelope);
    }
  }
}
