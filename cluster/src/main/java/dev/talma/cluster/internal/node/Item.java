package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;
import java.util.Optional;

/// Something for a named actor, of which it is to be decided where it goes. Nothing here waits.
sealed interface Item {

  /// {@return for whom it is}
  NamedRoute to();

  /// {@return whether it is reason enough to start the actor}
  boolean starts();

  /// Whether it is a signal: nobody says it again, and no dead letter tells that it is lost.
  default boolean isSignal() {
    return false;
  }

  /// {@return the state that the actor shall start with}
  default Optional<Object> state() {
    return Optional.empty();
  }

  /// The actor is here. {@return false if it has ended meanwhile, and nothing has come of this}
  boolean deliver(Desk desk, ActorRef<?> here);

  /// As [#deliver], for an actor that was here before this was handed over.
  default boolean conflict(Desk desk, ActorRef<?> here) {
    return deliver(desk, here);
  }

  /// The actor has ended, and has not got this.
  void ended(Desk desk, ActorRef<?> former);

  /// The actor belongs to another node.
  void forward(Desk desk, Link link, ActorRef<?> ref, Route onward);

  /// There is no way to its node.
  void unreachable(Desk desk, ActorRef<?> ref, String why);

  /// Too much waits already.
  void overflow(Desk desk, ActorRef<?> ref);

  /// This node ends, and has it still.
  void closed(Desk desk, ActorRef<?> ref, String why);

  /// Nobody may have the actor now.
  void refuse(Desk desk, ActorRef<?> ref, String why);

  /// The actor could not be started.
  void notStarted(Desk desk, ActorRef<?> ref, StartFailure failure);

  /// From an actor here.
  record OfParcel(NamedRoute to, Parcel parcel) implements Item {
    @Override
    public boolean starts() {
      return Letter.starts(parcel.kind());
    }

    @Override
    public boolean isSignal() {
      return !Letter.isMessage(parcel.kind());
    }

    @Override
    public boolean deliver(Desk desk, ActorRef<?> here) {
      return desk.deliver(parcel, here);
    }

    @Override
    public void ended(Desk desk, ActorRef<?> former) {
      desk.ended(parcel, former);
    }

    @Override
    public void forward(Desk desk, Link link, ActorRef<?> ref, Route onward) {
      desk.forward(parcel, link, to, ref, onward);
    }

    @Override
    public void unreachable(Desk desk, ActorRef<?> ref, String why) {
      LetterFrame.unreachable(parcel, ref, why);
    }

    @Override
    public void overflow(Desk desk, ActorRef<?> ref) {
      Outgoing.overflow(parcel, ref);
    }

    @Override
    public void notStarted(Desk desk, ActorRef<?> ref, StartFailure failure) {
      parcel.undeliverable(ref, failure.reason(), failure.told());
    }

    @Override
    public void refuse(Desk desk, ActorRef<?> ref, String why) {
      desk.refuse(parcel, ref, why);
    }

    @Override
    public void closed(Desk desk, ActorRef<?> ref, String why) {
      desk.closed(parcel, ref, why);
    }
  }

  /// From another node.
  ///
  /// @param source from which one at first
  record OfLetter(NamedRoute to, Letter letter, NodeId source) implements Item {
    @Override
    public boolean starts() {
      return Letter.starts(letter.kind());
    }

    @Override
    public boolean isSignal() {
      return !letter.isMessage();
    }

    @Override
    public boolean deliver(Desk desk, ActorRef<?> here) {
      return desk.deliver(letter, here, source);
    }

    @Override
    public void ended(Desk desk, ActorRef<?> former) {
      desk.ended(letter, former);
    }

    @Override
    public void forward(Desk desk, Link link, ActorRef<?> ref, Route onward) {
      desk.forward(letter, link, ref, onward);
    }

    @Override
    public void unreachable(Desk desk, ActorRef<?> ref, String why) {
      desk.unreachable(letter, ref, why);
    }

    @Override
    public void overflow(Desk desk, ActorRef<?> ref) {
      desk.settle(letter, ref, DeadLetter.Reason.OVERFLOW, new AskFailure.Full(ref));
    }

    @Override
    public void notStarted(Desk desk, ActorRef<?> ref, StartFailure failure) {
      desk.settle(letter, ref, failure.reason(), failure.told());
    }

    @Override
    public void refuse(Desk desk, ActorRef<?> ref, String why) {
      desk.refuse(letter, ref, why);
    }

    @Override
    public void closed(Desk desk, ActorRef<?> ref, String why) {
      desk.closed(letter, ref);
    }
  }

  /// The state of an actor that was handed over.
  record OfState(NamedRoute to, Object value) implements Item {
    @Override
    public boolean starts() {
      return true;
    }

    @Override
    public Optional<Object> state() {
      return Optional.of(value);
    }

    @Override
    public boolean deliver(Desk desk, ActorRef<?> here) {
      desk.traffic().movedIn();
      return true;
    }

    @Override
    public boolean conflict(Desk desk, ActorRef<?> here) {
      desk.traffic().conflict();
      NodeLog.conflict(here);
      return true;
    }

    @Override
    public void ended(Desk desk, ActorRef<?> former) {
      throw new AssertionError("a state is never too late");
    }

    @Override
    public void forward(Desk desk, Link link, ActorRef<?> ref, Route onward) {
      desk.outgoing().state(link, to.target(), value, onward);
    }

    @Override
    public void unreachable(Desk desk, ActorRef<?> ref, String why) {
      desk.outgoing().stateLost(ref, why);
    }

    @Override
    public void overflow(Desk desk, ActorRef<?> ref) {
      desk.outgoing().stateLost(ref, "too much waits already");
    }

    @Override
    public void notStarted(Desk desk, ActorRef<?> ref, StartFailure failure) {
      desk.traffic().lost();
      NodeLog.stateLostWithItsActor(ref, failure);
    }

    @Override
    public void refuse(Desk desk, ActorRef<?> ref, String why) {
      desk.outgoing().stateLost(ref, why);
    }

    @Override
    public void closed(Desk desk, ActorRef<?> ref, String why) {
      desk.outgoing().stateLost(ref, why);
    }
  }
}
