package dev.talma.remote;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.SystemSettings;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where a system meets what lies outside of it.
///
/// *Threading*: any; nothing here waits.
public interface Gateway {

  /// {@return a new system that is a part of something larger}
  ///
  /// @param name shows up in logs
  /// @param settings its settings
  /// @param extend is given its gateway before anybody else knows the system
  static Gateway open(
      String name, SystemSettings settings, Function<? super Gateway, ? extends Extension> extend) {
    return dev.talma.internal.SystemGateway.open(name, settings, extend);
  }

  /// {@return the system by itself: its part on this machine}
  ActorSystem local();

  /// The calling thread is about to wait. Costs nothing if it runs no actor.
  static void aboutToBlock() {
    dev.talma.internal.SystemGateway.aboutToBlock();
  }

  /// Bound where code of the user's runs that must not wait, as others wait for it: what it sends
  /// to an actor here that has no room is dropped, as by [#send].
  ScopedValue<Boolean> AT_ONCE = ScopedValue.newInstance();

  /// {@return whether the calling thread runs an actor of this system}
  boolean isInside();

  // --- out

  /// {@return a new reference to an actor elsewhere} Two of them are two references, even if they
  /// mean the same actor: keep one for each.
  ///
  /// @param path what it shows as its path
  /// @param route the way there; its `toString` shows before the path
  /// @param <M> the type of the messages
  <M> Handle<M> ref(String path, Route route);

  /// {@return whether a reference is one of an actor of this system}
  ///
  /// @param ref the reference
  boolean isLocal(ActorRef<?> ref);

  /// {@return what is behind a reference: itself, or what it finds now if it looks for its actor at
  /// each use}
  ///
  /// @param ref the reference
  ActorRef<?> resolve(ActorRef<?> ref);

  /// {@return the route of a reference to an actor elsewhere, made by this gateway or that of
  /// another system; empty if it is an actor itself}
  ///
  /// @param ref the reference
  Optional<Route> route(ActorRef<?> ref);

  /// {@return what the system of an actor is a part of, if it is part of something}
  ///
  /// @param ref a reference to an actor of this or another system
  Optional<Extension> home(ActorRef<?> ref);

  /// {@return a number of an actor of this system that no other one in it ever has}
  ///
  /// @param ref the reference
  long number(ActorRef<?> ref);

  // --- in

  /// Puts a message into the mailbox of an actor here. A full one drops it, whatever it does to
  /// senders here, as those who bring it cannot wait.
  ///
  /// @param target the actor
  /// @param message the message
  /// @param sender who sent it
  /// @param system whether it is a [dev.talma.SystemMessage] for the behaviour
  /// @return false if the actor has ended; then the message is nowhere
  boolean send(ActorRef<?> target, Object message, Optional<ActorRef<?>> sender, boolean system);

  /// Puts a parcel into the mailbox of an actor here, as [#send]: without waiting.
  ///
  /// @param target the actor
  /// @param parcel what was to go elsewhere
  /// @return false if the actor has ended; then the parcel is still the caller's
  boolean deliver(ActorRef<?> target, Parcel parcel);

  /// Puts a request into the mailbox of an actor here, as [#send].
  ///
  /// @param target the actor
  /// @param request the request
  /// @param sender who asked
  /// @param system whether it is a [dev.talma.SystemRequest]
  /// @param nanosLeft how long the asker waits
  /// @param outcome is told what comes of it; its thread is that of whoever answers
  /// @return false if the actor has ended; then nothing is told of any outcome
  boolean ask(
      ActorRef<?> target,
      Object request,
      Optional<ActorRef<?>> sender,
      boolean system,
      long nanosLeft,
      PendingReply.Outcome outcome);

  /// Counts and reports a message from elsewhere that no actor here will handle.
  ///
  /// @param target whom it was for, as far as is known
  /// @param message the message
  /// @param sender who sent it
  /// @param reason why not
  void deadLetter(
      ActorRef<?> target, Object message, Optional<ActorRef<?>> sender, DeadLetter.Reason reason);

  /// Watches an actor here.
  ///
  /// @param target the actor
  /// @param listener is told once, at once if it has ended
  /// @return to end the watch
  Runnable watch(ActorRef<?> target, EndListener listener);

  /// An actor elsewhere has linked itself to one here.
  ///
  /// @param target the actor here
  /// @param other the one elsewhere
  /// @return whether the actor here lives
  boolean link(ActorRef<?> target, ActorRef<?> other);

  /// Tells an actor elsewhere that the one here to which it has linked itself has ended before.
  ///
  /// @param other the one elsewhere
  /// @param target the actor here
  void refuseLink(ActorRef<?> other, ActorRef<?> target);

  /// An actor elsewhere has ended its link with one here.
  ///
  /// @param target the actor here
  /// @param other the one elsewhere
  void unlink(ActorRef<?> target, ActorRef<?> other);

  /// An actor elsewhere has ended, and tells one here over their link.
  ///
  /// @param target the actor here
  /// @param other the one elsewhere
  /// @param reason why it ended
  void exit(ActorRef<?> target, ActorRef<?> other, ExitReason reason);

  // --- named actors

  /// {@return the name, if an actor can have it}
  ///
  /// @param name the name
  /// @throws IllegalArgumentException if not
  static String checkedName(String name) {
    return dev.talma.internal.Names.check(name);
  }

  /// What a named actor is called.
  ///
  /// @param type the name of its type
  /// @param name its name
  record Name(String type, String name) {}

  /// {@return what an actor of this system is called, if it is a named one}
  ///
  /// @param ref the reference
  Optional<Name> named(ActorRef<?> ref);

  /// {@return the living actor of that type and name in this system}
  ///
  /// @param type the kind of actor
  /// @param name its name
  /// @param <M> the type of its messages
  <M> Optional<ActorRef<M>> find(ActorType<M> type, String name);

  /// {@return the living actor of that type and name in this system; if there is none, it is
  /// started}
  ///
  /// @param type the kind of actor
  /// @param name its name
  /// @param state what the one before has left
  /// @param <M> the type of its messages
  <M> ActorRef<M> start(ActorType<M> type, String name, Optional<Object> state);

  /// Asks an actor that was made by [#start] whether it is idle: it has had nothing to do for so
  /// long, and nothing is to come of what it did before.
  ///
  /// @param target the actor here, of a type with an idle timeout
  /// @param nanos for how long
  /// @param answer is told between two messages of the actor, on its thread; not called if it ends
  ///   before
  void askIdle(ActorRef<?> target, long nanos, Consumer<? super Boolean> answer);

  /// Makes a type known, so that another one of its name is refused.
  ///
  /// @param type the type
  void learn(ActorType<?> type);

  /// Has an actor end after the message that it is handling; what waits and what still comes goes
  /// to its successor, in order.
  ///
  /// @param target the actor here
  /// @param successor where its messages go, such as a reference that was made here
  /// @param heir who is watched in its place
  /// @param detail what is said as the detail of its shutdown
  /// @param onState is given the state that it leaves, before the first message goes on; not called
  ///   if it had ended already
  void depart(
      ActorRef<?> target,
      ActorRef<?> successor,
      ActorRef<?> heir,
      String detail,
      Consumer<? super Optional<Object>> onState);
}
