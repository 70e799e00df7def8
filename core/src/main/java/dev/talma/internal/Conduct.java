package dev.talma.internal;

import dev.talma.ActorKilledException;
import dev.talma.ActorStoppingException;
import dev.talma.DeadLetter;
import dev.talma.Escalate;
import dev.talma.EscalatedException;
import dev.talma.ExitReason;
import dev.talma.Restart;
import dev.talma.Stop;
import dev.talma.SystemClosedException;
import dev.talma.SystemEvent;
import dev.talma.SystemMessage;
import dev.talma.remote.AskFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One actor, as its receiver sees it: which message comes next, what becomes of the one before,
/// what a signal does, and what follows when a run ends. All of it is done by the receiver alone.
abstract sealed class Conduct<M> extends Cell<M> permits LoopCell, HandlerCell {
  /// After how many messages the counters are told at the latest.
  private static final int FLUSH_AT = 1_024;

  final ActorContext<M> context = new ActorContext<>(this);

  /// The message of the present turn of the loop, or of the present call of the handler.
  @Nullable Envelope current;

  /// The message that the last selective receive took.
  @Nullable Envelope received;

  /// Why the run is to end, once it is known.
  @Nullable ExitReason ending;

  /// The run is to end for a common restart, and not for a reason of its own.
  private boolean calledBack;

  /// A crash that came from elsewhere; the run cannot go on whatever its code does.
  @Nullable EscalatedException imposed;

  /// Present if crashes restart it.
  private final @Nullable CrashHistory crashes;

  private boolean childless;
  private int handled;
  private volatile int restarts;

  Conduct(
      LocalSystem system,
      @Nullable Cell<?> owner,
      @Nullable String givenName,
      Blueprint<?> blueprint) {
    super(system, owner, givenName, blueprint);
    crashes = supervision() instanceof Restart ? new CrashHistory() : null;
  }

  @Override
  final int restarts() {
    return restarts;
  }

  // --- taking messages

  /// {@return the next message, or null if none is there or the run is over}
  final @Nullable Envelope advance() {
    while (!isRunOver()) {
      Envelope envelope = front;
      if (envelope == null) {
        envelope = inbox.take();
        if (envelope == null) {
          return null;
        }
      }
      front = envelope.next;
      envelope.next = null;
      inbox.leave(envelope);
      Envelope admitted = admit(envelope);
      if (admitted != null) {
        if (admitted instanceof Timer.Tick tick) {
          tick.taken();
        }
        return admitted;
      }
    }
    return null;
  }

  /// Whether no further message may be taken in this run.
  final boolean isRunOver() {
    Urgent call = urgent;
    if (call != null) {
      heed(call);
    }
    return ending != null || imposed != null;
  }

  private void heed(Urgent call) {
    if (call instanceof Urgent.Kill) {
      throw new ActorKilledException(this + " was killed");
    }
    if (call instanceof Urgent.Depart(Move move)) {
      // not from within a message, whose handling waits for others: that is finished first
      if (ending == null && current == null) {
        ending = move.reason();
      }
    } else if (call instanceof Urgent.Recall(Regroup regroup) && regroup.hasCome(this)) {
      answerRecall(); // it came late, when the actor was on its way already
    } else if (ending == null) {
      ending = ExitReason.shutdown("a sibling crashed");
      calledBack = true;
    }
  }

  /// Decides about an envelope that has its turn: what the actor is to handle, or null if nothing.
  final @Nullable Envelope admit(Envelope envelope) {
    return switch (envelope) {
      case AskEnvelope ask -> ask.pending.isOpen() ? ask : abandoned(ask);
      case Timer.Tick tick -> tick.isWanted() ? tick : null;
      case SystemSignal signal -> Signals.heed(this, signal);
      default -> envelope;
    };
  }

  /// Has the behaviour handle a message outside of the protocol, which is one of those in hand.
  final void heedSystem(Envelope envelope) {
    Belongings has = belongingsIfAny();
    Predicate<? super SystemMessage> handler = has == null ? null : has.systemHandler;
    if (handler == null || !handler.test((SystemMessage) envelope.message)) {
      if (envelope == received) {
        received = null;
      } else if (envelope == current) {
        current = null;
      } else {
        return; // it is on hold
      }
      Refusals.discardOne(
          this, envelope, DeadLetter.Reason.NOT_UNDERSTOOD, new AskFailure.NotUnderstood(this));
    }
  }

  private @Nullable Envelope abandoned(AskEnvelope ask) {
    Refusals.discardOne(this, ask, DeadLetter.Reason.ABANDONED, new AskFailure.TimedOut());
    return null;
  }

  /// A child passes its crash on.
  final void escalated(Cell<?> child, Throwable cause) {
    if (crashes != null && crashes.isFromFormerRun(child)) {
      return; // it was to be stopped anyway
    }
    if (system.isGuardian(this)) {
      system.escalated(child, cause);
      return;
    }
    imposed =
        new EscalatedException(
            child + " crashed and passed that to its owner: " + Texts.of(cause), cause);
  }

  // --- ending the handling of a message

  /// The message was handled to its end.
  final void settle(@Nullable Envelope envelope) {
    if (envelope == null) {
      return;
    }
    if (envelope.isCounted() && ++handled == FLUSH_AT) {
      flushHandled();
    }
    if (envelope instanceof AskEnvelope ask
        && ask.duty != AskEnvelope.Duty.ANSWERED
        && ask.pending.outcome() == null) {
      ask.letGo(new AskFailure.NotAnswered(this));
    }
  }

  /// Whether it has handled something since it told the counters.
  final boolean hasHandled() {
    return handled > 0;
  }

  /// Tells the counters; before the receiver sleeps, and now and then.
  final void flushHandled() {
    Idleness.pauses(this, handled > 0);
    if (handled > 0) {
      system.tally().handled(handled);
      handled = 0;
    }
  }

  final void settleAll() {
    settle(received);
    received = null;
    settle(current);
    current = null;
  }

  /// Timers thread: the two fields are the receiver's, which has not touched them for about a
  /// second. It may do so just now; then the ask has its outcome already, and keeps it.
  @Override
  final void giveUp() {
    die(Outcome.End.as(ExitReason.killed()));
    for (Envelope envelope : new Envelope[] {received, current}) {
      if (envelope instanceof AskEnvelope ask) {
        ask.letGo(new AskFailure.Stopped(this, ExitReason.killed()));
      }
    }
  }

  /// The runtime itself failed in the middle of something, for lack of memory most likely: nothing
  /// is as it should be, but nobody shall wait for this actor for ever.
  final void endBroken(Throwable failure) {
    if (isAlive()) {
      Log.broken(this, failure);
      ExitReason reason = ExitReason.crashed(failure);
      goDown();
      try {
        discardAll(DeadLetter.Reason.CRASHED, new AskFailure.Stopped(this, reason));
        flushHandled();
      } finally {
        die(Outcome.End.as(reason));
      }
    }
  }

  private void discardAll(DeadLetter.Reason fate, AskFailure failure) {
    for (Envelope envelope : new Envelope[] {received, current}) {
      if (envelope != null) {
        Refusals.discardOne(this, envelope, fate, failure);
      }
    }
    received = null;
    current = null;
  }

  /// {@return the message that is being handled and came last}
  final @Nullable Envelope latest() {
    return received != null ? received : current;
  }

  /// {@return the one of the messages being handled that is this object}
  final @Nullable Envelope handling(Object message) {
    if (received != null && received.message == message) {
      return received;
    }
    return current != null && current.message == message ? current : null;
  }

  /// {@return what is left to the asks that are being handled}
  final long nanosLeft() {
    return Math.min(nanosLeft(received), nanosLeft(current));
  }

  private static long nanosLeft(@Nullable Envelope envelope) {
    return envelope instanceof AskEnvelope ask ? ask.nanosLeft() : Long.MAX_VALUE;
  }

  // --- ending a run

  final void beginRun() {
    if (crashes != null) {
      crashes.runBegins(system);
    }
    childless = false;
    ending = null;
    calledBack = false;
    imposed = null;
  }

  /// From now on no child can be started in this run, and what becomes of those that are there is
  /// no news.
  final void closeToChildren() {
    childless = true;
    closeChildren();
    for (Cell<?> child : childList()) {
      relations().unlink(child);
    }
  }

  final void requireFertile() {
    if (childless) {
      throw new SystemClosedException(
          this + " is stopping, and starts no children any more; nothing was started");
    }
  }

  final void throwImposed() {
    if (imposed != null) {
      throw imposed;
    }
  }

  /// The actor's code has returned or thrown: settles its messages and decides what follows.
  final Outcome conclude(@Nullable Throwable thrown) {
    Outcome outcome = decide(imposed != null ? imposed : thrown);
    flushHandled();
    return outcome;
  }

  private Outcome decide(@Nullable Throwable thrown) {
    if (isKilled()) {
      goDown();
      return ended(Outcome.End.as(ExitReason.killed()), Outcome.Hand.DISCARDED);
    }
    boolean stopped = thrown instanceof ActorStoppingException && ending != null;
    if (thrown != null && !stopped) {
      return crashed(thrown);
    }
    if (stopped && !calledBack) {
      goDown();
    }
    Outcome.Hand hand = stopped ? Outcome.Hand.DISCARDED : Outcome.Hand.HANDLED;
    Outcome.End end = Outcome.End.as(ending != null ? ending : ExitReason.normal());
    if (calledBack && ending != null && urgent instanceof Urgent.Recall(Regroup regroup)) {
      settleHand(end.with(hand));
      return new Outcome.Together(ending, regroup, Duration.ZERO);
    }
    return ended(end, hand);
  }

  /// Whether code of the user's is still to run before it has ended.
  abstract boolean hasCleanUp();

  /// An asker whose request comes to nothing may ask again at once, by the name: so it is told when
  /// that is free. But it does not wait for what may take long: the end of children, and a
  /// clean-up.
  private Outcome.End ended(Outcome.End end, Outcome.Hand hand) {
    if (!hasChildren() && !hasCleanUp()) {
      return end.with(hand);
    }
    settleHand(end.with(hand));
    return end;
  }

  /// The children are gone, and it does not run again.
  final void end(Outcome.End end) {
    die(end);
    settleHand(end); // if it was given up meanwhile
    Error fatal = end.fatal();
    if (fatal != null) {
      throw fatal;
    }
  }

  @Override
  final void settleHand(Outcome.End end) {
    switch (end.hand()) {
      case EMPTY -> {}
      case HANDLED -> {
        settleAll();
        flushHandled();
      }
      case DISCARDED ->
          discardAll(
              end.reason() instanceof ExitReason.Crashed
                  ? DeadLetter.Reason.CRASHED
                  : DeadLetter.Reason.STOPPED,
              new AskFailure.Stopped(this, end.reason()));
    }
  }

  private Outcome crashed(Throwable cause) {
    ExitReason reason = ExitReason.crashed(cause);
    if (isScope()) { // it has no code that could throw: passes on what it was given
      return new Outcome.End(reason, Optional.ofNullable(cause.getCause()), null);
    }
    Envelope failed = latest();
    String messageType = failed == null ? "none" : failed.messageType();
    Outcome outcome = afterCrash(reason, cause);
    if (outcome instanceof Outcome.End end) {
      goDown();
      outcome = ended(end, Outcome.Hand.DISCARDED);
    } else {
      discardAll(DeadLetter.Reason.CRASHED, new AskFailure.Stopped(this, reason));
    }
    system.tally().crashed();
    Log.crashed(this, messageType, cause);
    publish(new SystemEvent.Crashed(this, messageType, cause));
    if (crashes != null && crashes.isLimitReached()) {
      Log.limitReached(this);
    }
    return outcome;
  }

  private Outcome afterCrash(ExitReason reason, Throwable cause) {
    if (isFatal(cause)) {
      return new Outcome.End(reason, Optional.empty(), (Error) cause);
    }
    if (ending != null && !calledBack) {
      return Outcome.End.as(reason); // it was to stop, and failed to do so
    }
    if (urgent instanceof Urgent.Recall(Regroup regroup) && !regroup.hasCome(this)) {
      return new Outcome.Together(reason, regroup, Duration.ZERO);
    }
    return switch (supervision()) {
      case Stop stop -> Outcome.End.as(reason);
      case Escalate escalate -> new Outcome.End(reason, Optional.of(cause), null);
      case Restart restart -> restarted(restart, reason, cause);
    };
  }

  private Outcome restarted(Restart policy, ExitReason reason, Throwable cause) {
    Optional<Duration> delay =
        Objects.requireNonNull(crashes)
            .crashed(policy, system.time().nanoTime(), ThreadLocalRandom.current());
    if (delay.isEmpty()) {
      return new Outcome.End(
          reason, policy.escalates() ? Optional.of(cause) : Optional.empty(), null);
    }
    if (policy.strategy() == Restart.Strategy.ALL_FOR_ONE && owner != null) {
      return new Outcome.Together(reason, owner.children().regroup(this), delay.get());
    }
    return new Outcome.Again(reason, delay.get());
  }

  private static boolean isFatal(Throwable cause) {
    return cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError);
  }

  /// The children are gone: makes ready for another run. What is done here is the receiver's, so it
  /// comes before the pause: that may be ended by anybody, and then the receiver is somebody else.
  final void prepareRestart(Outcome outcome) {
    Belongings has = belongingsIfAny();
    if (has != null) {
      has.endRun(new AskFailure.Stopped(this, outcome.reason()));
      // to the front, in their order
      for (HeldMessage<?> held : has.held.reversed()) {
        putBack(held.envelope);
      }
      has.held.clear();
    }
    answerRecall();
    Duration delay = outcome.delay();
    Log.restarting(this, delay);
    publish(new SystemEvent.Restarting(this, delay));
  }

  /// Begins the pause before another run. It may be over before this returns.
  final void beginPause(Pause wait, Outcome outcome) {
    pause = wait;
    Duration delay = outcome.delay();
    if (outcome instanceof Outcome.Together together) {
      together.regroup().come(this, wait, delay);
    } else if (delay.isZero()) {
      wait.end();
    } else {
      wait.endAfter(delay, system.time());
    }
    if (stopAsked != null || isKilled()) { // by someone who has not seen the pause
      wait.end();
    }
  }

  /// The pause is over, and another run begins.
  final void restarted() {
    pause = null;
    reopenToChildren();
    system.tally().restarted();
    int before = restarts; // the receiver is the only writer
    restarts = before + 1;
  }

  /// After the pause before another run: why there is none, if somebody wants it to end.
  final Optional<ExitReason> endedWhilePausing() {
    if (isKilled()) {
      return Optional.of(ExitReason.killed());
    }
    return Optional.ofNullable(stopAsked);
  }
}
