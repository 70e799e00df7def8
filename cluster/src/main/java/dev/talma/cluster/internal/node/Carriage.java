package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.MailboxFullException;
import dev.talma.SendInterruptedException;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.internal.placement.Decision;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Gateway;
import dev.talma.remote.Parcel;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Takes what actors here send to named ones to where it belongs.
///
/// Where that is, is decided under the read lock of the [Barrier], and there it also goes on its
/// link. In between it would have to be written, which calls code of the user's: that may wait,
/// send or ask. So it is written before, for the link that is expected; if it then has to go
/// elsewhere, the lock is given back, and it is written anew.
final class Carriage {
  private static final long PAUSE_NANOS = 200_000;
  private static final long LONGER_NANOS = 2_000_000;

  private final NamedActors actors;
  private final Desk desk;
  private final Links links;
  private final Barrier barrier;

  Carriage(NamedActors actors, Desk desk, Links links, Barrier barrier) {
    this.actors = actors;
    this.desk = desk;
    this.links = links;
    this.barrier = barrier;
  }

  /// What came of a try.
  private sealed interface Outcome {
    /// It is taken care of.
    record Done() implements Outcome {}

    /// It has to be decided again, without what was written.
    record Otherwise() implements Outcome {}

    /// The way is full, or too much is held.
    record Full() implements Outcome {}

    /// What waits for the actor is about to be decided.
    record Behind() implements Outcome {}

    /// It has to be written for another link, or another view.
    record Unwritten(Link link, Route onward) implements Outcome {}

    /// Its connection is gone, with what was written.
    record Lost(Outgoing.Draft draft) implements Outcome {}

    /// There is no way to its node.
    record Unreachable(NodeId peer) implements Outcome {}

    Outcome DONE = new Done();
    Outcome OTHERWISE = new Otherwise();
    Outcome FULL = new Full();
    Outcome BEHIND = new Behind();
  }

  void carry(NamedRoute to, Parcel parcel) {
    barrier.requireOpen();
    requireNoAskWithin(to, parcel);
    Outgoing.@Nullable Draft draft = expected(to, parcel);
    long end = 0;
    boolean waits = true;
    while (true) {
      Outcome outcome = attempt(to, parcel, draft, waits);
      boolean late = false;
      if (outcome instanceof Outcome.Full && draft != null && draft.isPatient()) {
        desk.outgoing().await(draft);
        continue;
      }
      boolean behind = outcome instanceof Outcome.Behind;
      if (behind || outcome instanceof Outcome.Full) {
        long now = System.nanoTime();
        end = end == 0 ? now + desk.outgoing().post().patience(parcel) : end;
        boolean over = now - end > 0 && to.leaving().isEmpty(); // nothing is lost by a move
        late = !behind && (over || !isWorthWaiting(to, parcel));
        if (!late) {
          waits = !over;
          await(to, draft, behind ? LONGER_NANOS : PAUSE_NANOS);
          continue;
        }
      }
      if (isDone(outcome, to, parcel)) {
        return;
      }
      if (draft != null && !desk.outgoing().takeBack(draft)) {
        // the connection is lost, and its asker was told
        parcel.deadLetter(ref(to), DeadLetter.Reason.NODE_LOST);
        return;
      }
      draft = null;
      if (late) {
        noRoom(to, parcel);
        return;
      }
      if (outcome instanceof Outcome.Unwritten(Link link, Route onward)) {
        draft = write(to, parcel, link, onward);
      }
    }
  }

  /// Tells an asker what there is to tell; that calls code of the user's, so not under the lock.
  private boolean isDone(Outcome outcome, NamedRoute to, Parcel parcel) {
    return switch (outcome) {
      case Outcome.Done _ -> true;
      case Outcome.Lost(var draft) -> {
        desk.outgoing().lost(draft);
        yield true;
      }
      case Outcome.Unreachable(NodeId peer) -> {
        LetterFrame.unreachable(parcel, ref(to), NamedActors.noConnection(peer));
        yield true;
      }
      default -> false;
    };
  }

  private void requireNoAskWithin(NamedRoute to, Parcel parcel) {
    // what one that leaves passes on was asked elsewhere, and whoever passes it on does not wait
    if (parcel.ask().isPresent() && to.leaving().isEmpty() && barrier.isWithin()) {
      throw new IllegalStateException(
          to.target().path()
              + " is asked while another named actor is being started or a message is being passed"
              + " on, by the code of a recipe, of a lookup or of a record. It would hold up all"
              + " others; let the actor ask when it runs");
    }
  }

  // --- writing

  /// {@return it, written for where the last one went, if that is on another node}
  private Outgoing.@Nullable Draft expected(NamedRoute to, Parcel parcel) {
    if (to.leaving().isEmpty()
        && to.decisions().expected(barrier.routing())
            instanceof Decision.Forward(var peer, var on)) {
      Optional<Link> link = links.find(peer);
      return link.isPresent() ? write(to, parcel, link.get(), on) : null;
    }
    return null;
  }

  private Outgoing.Draft write(NamedRoute to, Parcel parcel, Link link, Route onward) {
    return desk.outgoing()
        .write(link, parcel, ref(to), to.target(), onward, to.leaving().isPresent());
  }

  private ActorRef<?> ref(NamedRoute to) {
    return actors.handle(to.target()).ref();
  }

  // --- deciding

  /// @param waits whether its sender may wait until what goes before it is decided
  private Outcome attempt(
      NamedRoute to, Parcel parcel, Outgoing.@Nullable Draft draft, boolean waits) {
    try {
      return decided(to, parcel, draft, waits);
    } catch (StartFailure failure) {
      parcel.undeliverable(ref(to), failure.reason(), failure.told());
      return Outcome.DONE;
    }
  }

  private Outcome decided(
      NamedRoute to, Parcel parcel, Outgoing.@Nullable Draft draft, boolean waits) {
    ActorRef<?> here;
    boolean found = false;
    desk.namedLinks().sends(parcel, to.target());
    long stamp = barrier.enter();
    try {
      Resident leaving = to.leaving().filter(each -> !each.isOver()).orElse(null);
      Resident resident = leaving == null ? actors.residents().find(to.target()) : null;
      Decision decision = actors.decide(to, resident, leaving);
      if (draft != null && !(decision instanceof Decision.Forward)) {
        return Outcome.OTHERWISE;
      }
      switch (decision) {
        case Decision.Here _, Decision.Conflict _ -> {
          here = NamedActors.here(resident, leaving);
          found = resident != null;
        }
        case Decision.Activate(Presence as) -> {
          if (!Letter.starts(parcel.kind())) {
            return Outcome.DONE;
          }
          here = actors.start(to, leaving, Optional.empty(), as);
        }
        case Decision.Hold _ when waits && barrier.isBehind(to.key()) && mayWait(to, parcel) -> {
          return Outcome.BEHIND; // then it is clear whether there is room
        }
        case Decision.Hold(Route held) -> {
          boolean surely = desk.outgoing().post().isSure(parcel.kind(), to.leaving().isEmpty());
          return barrier.held().hold(to.key(), held, new Item.OfParcel(to, parcel), surely)
              ? Outcome.DONE
              : Outcome.FULL;
        }
        case Decision.Forward(NodeId peer, Route onward) -> {
          return forward(to, parcel, draft, peer, onward);
        }
        case Decision.Refuse(String why) -> throw actors.refusal(parcel, why);
      }
    } finally {
      barrier.leave(stamp);
    }
    boolean taken =
        mayWaitForRoom(to)
            ? parcel.passOn(here) // not under the lock, for that
            : desk.deliver(parcel, here);
    if (taken) {
      return Outcome.DONE;
    }
    if (found && isFree(to, here)) {
      return Outcome.OTHERWISE;
    }
    desk.ended(parcel, here);
    return Outcome.DONE;
  }

  /// Whether the caller may wait for room in a mailbox. What comes over a link may have met one
  /// that leaves: then it is a thread of the network that brings it.
  private boolean mayWaitForRoom(NamedRoute to) {
    return !Gateway.AT_ONCE.isBound() && (to.leaving().isEmpty() || Post.mayWait());
  }

  /// Whether one that was found, and has ended, has left its name to the next one.
  private boolean isFree(NamedRoute to, ActorRef<?> former) {
    Resident now = actors.residents().find(to.target());
    return now == null || !now.ref().equals(former);
  }

  private Outcome forward(
      NamedRoute to, Parcel parcel, Outgoing.@Nullable Draft draft, NodeId peer, Route onward) {
    Optional<Link> link = links.find(peer);
    if (link.isEmpty() && draft != null) {
      return Outcome.OTHERWISE;
    }
    if (link.isEmpty()) {
      return new Outcome.Unreachable(peer);
    }
    if (draft == null || !draft.isFor(link.get(), onward)) {
      return new Outcome.Unwritten(link.get(), onward);
    }
    desk.namedLinks().sends(parcel, to.target(), peer);
    return switch (desk.outgoing().offer(draft)) {
      case ACCEPTED -> Outcome.DONE;
      case CLOSED -> new Outcome.Lost(draft);
      case FULL -> Outcome.FULL;
    };
  }

  // --- where the way is full

  /// Whether its sender may wait for those before it: of a signal, nobody could be told that it was
  /// interrupted.
  private boolean mayWait(NamedRoute to, Parcel parcel) {
    return to.leaving().isEmpty() && Letter.isMessage(parcel.kind()) && isWorthWaiting(to, parcel);
  }

  /// Whether it is waited for room. Who leaves passes on what others have sent, and they were not
  /// asked what they want if there is none.
  private boolean isWorthWaiting(NamedRoute to, Parcel parcel) {
    return isOpen(parcel)
        && (desk.outgoing().post().outbound().whenFull() == Outbound.WhenFull.WAIT
            || to.leaving().isPresent())
        && Post.mayWait()
        && !Gateway.AT_ONCE.isBound();
  }

  private static boolean isOpen(Parcel parcel) {
    return parcel.ask().filter(ask -> !ask.isOpen()).isEmpty();
  }

  private void await(NamedRoute to, Outgoing.@Nullable Draft draft, long nanos) {
    Gateway.aboutToBlock();
    LockSupport.parkNanos(this, nanos);
    if (Thread.currentThread().isInterrupted()) {
      boolean _ = draft != null && desk.outgoing().takeBack(draft);
      throw new SendInterruptedException(
          "The thread was interrupted while it waited for room on the way to "
              + to
              + to.target().path()
              + "; nothing was sent");
    }
  }

  private void noRoom(NamedRoute to, Parcel parcel) {
    if (!isOpen(parcel)) {
      parcel.undeliverable(ref(to), DeadLetter.Reason.ABANDONED, new AskFailure.TimedOut());
      return;
    }
    Post post = desk.outgoing().post();
    boolean told = post.outbound().whenFull() != Outbound.WhenFull.DROP && Post.mayWait();
    if (told && to.leaving().isEmpty()) {
      Optional<Link> link = barrier.owner(to.key()).flatMap(links::find);
      throw link.map(post::full).orElseGet(() -> held(to));
    }
    Outgoing.overflow(parcel, ref(to));
  }

  private static MailboxFullException held(NamedRoute to) {
    return new MailboxFullException(
        "Too many messages wait until it is clear which node has "
            + to.target().path()
            + "; nothing was sent");
  }
}
