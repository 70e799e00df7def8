package dev.talma.internal;

import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.TalmaException;
import dev.talma.remote.AskFailure;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The departure of an actor whose place another one takes: gives it the messages that waited, and
/// then those that still come to the old reference, in their order.
///
/// What comes while the waiting messages are on their way is put behind them; nobody holds the lock
/// while a message is delivered, as that may wait.
final class Move {
  private final ExitReason reason;
  private final Addressee<?> successor;
  private final Addressee<?> heir;
  private final Consumer<? super Optional<Object>> onState;
  private final Queue<Envelope> late = new ArrayDeque<>();
  private boolean done;

  /// @param successor where messages go
  /// @param heir who is watched in its place
  /// @param onState is given the state that the actor leaves, before any message goes on
  Move(
      ExitReason reason,
      Addressee<?> successor,
      Addressee<?> heir,
      Consumer<? super Optional<Object>> onState) {
    this.reason = Objects.requireNonNull(reason, "reason");
    this.successor = successor;
    this.heir = heir;
    this.onState = onState;
  }

  ExitReason reason() {
    return reason;
  }

  Addressee<?> heir() {
    return heir;
  }

  /// Receiver: the actor has ended, and this is what it leaves.
  void leave(@Nullable Object state, @Nullable Envelope first, @Nullable Envelope second) {
    try {
      onState.accept(Optional.ofNullable(state));
    } catch (RuntimeException e) { // what waits is to go on nevertheless
      Log.stateLost(successor, e);
    }
    passOn(first);
    passOn(second);
    for (Envelope next = nextLate(); next != null; next = nextLate()) {
      passOn(next);
    }
  }

  private synchronized @Nullable Envelope nextLate() {
    Envelope next = late.poll();
    done = next == null;
    return next;
  }

  /// A message has come for the one that has ended.
  void after(Envelope envelope) {
    synchronized (this) {
      if (!done) {
        late.add(envelope);
        return;
      }
    }
    passOnOne(envelope);
  }

  private void passOn(@Nullable Envelope list) {
    while (list != null) {
      Envelope following = list.next;
      list.next = null;
      passOnOne(list);
      list = following;
    }
  }

  private void passOnOne(Envelope envelope) {
    try {
      give(envelope);
    } catch (TalmaException refused) {
      Refusals.discardOne(
          successor, envelope, DeadLetter.Reason.NODE_LOST, new AskFailure.Refused(refused));
    } catch (RuntimeException failed) { // the next one is to go on nevertheless
      Refusals.discardOne(
          successor, envelope, DeadLetter.Reason.NODE_LOST, new AskFailure.Failed(failed));
    }
  }

  /// Timers, watches and links were those of the one that has ended.
  private void give(Envelope envelope) {
    if (envelope instanceof SystemSignal.KillCall) {
      successor.kill();
    } else if (envelope.isCounted() || envelope instanceof SystemSignal.StopCall) {
      successor.deliver(envelope);
    }
  }
}
