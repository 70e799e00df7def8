package dev.talma;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// An actor that passes each message on to one of several others, its *routees*, or to all of them.
/// These see the original sender, and their reply goes to the original asker; so to those who use
/// it, a router looks like one of its routees.
///
/// {@snippet :
/// Actor<Job> workers = Router.pool(8, worker().supervised(Restart.upTo(3)), Routing.roundRobin());
/// ActorRef<Job> ref = system.spawn("workers", workers);
/// Report report = ref.ask(new Job.Count(page));      // one of the eight answers
/// }
///
/// A router is an actor as others are: give it a name when it is spawned, bound its mailbox,
/// supervise it. It is of the event-driven style and costs no thread.
///
/// *Routees that end* are taken out, and the others get what comes next. Crashes are for the
/// routees' own supervision to heal, which is given with the worker; the router replaces nobody,
/// since that would only undo the limits set there. With the last routee the router ends too: in an
/// orderly way if the last one did, else it crashes with [NoRouteesException], and its own
/// supervision may start a fresh pool. So its messages never go nowhere silently: they become dead
/// letters, and asks fail at once, as with every actor that has ended. The same holds for a message
/// that was passed to a routee just before that one ended.
///
/// *Full routees* (see [Actor#bounded(int, Overflow)]). With [Overflow#BLOCK] the router waits with
/// the message, and what comes after it waits in the router's mailbox: bound that as well to slow
/// down the senders. With [Overflow#REJECT] the message goes to the next routee that has room,
/// except with [Routing#byKey(java.util.function.Function)], where only one will do. If nobody
/// takes it, an ask fails with a [RequestFailedException] that carries the [MailboxFullException],
/// and a message that was only sent becomes a dead letter of the router's child `full`. A broadcast
/// counts as taken if at least one routee took it.
///
/// *Ordering*: messages of one sender that go through one router to the same routee stay in order.
public final class Router {

  private Router() {}

  /// {@return an actor that starts and owns equal workers, and passes its messages on to them} They
  /// are its children `worker-1`, `worker-2` and so on, and end with it.
  ///
  /// @param size how many workers, at least 1
  /// @param worker what each of them does, with its supervision and the bound of its mailbox
  /// @param routing who gets which message
  /// @param <M> the type of the messages
  /// @throws IllegalArgumentException if the size is below 1
  public static <M> Actor<M> pool(int size, Actor<M> worker, Routing<M> routing) {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(routing, "routing");
    if (size < 1) {
      throw new IllegalArgumentException("A pool has at least 1 worker, but was given " + size);
    }
    return Actor.handler(
        () ->
            new RouterHandler<>(
                routing,
                ctx ->
                    IntStream.rangeClosed(1, size)
                        .mapToObj(i -> ctx.spawn("worker-" + i, worker))
                        .toList()));
  }

  /// {@return an actor that passes its messages on to actors that exist already} It does not own
  /// them: they do not end with it. One that is given twice counts once. Of a reference that finds
  /// its actor anew at each use it keeps the actor that is found when the router starts.
  ///
  /// @param routees to whom, at least one
  /// @param routing who gets which message
  /// @param <M> the type of the messages
  /// @throws IllegalArgumentException if there are no routees
  public static <M> Actor<M> group(Collection<? extends ActorRef<M>> routees, Routing<M> routing) {
    Objects.requireNonNull(routing, "routing");
    List<ActorRef<M>> all = routees.stream().<ActorRef<M>>map(ref -> ref).distinct().toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("A group has at least 1 routee, but was given none");
    }
    return Actor.handler(() -> new RouterHandler<>(routing, ctx -> all));
  }
}
