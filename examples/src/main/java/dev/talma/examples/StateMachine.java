package dev.talma.examples;

import static dev.talma.Selection.skip;
import static dev.talma.Selection.take;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Mailbox;
import dev.talma.ReplyTo;
import dev.talma.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A door that closes by itself. Each of its states is a method with a loop of its own, which
/// handles what concerns that state and returns the next one; so what a state needs, such as the
/// timer of the open door, is a local variable of that method.
final class StateMachine {

  // @start region=state-protocol
  sealed interface Door {
    /// Answered when one is through.
    record Enter(String who) implements Door, Request<Door, String> {}

    record Lock(int code) implements Door {}

    /// Answered with whether the code was right.
    record Unlock(int code) implements Door, Request<Door, Boolean> {}

    /// Answered when the door is closed.
    record AwaitClosed() implements Door, Request<Door, State> {}

    /// The door tells itself that it has been open for long enough.
    record TimeToClose() implements Door {}
  }

  enum State {
    CLOSED,
    OPEN,
    LOCKED,
    GONE
  }

  // @end region=state-protocol

  private final Mailbox<Door> mailbox;
  private final Context<Door> ctx;
  private final Duration staysOpen;
  private int code;

  private StateMachine(Mailbox<Door> mailbox, Context<Door> ctx, Duration staysOpen) {
    this.mailbox = mailbox;
    this.ctx = ctx;
    this.staysOpen = staysOpen;
  }

  // @start region=state-actor
  static Actor<Door> door(Duration staysOpen) {
    return (mailbox, ctx) -> {
      var door = new StateMachine(mailbox, ctx, staysOpen); // made here: fresh after a restart
      State state = State.CLOSED;
      while (state != State.GONE) {
        state =
            switch (state) {
              case CLOSED -> door.closed();
              case OPEN -> door.open();
              case LOCKED -> door.locked();
              case GONE -> State.GONE;
            };
      }
    };
  }

  private State closed() {
    for (var msg : mailbox) {
      switch (msg) {
        case Door.Enter enter -> {
          ctx.reply(enter, enter.who() + " opens the door");
          return State.OPEN;
        }
        case Door.Lock(int chosen) -> {
          code = chosen;
          return State.LOCKED;
        }
        case Door.Unlock unlock -> ctx.reply(unlock, true);
        case Door.AwaitClosed await -> ctx.reply(await, State.CLOSED);
        case Door.TimeToClose() -> {}
      }
    }
    return State.GONE; // the loop ended: the door was asked to stop
  }

  private State open() {
    Cancellable closer = ctx.schedule(new Door.TimeToClose(), staysOpen);
    List<ReplyTo<State>> waiting = new ArrayList<>();
    for (var msg : mailbox) {
      switch (msg) {
        case Door.Enter enter -> {
          ctx.reply(enter, enter.who() + " walks in");
          closer.cancel(); // once cancelled, it does not come any more, even if it was under way
          closer = ctx.schedule(new Door.TimeToClose(), staysOpen);
        }
        case Door.AwaitClosed await -> waiting.add(ctx.replyTo(await));
        case Door.TimeToClose() -> {
          waiting.forEach(each -> each.reply(State.CLOSED));
          return State.CLOSED;
        }
        case Door.Unlock unlock -> ctx.reply(unlock, true);
        case Door.Lock _ -> {} // an open door cannot be locked
      }
    }
    return State.GONE;
  }

  /// Takes only what concerns a locked door. Who wants to enter stays in the mailbox and waits
  /// outside, in order, until a state comes that lets them in.
  private State locked() {
    while (true) {
      Door.Unlock unlock =
          mailbox.receive(msg -> msg instanceof Door.Unlock attempt ? take(attempt) : skip());
      boolean right = unlock.code() == code;
      ctx.reply(unlock, right);
      if (right) {
        return State.CLOSED;
      }
    }
  }

  // @end region=state-actor

  static void main(String[] args) {
    try (var system = ActorSystem.create("house")) {
      ActorRef<Door> door = system.spawn("door", door(Duration.ofMillis(200)));

      IO.println(door.ask(new Door.Enter("Ada")));
      IO.println(door.ask(new Door.Enter("Grace")));
      IO.println("after a while: " + door.ask(new Door.AwaitClosed()));

      door.send(new Door.Lock(1234));
      CompletableFuture<String> edsger = door.askAsync(new Door.Enter("Edsger"));
      CompletableFuture<Boolean> wrong = door.askAsync(new Door.Unlock(1111));
      IO.println("1111 unlocks: " + wrong.join() + "; is Edsger in? " + edsger.isDone());
      IO.println("1234 unlocks: " + door.ask(new Door.Unlock(1234)));
      IO.println(edsger.join());
      IO.println("after a while: " + door.ask(new Door.AwaitClosed()));
    }
  }
}
