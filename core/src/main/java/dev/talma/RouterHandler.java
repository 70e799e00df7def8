package dev.talma;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A router at work: keeps the list of living routees, and passes messages on.
///
/// That a routee has ended is learnt in two ways. Its `Down` tells the reason, but comes in its
/// turn, behind the messages that wait already; so each routee is looked at before it gets a
/// message.
final class RouterHandler<M> implements Handler<M> {
  private final Function<Context<M>, List<ActorRef<M>>> source;

  /// Empty when everyone gets each message.
  private final Optional<Choice<M>> choice;

  /// All there were at the start.
  private List<ActorRef<M>> all = List.of();

  /// Those that get messages.
  private final List<ActorRef<M>> routees = new ArrayList<>();

  /// Those whose `Down` has not come: the routees, and the ones that were seen to have ended.
  private final Set<ActorRef<?>> awaited = new HashSet<>();

  /// Turns into dead letters what nobody had room for; started when the first one comes.
  private Optional<ActorRef<M>> full = Optional.empty();

  RouterHandler(Routing<M> routing, Function<Context<M>, List<ActorRef<M>>> source) {
    this.source = source;
    this.choice =
        switch (routing) {
          case Routing.ToOne<M> toOne -> Optional.of(toOne.begin());
          case Routing.ToAll<M> _ -> Optional.empty();
        };
  }

  @Override
  public void init(Context<M> ctx) {
    ctx.onSignal(signal -> ended(signal, ctx));
    all = source.apply(ctx).stream().map(routee -> monitored(routee, ctx)).distinct().toList();
    routees.addAll(all);
    awaited.addAll(all);
    choice.ifPresent(each -> each.over(routees));
  }

  /// {@return the actor itself, where a reference finds it anew each time: it is the one whose end
  /// will be told}
  @SuppressWarnings("unchecked") // the reference took nothing but M, so what it found does
  private static <M> ActorRef<M> monitored(ActorRef<M> routee, Context<M> ctx) {
    return (ActorRef<M>) ctx.monitor(routee).target();
  }

  // --- messages

  @Override
  public void handle(M message, Context<M> ctx) {
    if (choice.isPresent()) {
      passToOne(message, choice.get(), ctx);
    } else {
      passToAll(message, ctx);
    }
  }

  private void passToOne(M message, Choice<M> choice, Context<M> ctx) {
    while (!routees.isEmpty()) {
      int index = choice.choose(message, routees);
      if (routees.get(index).isAlive()) {
        offer(message, index, choice.anyWillDo() ? routees.size() : 1, ctx);
        return;
      }
      routees.remove(index);
      choice.over(routees);
    }
    passToNobody(message, ctx);
  }

  /// Offers the message to some routees, one after the other, until one takes it.
  private void offer(M message, int first, int tries, Context<M> ctx) {
    MailboxFullException refusal = null;
    for (int i = 0; i < tries; i++) {
      ActorRef<M> routee = routees.get((first + i) % routees.size());
      // the first one was alive a moment ago, and if it is not any more, nothing is known of the
      // others
      if (i > 0 && !routee.isAlive()) {
        continue;
      }
      try {
        ctx.forward(message, routee);
        return;
      } catch (MailboxFullException e) {
        refusal = e;
      }
    }
    if (refusal != null) {
      refuse(message, refusal, ctx);
    }
  }

  private void passToAll(M message, Context<M> ctx) {
    routees.removeIf(routee -> !routee.isAlive());
    if (routees.isEmpty()) {
      passToNobody(message, ctx);
      return;
    }
    MailboxFullException refusal = null;
    boolean taken = false;
    for (ActorRef<M> routee : routees) {
      try {
        ctx.forward(message, routee);
        taken = true;
      } catch (MailboxFullException e) {
        refusal = e;
      }
    }
    if (!taken && refusal != null) {
      refuse(message, refusal, ctx);
    }
  }

  /// All have ended, but the news of it is still on its way. What is sent to one that has ended
  /// becomes a dead letter, or an ask that fails: just what is wanted.
  private void passToNobody(M message, Context<M> ctx) {
    ctx.forward(message, all.getFirst());
  }

  /// Nobody has room for the message.
  private void refuse(M message, MailboxFullException refusal, Context<M> ctx) {
    if (ctx.timeLeft().isPresent() && message instanceof Request<?, ?> request) {
      ctx.replyTo(asked(request)).fail(refusal);
    } else {
      ctx.forward(message, full(ctx));
    }
  }

  /// The message came out of this actor's mailbox, so it belongs to its protocol.
  @SuppressWarnings("unchecked")
  private Request<M, ?> asked(Request<?, ?> request) {
    return (Request<M, ?>) request;
  }

  /// {@return an actor that ends at once} Whatever comes to it becomes a dead letter.
  private ActorRef<M> full(Context<M> ctx) {
    ActorRef<M> ref = full.orElseGet(() -> ctx.spawn("full", (_, _) -> {}));
    full = Optional.of(ref);
    return ref;
  }

  // --- routees that end

  private void ended(Signal signal, Context<M> ctx) {
    awaited.remove(signal.ref());
    if (routees.removeIf(routee -> routee.equals(signal.ref()))) {
      choice.ifPresent(each -> each.over(routees));
    }
    if (!awaited.isEmpty()) {
      return;
    }
    ExitReason reason = signal.reason();
    if (reason.isOrderly()) {
      ctx.stop();
      return;
    }
    String what = "No routee is left. The last one was " + signal.ref().path() + ": " + reason;
    throw reason
        .failure()
        .map(cause -> new NoRouteesException(what, cause))
        .orElseGet(() -> new NoRouteesException(what));
  }
}
