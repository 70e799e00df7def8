package dev.talma.internal;

import dev.talma.Cancellable;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.SendInterruptedException;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Gateway;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What becomes of messages that do not get in, or do not get out.
final class Refusals {
  private Refusals() {}

  /// The inbox did not take it.
  static void refuse(Cell<?> target, Envelope envelope, Inbox.Push push) {
    switch (push) {
      case CLOSED -> {
        Move move = target.move();
        if (move != null) {
          move.after(envelope);
        } else {
          noProcess(target, envelope, target.endReason());
        }
      }
      case DROPPED -> overflow(target, envelope);
      case REJECTED -> full(target, envelope);
      case ACCEPTED, WAKE -> throw new AssertionError(push);
    }
  }

  /// The one that it was sent to has ended.
  static void noProcess(Addressee<?> target, Envelope envelope, ExitReason reason) {
    discardOne(
        target, envelope, DeadLetter.Reason.NO_PROCESS, new AskFailure.NoProcess(target, reason));
  }

  static void overflow(Cell<?> target, Envelope envelope) {
    discardOne(target, envelope, DeadLetter.Reason.OVERFLOW, new AskFailure.Full(target));
  }

  private static void full(Cell<?> target, Envelope envelope) {
    if (!envelope.isCounted()) {
      return;
    }
    if (Gateway.AT_ONCE.isBound()) {
      overflow(target, envelope);
      return;
    }
    BoundedInbox inbox = (BoundedInbox) target.inbox;
    if (inbox.overflow() == Overflow.BLOCK) {
      waitForRoom(target, inbox, envelope);
      return;
    }
    target.system.tally().rejected();
    throw new MailboxFullException(
        "The mailbox of "
            + target
            + " is full; "
            + envelope.message.getClass().getName()
            + " was not sent");
  }

  private static void waitForRoom(Cell<?> target, BoundedInbox inbox, Envelope envelope) {
    if (Runner.currentCell() == target) {
      target.system.tally().rejected();
      throw new MailboxFullException(
          "The mailbox of "
              + target
              + " is full, and its sender is the actor itself, which would wait for ever; "
              + envelope.message.getClass().getName()
              + " was not sent");
    }
    PendingAsk ask = envelope instanceof AskEnvelope asked ? asked.pending : null;
    Cancellable alarm =
        ask == null
            ? () -> {}
            : ask.system.time().schedule(Duration.ofNanos(ask.nanosLeft()), inbox::stir);
    Dispatcher.aboutToBlock();
    Inbox.Push push;
    try {
      do {
        inbox.awaitRoom(() -> ask != null && !ask.isOpen());
        push = inbox.push(envelope);
      } while (push == Inbox.Push.REJECTED && (ask == null || ask.isOpen()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      target.system.tally().rejected();
      throw new SendInterruptedException(
          "The thread was interrupted while it waited for room in the mailbox of "
              + target
              + "; "
              + envelope.message.getClass().getName()
              + " was not sent");
    } finally {
      alarm.cancel();
    }
    if (push == Inbox.Push.REJECTED) {
      target.system.tally().rejected();
      Objects.requireNonNull(ask).complete(new AskFailure.TimedOut());
      return;
    }
    if (push == Inbox.Push.WAKE) {
      target.wake();
    } else if (push != Inbox.Push.ACCEPTED) {
      refuse(target, envelope, push);
    }
  }

  /// Settles a list of messages that nobody will handle.
  static void discard(
      Cell<?> target, @Nullable Envelope list, DeadLetter.Reason fate, AskFailure failure) {
    while (list != null) {
      Envelope following = list.next;
      list.next = null;
      discardOne(target, list, fate, failure);
      list = following;
    }
  }

  static void discardOne(
      Addressee<?> target, Envelope envelope, DeadLetter.Reason fate, AskFailure failure) {
    report(target, envelope, fate); // before the asker hears of it, who may look at the counters
    if (envelope instanceof AskEnvelope ask) {
      ask.letGo(failure);
    }
  }

  /// Counts a message that nobody will handle; whoever waits for an answer has been told.
  static void report(Addressee<?> target, Envelope envelope, DeadLetter.Reason fate) {
    if (envelope.isCounted()) {
      target.system.deadLetter(target, envelope, fate);
    }
  }
}
