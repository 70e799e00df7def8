package dev.talma.testkit;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Down;
import dev.talma.Exit;
import dev.talma.ReplyTo;
import dev.talma.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// An actor whose part the test plays: it gives its reference to the actors under test, and then
/// says which messages it expects, one after the other.
///
/// {@snippet :
/// Probe<Receipt> customer = system.probe("customer");
/// shop.send(new Buy("book", customer.ref()));
/// customer.expect(new Receipt("book"));
/// customer.expectNothing();
/// }
///
/// A probe takes everything that is sent to it and keeps it in order. `expect…` looks at the next
/// message and takes it; if it is not the expected one, or none comes in time, it throws an
/// [ExpectationError] that tells what came, what else waits, and what the actors were doing.
///
/// It can stand in for an actor that is asked: [#reply(Request, Object)] answers a request that the
/// test has received, [#whenAsked(Class, Function)] answers all of a kind at once, also while the
/// test's thread waits elsewhere.
///
/// It can [watch][#watch(ActorRef)] and [link to][#link(ActorRef)] other actors. Notices of their
/// ends do not mix with its messages: [#expectDown(ActorRef)] and [#expectExit(ActorRef)] find
/// them. It does not end with the actors that it is linked to.
///
/// *Threading*: every method may be called from every thread that is no actor's. Those that wait
/// block the caller; interrupting it ends the wait with an [ExpectationError] and leaves the
/// interrupt flag set.
///
/// *Defaults*: it waits for 3 s of real time, also under virtual time; [#withPatience(Duration)]
/// changes that, as do [TestSettings] and the system property `talma.patience`.
///
/// @param <M> the type of the messages that it understands
public final class Probe<M> {
  private final Scene scene;
  private final ActorRef<Object> self;
  private final ProbeActor actor;
  private final ProbeReader reader;

  private Probe(Scene scene, ActorRef<Object> self, ProbeActor actor) {
    this.scene = scene;
    this.self = self;
    this.actor = actor;
    this.reader = new ProbeReader(scene, self, actor);
  }

  static <M> Probe<M> start(Scene scene, String name) {
    ProbeActor actor = new ProbeActor();
    return new Probe<>(scene, scene.system().spawn(name, actor.actor()), actor);
  }

  /// {@return a probe that lives in a system, for tests that do without a [TestSystem]}
  ///
  /// @param system where it lives
  /// @param name its name at the top of the system
  /// @param <M> the type of the messages that it understands
  public static <M> Probe<M> in(ActorSystem system, String name) {
    return system instanceof TestSystem testSystem
        ? testSystem.probe(name)
        : start(new Scene(system, Waiting.STANDARD), name);
  }

  /// {@return the same probe with another patience} Both share what has come.
  ///
  /// @param patience how long its expectations wait at most
  public Probe<M> withPatience(Duration patience) {
    return new Probe<>(scene.with(patience), self, actor);
  }

  /// {@return the reference to give to others}
  @SuppressWarnings("unchecked") // the actor behind takes everything
  public ActorRef<M> ref() {
    return (ActorRef<M>) (ActorRef<?>) self;
  }

  // --- messages

  /// Expects the next message to equal this one.
  ///
  /// @param message what to expect
  /// @param <T> its type
  /// @return the message that came
  @SuppressWarnings("unchecked") // what equals it stands for it
  public <T extends M> T expect(T message) {
    Waiting waiting = scene.waiting();
    Optional<Arrival> next = reader.next(waiting);
    if (next.isPresent() && next.get().message().equals(message)) {
      return (T) next.get().message();
    }
    String hint = next.map(got -> Texts.confusion(message, got.message())).orElse("");
    throw reader.unmet(Texts.of(message), next, waiting, hint);
  }

  /// Expects the next message to be of a type.
  ///
  /// @param type what to expect
  /// @param <T> the type
  /// @return the message
  public <T extends M> T expectType(Class<T> type) {
    Waiting waiting = scene.waiting();
    Optional<Arrival> next = reader.next(waiting);
    if (next.isPresent() && type.isInstance(next.get().message())) {
      return type.cast(next.get().message());
    }
    throw reader.unmet("a " + type.getSimpleName(), next, waiting, "");
  }

  /// Expects the next message to be such as described.
  ///
  /// @param description what is expected, as in "expected …"
  /// @param fits whether a message is such
  /// @return the message
  public M expectMatching(String description, Predicate<? super M> fits) {
    Waiting waiting = scene.waiting();
    Optional<Arrival> next = reader.next(waiting);
    if (next.isPresent() && fits.test(message(next.get()))) {
      return message(next.get());
    }
    throw reader.unmet(description, next, waiting, "");
  }

  /// Expects the next messages to be these, in whatever order they come, as they may when they have
  /// more than one sender.
  ///
  /// @param messages what to expect, each as often as it is in there
  /// @return the messages, in the order of their coming
  public List<M> expectInAnyOrder(Collection<? extends M> messages) {
    Waiting waiting = scene.waiting();
    List<M> missing = new ArrayList<>(messages);
    List<M> came = new ArrayList<>();
    while (!missing.isEmpty()) {
      Optional<Arrival> next = reader.next(waiting);
      if (next.isEmpty() || !missing.remove(message(next.get()))) {
        String expected = missing.size() == 1 ? "" : "one of ";
        throw reader.unmet(expected + missing, next, waiting, Texts.line("came before", came));
      }
      came.add(message(next.get()));
    }
    return came;
  }

  /// {@return the next message, whatever it is}
  public M receive() {
    Waiting waiting = scene.waiting();
    return message(
        reader
            .next(waiting)
            .orElseThrow(() -> reader.unmet("a message", Optional.empty(), waiting, "")));
  }

  /// {@return the next messages, whatever they are} All of them have to come within one patience.
  ///
  /// @param count how many
  public List<M> receiveAll(int count) {
    Waiting waiting = scene.waiting();
    List<M> came = new ArrayList<>();
    while (came.size() < count) {
      Optional<Arrival> next = reader.next(waiting);
      if (next.isEmpty()) {
        throw reader.unmet(
            count + " messages, and got " + came.size(), next, waiting, Texts.line("came", came));
      }
      came.add(message(next.get()));
    }
    return came;
  }

  /// Takes messages until one is of a type, and forgets those before it.
  ///
  /// @param type what to look for
  /// @param <T> the type
  /// @return the first message that is of it
  public <T extends M> T fishFor(Class<T> type) {
    return type.cast(fishFor("a " + type.getSimpleName(), type::isInstance));
  }

  /// Takes messages until one is such as described, and forgets those before it.
  ///
  /// @param description what is expected, as in "expected …"
  /// @param fits whether a message is such
  /// @return the first message that is such
  public M fishFor(String description, Predicate<? super M> fits) {
    Waiting waiting = scene.waiting();
    List<Arrival> skipped = new ArrayList<>();
    while (true) {
      Optional<Arrival> next = reader.next(waiting);
      if (next.isEmpty()) {
        throw reader.unmet(description, next, waiting, Texts.line("others that came", skipped));
      }
      if (fits.test(message(next.get()))) {
        return message(next.get());
      }
      skipped.add(next.get());
    }
  }

  /// Expects that no message waits, and that none is on its way: waits until all actors of the
  /// system are at rest, as [TestSystem#settle] does, and looks then. So it takes no longer than
  /// the actors take, and a message that an actor is about to send is not missed.
  ///
  /// What comes from outside, from other threads or by time, is not waited for. Under virtual time,
  /// move the clock first.
  ///
  /// @param busy actors that may go on meanwhile, because they are held up in something that the
  ///   test knows of; those at a [Gate] of the system need not be named
  public void expectNothing(ActorRef<?>... busy) {
    scene.settle(busy);
    requireNothing("by the time that the actors were at rest");
  }

  /// Expects that no message comes for so long in real time. For messages that come from outside of
  /// the system; in all other cases [#expectNothing(ActorRef...)] is quicker and surer.
  ///
  /// @param duration how long to watch
  public void expectNothingFor(Duration duration) {
    Waiting waiting = Waiting.atMost(duration);
    reader
        .next(waiting)
        .ifPresent(
            got -> {
              throw reader.failure(
                  "expected nothing, but got " + got + " after " + waiting.soFar());
            });
  }

  private void requireNothing(String when) {
    List<Arrival> waiting = actor.arrivals.items();
    if (!waiting.isEmpty()) {
      throw reader.failure(
          "expected nothing, but " + when + " had got" + Texts.line("messages", waiting));
    }
  }

  /// {@return the messages that wait, which are taken out} Does not wait for more.
  public List<M> drain() {
    return actor.arrivals.drain().stream().map(this::message).toList();
  }

  /// {@return who sent the message that was received last, if it was an actor}
  public Optional<ActorRef<?>> lastSender() {
    return reader.last().flatMap(Arrival::sender);
  }

  /// Sends a message to an actor, in the name of this probe.
  ///
  /// @param target to whom
  /// @param message the message
  /// @param <T> its type
  public <T> void send(ActorRef<T> target, T message) {
    target.send(message, self);
  }

  // --- requests

  /// Answers a request that has come.
  ///
  /// @param request the request as it was received, or one that equals it
  /// @param value the answer
  /// @param <R> its type
  /// @throws IllegalStateException if no such request has come, or it is answered already
  public <R> void reply(Request<M, R> request, R value) {
    replyTo(request).reply(value);
  }

  /// {@return the right to answer a request that has come, or to fail it} Afterwards
  /// [#reply(Request, Object)] does not know that request any more.
  ///
  /// @param request the request as it was received, or one that equals it
  /// @param <R> the type of the answer
  /// @throws IllegalStateException if no such request has come, or it is answered already
  @SuppressWarnings("unchecked") // the request says what type the answer has
  public <R> ReplyTo<R> replyTo(Request<M, R> request) {
    return (ReplyTo<R>)
        actor
            .replyTo(request)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Probe \"%s\" has no unanswered request %s"
                            .formatted(self.name(), Texts.of(request))));
  }

  /// From now on, answers each request of a type at once. They can be expected all the same. If the
  /// function throws, the ask fails with that.
  ///
  /// {@snippet :
  /// prices.whenAsked(PriceOf.class, ask -> ask.item().length());
  /// int total = shop.ask(new Total());       // asks the probe for prices
  /// }
  ///
  /// @param type which requests
  /// @param answer makes the answer; runs in the probe's actor
  /// @param <R> the type of the answer
  /// @param <Q> the type of the requests
  public <R, Q extends Request<M, R>> void whenAsked(
      Class<Q> type, Function<? super Q, ? extends R> answer) {
    actor.answer(type, answer);
  }

  // --- lives

  /// Watches an actor. When this returns, it does.
  ///
  /// @param target whom to watch
  public void watch(ActorRef<?> target) {
    reader.call("watch " + target.path(), ctx -> ctx.monitor(target));
  }

  /// Watches an actor, and gets a message of its own protocol at its end, in order with the
  /// messages of that actor.
  ///
  /// @param target whom to watch
  /// @param onDown makes the message
  public void watch(ActorRef<?> target, Function<? super Down, ? extends M> onDown) {
    reader.call("watch " + target.path(), ctx -> ctx.monitor(target, onDown));
  }

  /// Waits for the notice that an actor which this probe watches has ended.
  ///
  /// @param target the actor
  /// @return the notice
  public Down expectDown(ActorRef<?> target) {
    return reader.signal(Down.class, target, "watch");
  }

  /// Links to an actor. When this returns, it is done.
  ///
  /// @param target the actor
  public void link(ActorRef<?> target) {
    reader.call("link to " + target.path(), ctx -> ctx.link(target));
  }

  /// Waits for the notice that an actor which is linked to this probe has ended.
  ///
  /// @param target the actor
  /// @return the notice
  public Exit expectExit(ActorRef<?> target) {
    return reader.signal(Exit.class, target, "link");
  }

  /// Ends this probe's actor in an orderly way, and waits for its end.
  public void stop() {
    self.stop();
    reader.awaitEnd();
  }

  /// Lets this probe's actor crash, and waits for its end.
  ///
  /// @param cause what it throws; a [ScriptedCrash] need not be expected by the test
  public void crash(Exception cause) {
    ProbeActor.crash(self, cause);
    reader.awaitEnd();
  }

  /// {@return its path, and what waits}
  @Override
  public String toString() {
    return "probe " + self.path() + " " + actor.arrivals.items();
  }

  @SuppressWarnings("unchecked") // whoever has the reference can only send such
  private M message(Arrival arrival) {
    return (M) arrival.message();
  }
}
