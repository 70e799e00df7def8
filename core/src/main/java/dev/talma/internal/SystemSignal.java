package dev.talma.internal;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the runtime tells an actor, in order with its messages.
abstract sealed class SystemSignal extends Envelope {
  private SystemSignal() {
    super("signal", null);
  }

  @Override
  final boolean isCounted() {
    return false;
  }

  @Override
  final boolean isExempt() {
    return true;
  }

  /// The actor shall stop.
  static final class StopCall extends SystemSignal {
    final ExitReason reason;

    StopCall(ExitReason reason) {
      this.reason = reason;
    }

    @Override
    boolean enter(Cell<?> cell, boolean atOnce) {
      return cell.stop(this, atOnce);
    }

    @Override
    public Kind kind() {
      return Kind.STOP;
    }

    @Override
    public ExitReason reason() {
      return reason;
    }
  }

  /// A linked actor has ended.
  static final class LinkExit extends SystemSignal {
    final Addressee<?> from;
    final ExitReason reason;

    LinkExit(Addressee<?> from, ExitReason reason) {
      this.from = from;
      this.reason = reason;
    }

    @Override
    public Kind kind() {
      return Kind.EXIT;
    }

    @Override
    public Optional<ActorRef<?>> from() {
      return Optional.of(from);
    }

    @Override
    public ExitReason reason() {
      return reason;
    }
  }

  /// A watched actor has ended.
  static final class WatchDown extends SystemSignal {
    final Watch watch;
    final ExitReason reason;

    WatchDown(Watch watch, ExitReason reason) {
      this.watch = watch;
      this.reason = reason;
    }
  }

  /// A child crashed and says that this is its owner's failure.
  static final class Escalation extends SystemSignal {
    final Cell<?> child;
    final Throwable cause;

    Escalation(Cell<?> child, Throwable cause) {
      this.child = child;
      this.cause = cause;
    }
  }

  /// What an actor here wants of one elsewhere. Never in a mailbox.
  static final class Call extends SystemSignal {
    private final Kind kind;
    private final @Nullable Addressee<?> caller;
    private final RemoteRef<?> called;

    /// @param caller who calls, if it matters
    /// @param called as whom the caller knows the other one
    Call(Kind kind, @Nullable Addressee<?> caller, RemoteRef<?> called) {
      this.kind = kind;
      this.caller = caller;
      this.called = called;
    }

    /// The actor is one of this system after all.
    @Override
    boolean enter(Cell<?> cell, boolean atOnce) {
      switch (kind) {
        case KILL -> cell.kill();
        case LINK -> {
          if (!cell.relations().link(Objects.requireNonNull(caller), called)) {
            notLinked(cell.endOfLink());
          }
        }
        case UNLINK -> {
          boolean _ = cell.relations().unlink(Objects.requireNonNull(caller));
        }
        case MESSAGE, SYSTEM_MESSAGE, STOP, EXIT -> throw new AssertionError(kind);
      }
      return true;
    }

    @Override
    void undelivered() {
      if (kind == Kind.LINK) {
        notLinked(ExitReason.noConnection());
      }
    }

    private void notLinked(ExitReason reason) {
      boolean _ = called.relations().unlink(Objects.requireNonNull(caller));
      Objects.requireNonNull(caller).deliver(new LinkExit(called, reason));
    }

    @Override
    public Kind kind() {
      return kind;
    }

    @Override
    public Optional<ActorRef<?>> from() {
      return Optional.ofNullable(caller);
    }
  }

  /// Whoever takes the actor's place shall be killed. Never in a mailbox.
  static final class KillCall extends SystemSignal {}

  /// Somebody wants to know whether the actor has had nothing to do for so long.
  static final class IdleQuestion extends SystemSignal {
    final long nanos;
    final Consumer<? super Boolean> answer;

    IdleQuestion(long nanos, Consumer<? super Boolean> answer) {
      this.nanos = nanos;
      this.answer = answer;
    }
  }

  /// Something outside of the mailbox wants to be looked at.
  static final class Nudge extends SystemSignal {}
}
