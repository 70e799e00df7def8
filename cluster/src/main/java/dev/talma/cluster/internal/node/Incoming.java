package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.SystemMessage;
import dev.talma.TalmaException;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.placement.Route;
import dev.talma.remote.AskFailure;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Predicate;

/// Does what the frames say that come from other nodes. What is not understood is refused, counted
/// and told to its asker; it harms nothing else.
final class Incoming {
  private final Desk desk;
  private final Correlations correlations;
  private final Processes processes;
  private final ProcessWatches processWatches;
  private final NamedActors actors;
  private final Barrier barrier;

  Incoming(
      Desk desk,
      Correlations correlations,
      Processes processes,
      ProcessWatches processWatches,
      NamedActors actors,
      Barrier barrier) {
    this.desk = desk;
    this.correlations = correlations;
    this.processes = processes;
    this.processWatches = processWatches;
    this.actors = actors;
    this.barrier = barrier;
  }

  void received(Link link, ByteBuf frame) {
    desk.traffic().received();
    try {
      arrived(link, Wire.read(link, Input.of(frame)));
    } catch (MalformedException e) {
      refused(link, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) { // one message, not the connection
      NodeLog.failed(link.peer(), e);
      refused(link, String.valueOf(e));
    }
  }

  private void refused(Link link, String why) {
    desk.traffic().refused();
    NodeLog.refused(link.peer(), why);
  }

  private void arrived(Link link, Wire.Arrival arrival) {
    switch (arrival) {
      case Wire.Arrival.OfLetter(Letter letter, var route) -> {
        switch (letter.target()) {
          case Target.Named named -> letter(link, named, letter, route.orElseThrow());
          case Target.Single process -> letter(link, process, letter);
        }
      }
      case Wire.Arrival.OfState(Target.Named target, Object state, var route) ->
          actors.arrived(link, new Item.OfState(actors.route(target), state), route);
      case Wire.Arrival.OfNote(Note note) -> note(link, note);
      case Wire.Arrival.OfAnswer(long correlation, Input in) -> answer(link, correlation, in);
      case Wire.Arrival.Unreadable(Target target, Optional<Ticket> ticket, var why) -> {
        refused(link, target.path() + ": " + why.getMessage());
        ticket.ifPresent(asked -> desk.outgoing().fail(asked, new AskFailure.Failed(why)));
      }
    }
  }

  private void letter(Link link, Target.Named target, Letter letter, Route route) {
    NamedRoute to;
    try {
      to = actors.route(target);
    } catch (MalformedException unknown) {
      refused(link, String.valueOf(unknown.getMessage()));
      letter
          .ticket()
          .ifPresent(ticket -> desk.outgoing().fail(ticket, new AskFailure.Failed(unknown)));
      return;
    }
    if (fits(letter, to.type().protocol()::isInstance)) {
      actors.arrived(link, new Item.OfLetter(to, letter, route.source()), route);
    } else {
      misfit(link, letter, actors.handle(target).ref());
    }
  }

  /// Whether the message is one of those that the actor takes.
  private static boolean fits(Letter letter, Predicate<Object> takes) {
    return switch (letter.kind()) {
      case MESSAGE -> takes.test(letter.message());
      case SYSTEM_MESSAGE ->
          letter.message() instanceof SystemMessage message
              && (message.carried() == message || takes.test(message.carried()));
      default -> true;
    };
  }

  /// Whoever sends it has a reference of another type than it may have.
  private void misfit(Link link, Letter letter, ActorRef<?> target) {
    MalformedException why =
        new MalformedException(
            letter.message().getClass().getName() + " is no message that " + target + " takes");
    refused(link, String.valueOf(why.getMessage()));
    desk.settle(letter, target, DeadLetter.Reason.NOT_UNDERSTOOD, new AskFailure.Failed(why));
  }

  private void letter(Link link, Target.Single target, Letter letter) {
    Optional<ActorRef<?>> here = processes.find(target);
    if (here.isPresent()) {
      if (!fits(letter, message -> processes.takes(target, message))) {
        misfit(link, letter, here.get());
      } else if (!desk.deliver(letter, here.get(), link.peer())) {
        desk.ended(letter, here.get());
      }
      return;
    }
    desk.ended(letter, processes.ended(target));
  }

  private void note(Link link, Note note) {
    switch (note) {
      case Note.Watch(Target.Named named, boolean starts) -> watch(link, named, starts);
      case Note.Watch(Target.Single process, _) -> processWatches.begin(process, link.peer());
      case Note.Unwatch(Target.Named named, boolean moved) ->
          actors.watches().end(named, link.peer(), moved);
      case Note.Unwatch(Target.Single process, _) -> processWatches.end(process, link.peer());
      case Note.Ended(Target.Named named, ExitReason reason) ->
          actors.watches().heard(named, link.peer(), reason);
      case Note.Ended(Target.Single process, ExitReason reason) ->
          processes.ended(link.peer(), process, reason);
      case Note.Failure(long correlation, AskFailure failure) ->
          correlations.failed(correlation, failure);
      case Note.AskMoved(long correlation, var responder) ->
          correlations.moved(correlation, link.peer(), responder);
      case Note.Placement(var message) ->
          barrier.apply(actors, each -> each.received(link.peer(), message));
      case Note.Answer answer -> throw new AssertionError(answer);
    }
  }

  private void watch(Link link, Target.Named named, boolean starts) {
    try {
      actors.watches().begin(named, link.peer(), starts);
    } catch (MalformedException | StartFailure notHere) {
      refused(link, String.valueOf(notHere.getMessage()));
      actors.watches().end(named, link.peer(), false);
      desk.outgoing().tell(link.peer(), new Note.Ended(named, ExitReason.noProcess()));
    }
  }

  private void answer(Link link, long correlation, Input in) {
    Optional<Class<?>> request = correlations.request(correlation);
    if (request.isEmpty()) {
      return; // its asker has given up
    }
    try {
      correlations.answered(
          correlation, link.codec().readAnswer(request.get(), in, link.references()));
    } catch (TalmaException e) {
      refused(link, String.valueOf(e.getMessage()));
      correlations.failed(correlation, new AskFailure.Failed(e));
    }
  }
}
