package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.cluster.internal.placement.Presence;
import dev.talma.remote.EndListener;
import dev.talma.remote.Gateway;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The named actors that run on this node. One that leaves stays in here until the last message
/// that waited for it is on its way, so that nothing gets past it.
final class Residents {
  private final Gateway gateway;
  private final Traffic traffic;
  private final Barrier barrier;
  private final Relatives relatives;
  private final ConcurrentMap<Target.Named, Resident> all = new ConcurrentHashMap<>();

  /// The names of those that run, and of those that have ended and are still known to somebody.
  private final Map<ActorRef<?>, Target.Named> targets =
      Collections.synchronizedMap(new WeakHashMap<>());

  /// Who is told of those that come and go. The first two are called while nobody else can have the
  /// name; they neither wait nor look at who has it.
  interface Relatives {
    /// One has a name from now on.
    void began(Target.Named target);

    /// One that has ended has its name no longer, which may be another one's by now.
    void replaced(Resident former);

    /// One has a name from now on whose former one has ended, and has its last messages.
    void inherits(Resident heir);

    /// One has ended, with the reason, or has departed.
    void over(Resident resident, Optional<ExitReason> reason);
  }

  Residents(Gateway gateway, Traffic traffic, Barrier barrier, Relatives relatives) {
    this.gateway = gateway;
    this.traffic = traffic;
    this.barrier = barrier;
    this.relatives = relatives;
  }

  @Nullable Resident find(Target.Named target) {
    Resident there = all.get(target);
    return there == null || there.hasEnded() ? null : there;
  }

  /// Whether there is one, or one has ended and not everybody has been told of it.
  boolean has(Target.Named target) {
    return all.containsKey(target);
  }

  /// Calls the code with the one that has a name, which neither begins nor ends to have it
  /// meanwhile.
  void with(Target.Named target, Consumer<Optional<Resident>> code) {
    all.compute(
        target,
        (_, there) -> {
          code.accept(Optional.ofNullable(there));
          return there;
        });
  }

  Collection<Resident> all() {
    return all.values();
  }

  /// {@return what an actor of this node is called, if it is a named one}
  Optional<Target.Named> targetOf(ActorRef<?> ref) {
    Target.Named known = targets.get(ref);
    return known == null ? gateway.named(ref).map(Residents::target) : Optional.of(known);
  }

  private static Target.Named target(Gateway.Name name) {
    return new Target.Named(name.type(), name.name());
  }

  /// {@return the one of that name, started if there is none}
  Resident start(
      ActorType<?> type, Target.Named target, Optional<Object> state, Presence presence) {
    Resident made = new Resident(type, target, run(type, target, state), presence);
    Resident there =
        all.compute(
            target,
            (_, other) -> {
              boolean isFree = other == null || (other.hasEnded() && other.ref() != made.ref());
              if (isFree && other != null) {
                relatives.replaced(other); // before anybody can watch the next one
              }
              relatives.began(target); // before it can end
              return isFree ? made : other;
            });
    if (there == made) {
      watch(made);
    }
    return there;
  }

  /// {@return who takes the name of one that has left, while its last messages are on their way}
  ActorRef<?> startNext(Resident leaving, Optional<Object> state) {
    return run(leaving.type(), leaving.target(), state);
  }

  private ActorRef<?> run(ActorType<?> type, Target.Named target, Optional<Object> state) {
    if (UnknownType.is(type)) {
      traffic.refused();
      NodeLog.unknownType(target);
      throw new StartFailure(UnknownType.refusal(target, gateway.local().name()));
    }
    try {
      return barrier.within(() -> gateway.start(type, target.name(), state));
    } catch (RuntimeException | Error e) { // of one actor, not of all who wait for others
      NodeLog.notStarted(target, e);
      throw new StartFailure(target, e);
    }
  }

  private void watch(Resident resident) {
    targets.put(resident.ref(), resident.target());
    Thread starter = Thread.currentThread();
    AtomicBoolean within = new AtomicBoolean(true);
    Runnable _ =
        gateway.watch(
            resident.ref(),
            new EndListener() {
              @Override
              public void ended(ExitReason reason) {
                finish(Optional.of(reason));
              }

              @Override
              public void departed() {
                finish(Optional.empty());
              }

              // not within the start, whose caller has locks that are needed for this.
              private void finish(Optional<ExitReason> reason) {
                if (within.get() && Thread.currentThread() == starter) {
                  var _ = Thread.ofVirtual().start(() -> over(resident, reason));
                } else {
                  over(resident, reason);
                }
              }
            });
    within.set(false);
  }

  private void over(Resident resident, Optional<ExitReason> reason) {
    @Nullable Resident heir =
        resident
            .end()
            .map(next -> new Resident(resident.type(), resident.target(), next, Presence.NATIVE))
            .orElse(null);
    Resident now =
        all.computeIfPresent(
            resident.target(),
            (_, there) -> {
              if (there != resident) {
                return there;
              }
              if (reason.isPresent()) {
                relatives.replaced(resident);
              }
              return heir;
            });
    if (heir != null && now == heir) {
      watch(heir);
      relatives.inherits(heir);
    }
    relatives.over(resident, reason);
  }
}
