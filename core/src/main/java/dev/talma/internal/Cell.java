package dev.talma.internal;

import dev.talma.ActorKilledException;
import dev.talma.ActorSnapshot;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.Mailbox;
import dev.talma.remote.AskFailure;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One actor, as others see it: its reference, and all that any thread may do to it. What the actor
/// does with its messages is in [Conduct]; how it is run, in the two subclasses of that.
///
/// Who may touch what. At each time one thread acts as the receiver: the actor's own thread in the
/// loop style, in the event-driven style whoever holds the right to run it, which passes on through
/// the inbox and the queues of the [Dispatcher]. Fields without a comment are the receiver's.
/// Volatile ones are open to all.
abstract sealed class Cell<M> extends TreeNode<M> permits Conduct {
  private static final VarHandle URGENT;
  private static final VarHandle DEAD;
  private static final int WAITING_LIMIT = 1_000;

  static {
    try {
      var lookup = MethodHandles.lookup();
      URGENT = lookup.findVarHandle(Cell.class, "urgent", Urgent.class);
      DEAD = lookup.findVarHandle(Cell.class, "dead", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Inbox inbox;

  /// Messages that were taken out of the inbox and wait here, in order.
  @Nullable Envelope front;

  private volatile @Nullable Belongings belongings;
  volatile @Nullable Urgent urgent;

  /// The wait between two runs, while there is one.
  volatile @Nullable Pause pause;

  /// Somebody has asked it to stop; for those who do not read the mailbox at the moment.
  volatile @Nullable ExitReason stopAsked;

  /// Somebody has begun to bury it, and nobody else may.
  private volatile boolean dead;

  /// It will handle nothing more, and nobody has heard of that yet. Never set back.
  private volatile boolean down;

  /// Why it has ended, once it has as others see it: its name is free. Set before anybody is told.
  private volatile @Nullable ExitReason ended;

  Cell(
      LocalSystem system,
      @Nullable Cell<?> owner,
      @Nullable String givenName,
      Blueprint<?> blueprint) {
    super(system, owner, givenName, blueprint);
    this.inbox =
        blueprint.bound().isPresent()
            ? new BoundedInbox(blueprint.bound().get(), this::evicted)
            : new LinkedInbox();
  }

  /// Begins to run it.
  abstract void start();

  /// Its receiver sleeps, and the caller has the right to wake it.
  abstract void wake();

  /// Interrupts the thread that runs it now, if any.
  abstract void interrupt();

  /// The thread on which code of the actor's own runs now, if any.
  abstract @Nullable Thread runningThread();

  final ActorSnapshot.State state() {
    if (!isAlive()) {
      return ActorSnapshot.State.STOPPED;
    } else if (stopAsked != null || isKilled()) {
      return ActorSnapshot.State.STOPPING;
    }
    Pause waiting = pause;
    if (waiting != null) {
      return waiting.isOver()
          ? ActorSnapshot.State.RUNNING // its next run is about to begin
          : ActorSnapshot.State.RESTARTING;
    }
    return inbox.isAsleep() ? ActorSnapshot.State.IDLE : ActorSnapshot.State.RUNNING;
  }

  abstract int restarts();

  // --- messages

  @Override
  final void deliver(Envelope envelope) {
    if (!take(envelope, false)) {
      Refusals.refuse(this, envelope, Inbox.Push.CLOSED);
    }
  }

  /// As [#deliver(Envelope)], for what comes by a reference for those elsewhere. What finds it
  /// ended is left to the caller, if nobody has taken its place.
  ///
  /// @param atOnce whether it must not wait: then a mailbox without room drops it, whatever it does
  ///   to senders here
  /// @return whether it is taken care of
  final boolean take(Envelope envelope, boolean atOnce) {
    Inbox.Push push = inbox.push(envelope);
    if (push == Inbox.Push.CLOSED && move() == null) {
      return false;
    }
    if (push == Inbox.Push.WAKE) {
      wake();
    } else if (push == Inbox.Push.REJECTED && atOnce) {
      Refusals.overflow(this, envelope);
    } else if (push != Inbox.Push.ACCEPTED) {
      Refusals.refuse(this, envelope, push);
    }
    return true;
  }

  private void evicted(Envelope envelope) {
    Refusals.overflow(this, envelope);
  }

  @Override
  public final int waiting() {
    int count = inbox.count(WAITING_LIMIT);
    for (Envelope e = front; e != null && count < WAITING_LIMIT; e = e.next) {
      if (!(e instanceof Mailbox.Mark)) {
        count++;
      }
    }
    return count;
  }

  // --- the end

  @Override
  public final void stop(ExitReason reason) {
    boolean _ = stop(new SystemSignal.StopCall(Objects.requireNonNull(reason, "reason")), false);
  }

  /// As [#stop(ExitReason)], by a reference for those elsewhere. {@return whether it is taken care
  /// of, as for [#take]}
  final boolean stop(SystemSignal.StopCall call, boolean atOnce) {
    stopAsked = call.reason;
    boolean taken = take(call, atOnce);
    endPause();
    return taken;
  }

  /// Has it end after the message that it is handling, and gives what waits, and what comes later,
  /// to another one.
  final void depart(Move move) {
    stopAsked = move.reason();
    Urgent there = urgent;
    while (!(there instanceof Urgent.Kill
            || there instanceof Urgent.Depart
            || there instanceof Urgent.Departed
            || there instanceof Urgent.Over)
        && !URGENT.compareAndSet(this, there, new Urgent.Depart(move))) {
      there = urgent;
    }
    deliver(new SystemSignal.Nudge());
    endPause();
  }

  /// {@return where it moves to or has moved to, if it does}
  final @Nullable Move move() {
    return switch (urgent) {
      case Urgent.Depart(Move move) -> move;
      case Urgent.Departed(Move move) -> move;
      case null, default -> null;
    };
  }

  /// Has it end its run, to restart with its siblings.
  final void callBack(Regroup regroup) {
    Urgent there = urgent;
    Urgent replaced =
        there instanceof Urgent.Recall(Regroup former) && former.hasCome(this) ? there : null;
    if (URGENT.compareAndSet(this, replaced, new Urgent.Recall(regroup))) {
      deliver(new SystemSignal.Nudge());
    }
  }

  /// Receiver: the run has ended for whatever reason, so there is nothing to be called back from.
  final void answerRecall() {
    Urgent call = urgent;
    if (call instanceof Urgent.Recall) {
      URGENT.compareAndSet(this, call, null);
    }
  }

  @Override
  public final void kill() {
    killHere();
    if (urgent instanceof Urgent.Departed(Move move)) { // and so it was not killed
      move.after(new SystemSignal.KillCall());
    }
  }

  /// As [#kill()], for the runtime, which is done with one that goes on elsewhere.
  final void killHere() {
    var killed = new ArrayList<Cell<?>>();
    // a list, as the tree may be deeper than the stack
    var doomed = new ArrayDeque<Cell<?>>();
    for (Cell<?> cell = this; cell != null; cell = doomed.poll()) {
      if (!cell.killAlone()) {
        continue; // whoever was faster sees to those below it
      }
      killed.add(cell);
      cell.closeChildren();
      doomed.addAll(cell.childList());
    }
    if (!killed.isEmpty()) {
      Pursuit.begin(killed);
    }
  }

  private boolean killAlone() {
    Urgent there;
    do {
      there = urgent;
      if (dead
          || there instanceof Urgent.Kill
          || there instanceof Urgent.Departed
          || there instanceof Urgent.Over) {
        return false;
      }
    } while (!URGENT.compareAndSet(this, there, Urgent.Kill.INSTANCE));
    deliver(new SystemSignal.Nudge());
    endPause();
    interrupt();
    return true;
  }

  /// Declares it dead while its thread goes on somewhere in the user's code. That thread finds out
  /// at its next call of the runtime. Whoever waits for an answer to what it has in its hands is
  /// told, as nobody knows when it will let go.
  abstract void giveUp();

  private void endPause() {
    Pause waiting = pause;
    if (waiting != null) {
      waiting.end();
    }
  }

  @Override
  final boolean isKilled() {
    return urgent instanceof Urgent.Kill;
  }

  /// Somebody sees to its end; nothing remains to be done but to wait for that.
  final boolean isBuried() {
    return dead;
  }

  /// {@return what ends a link that came too late} As one that was there when it moved.
  final ExitReason endOfLink() {
    return move() == null ? ExitReason.noProcess() : ExitReason.normal();
  }

  /// {@return why it has ended, for those who know that it has}
  final ExitReason endReason() {
    ExitReason reason = ended;
    return reason == null ? ExitReason.noProcess() : reason;
  }

  @Override
  public final boolean isAlive() {
    return ended == null;
  }

  @Override
  public final boolean isEnding() {
    return down;
  }

  /// Receiver: it will not run again. To be said before anybody can hear of it.
  final void goDown() {
    down = true;
  }

  @Override
  public final Optional<ExitReason> exitReason() {
    return Optional.ofNullable(ended);
  }

  @Override
  final void requireOutside() {
    for (Cell<?> cell = Runner.currentCell(); cell != null; cell = cell.owner) {
      if (cell == this) {
        throw new IllegalStateException(
            Runner.currentCell() + " would wait for the end of " + this + ", which waits for it");
      }
    }
  }

  /// Ends it for good: frees its name, settles what waits, and then tells everyone.
  final void die(Outcome.End end) {
    closeToUrgent(); // first: a kill that finds it dead has to know whether it goes on elsewhere
    if (!DEAD.compareAndSet(this, false, true)) {
      return; // it was given up
    }
    system.tally().dying();
    down = true;
    try {
      settle(end);
    } finally { // whatever goes wrong: somebody may wait for this
      ended = end.reason();
      if (owner != null) {
        owner.children().remove(this); // only now, as the owner ends when it has no children left
      }
      try {
        tellRelations(end.reason());
      } finally {
        system.tally().gone();
      }
    }
  }

  private void tellRelations(ExitReason reason) {
    Relations told = relationsAtEnd();
    if (told == null) {
      return;
    }
    Move move = move();
    if (move == null) {
      told.end(this, reason);
    } else {
      told.follow(this, move.heir());
    }
    Relations _ = exchangeRelations(Relations.CLOSED); // they need not be kept
  }

  /// From now on it can be neither moved nor killed: what waits is discarded unless it is known by
  /// now that it goes to another one.
  private void closeToUrgent() {
    Urgent there;
    Urgent last;
    do {
      there = urgent;
      last =
          switch (there) {
            case Urgent.Kill kill -> kill;
            case Urgent.Departed departed -> departed;
            case Urgent.Depart(Move move) -> new Urgent.Departed(move);
            case null, default -> Urgent.Over.INSTANCE;
          };
    } while (there != last && !URGENT.compareAndSet(this, there, last));
  }

  /// Makes it one that has ended and that nobody has heard of.
  final void wasNever() {
    Envelope _ = inbox.close();
    Relations _ = exchangeRelations(Relations.CLOSED);
    dead = true;
    down = true;
    ended = ExitReason.noProcess();
  }

  private void settle(Outcome.End end) {
    ExitReason reason = end.reason();
    if (owner != null) {
      owner.children().freeName(this);
    }
    ended = reason; // before the first asker hears of it, who may look
    try {
      settleHand(end);
    } finally { // each of these is waited for, whatever goes wrong with the others
      try {
        settleWaiting(reason);
      } finally {
        system.ended(this, reason);
        if (owner != null) {
          end.escalated()
              .ifPresent(cause -> owner.deliver(new SystemSignal.Escalation(this, cause)));
        }
      }
    }
  }

  private void settleWaiting(ExitReason reason) {
    DeadLetter.Reason fate =
        reason instanceof ExitReason.Crashed
            ? DeadLetter.Reason.CRASHED
            : DeadLetter.Reason.STOPPED;
    AskFailure failure = new AskFailure.Stopped(this, reason);
    Belongings had = belongings;
    Move move = move();
    if (move != null) {
      moveOut(move, had, failure);
      return;
    }
    Refusals.discard(this, front, fate, failure);
    front = null;
    Refusals.discard(this, inbox.close(), fate, failure);
    if (had != null) {
      had.endRun(failure);
      had.held.forEach(held -> Refusals.discardOne(this, held.envelope, fate, failure));
      had.held.clear();
    }
  }

  /// It has ended, and its name is free: settles the messages in its hands, if that is left.
  abstract void settleHand(Outcome.End end);

  private void moveOut(Move move, @Nullable Belongings had, AskFailure failure) {
    Object state = null;
    if (had != null) {
      had.endRun(failure);
      state = had.handedOver;
      for (HeldMessage<?> held : had.held.reversed()) {
        putBack(held.envelope);
      }
      had.held.clear();
    }
    move.leave(state, front, inbox.close());
    front = null;
  }

  // --- parts that are made when needed

  /// Only the receiver makes them; timers may look from elsewhere.
  final Belongings belongings() {
    Belongings there = belongings;
    if (there == null) {
      there = new Belongings();
      belongings = there;
    }
    return there;
  }

  final @Nullable Belongings belongingsIfAny() {
    return belongings;
  }

  /// Puts a message back to the front of those that wait.
  final void putBack(Envelope envelope) {
    inbox.comeBack(envelope);
    envelope.next = front;
    front = envelope;
  }

  // --- who it is

  final void requireSelf(String what) {
    if (Runner.currentCell() != this) {
      throw new IllegalStateException(
          what
              + " belongs to "
              + this
              + " and was called from "
              + Thread.currentThread()
              + ". Only the actor itself may call it; give others ctx.self() or a ReplyTo");
    }
    requireNotKilled();
  }

  final void requireNotKilled() {
    if (isKilled()) {
      throw new ActorKilledException(this + " was killed");
    }
  }
}
