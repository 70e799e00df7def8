package dev.talma.otp;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.NameTakenException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The children of one supervisor: starts and stops them, and knows them in the order of their
/// specs, by id and by reference. It is the state of the supervisor, as [Sys] shows it.
final class Nursery<M> {
  private final Context<M> ctx;
  private final Function<? super Down, ? extends M> news;
  private final LinkedHashSet<Child> all = new LinkedHashSet<>();
  private final Map<String, Child> byId = new HashMap<>();
  private final Map<ActorRef<?>, Child> running = new HashMap<>();
  private final boolean ordered;
  private long lastPlace;
  private volatile int count;

  /// @param ordered whether the children keep their order, in which they are stopped
  /// @param news makes the message about an end
  Nursery(Context<M> ctx, boolean ordered, Function<? super Down, ? extends M> news) {
    this.ordered = ordered;
    this.ctx = ctx;
    this.news = news;
  }

  long now() {
    return ctx.system().settings().timeSource().nanoTime();
  }

  // --- the list

  Child add(ChildSpec<?> spec) {
    Child child = new Child(spec, ordered ? ++lastPlace : 0);
    all.add(child);
    byId.putIfAbsent(spec.id(), child); // ids may come twice where nobody looks for them
    count = all.size();
    return child;
  }

  void drop(Child child) {
    all.remove(child);
    byId.remove(child.spec.id(), child);
    count = all.size();
  }

  List<Child> all() {
    return List.copyOf(all);
  }

  /// {@return a child and those after it}
  List<Child> from(Child first) {
    List<Child> rest = new ArrayList<>();
    for (Child child : all) {
      if (child == first || !rest.isEmpty()) {
        rest.add(child);
      }
    }
    return rest;
  }

  @Nullable Child byId(String id) {
    return byId.get(id);
  }

  @Nullable Child byRef(ActorRef<?> ref) {
    return running.get(ref);
  }

  int count() {
    return count;
  }

  List<ChildInfo> infos() {
    return all.stream().map(Child::info).toList();
  }

  ChildCounts counts() {
    int supervisors =
        (int) all.stream().filter(child -> child.spec.type() == ChildType.SUPERVISOR).count();
    return new ChildCounts(all.size(), running.size(), supervisors, all.size() - supervisors);
  }

  // --- start and stop

  /// Starts a child of the list, and waits until it has begun. If it does not, or need not, it is
  /// left as it was.
  StartResult<?> start(Child child) throws InterruptedException {
    return start(child, child.spec);
  }

  private <C> StartResult<C> start(Child child, ChildSpec<C> spec) throws InterruptedException {
    Start.Note note = new Start.Note();
    if (spec.recipe().isAwaited()) {
      note.awaited();
    }
    Actor<C> actor;
    try {
      actor = spec.actor(note).place(child.place);
    } catch (Exception | AssertionError e) { // the decoration is not ours; its siblings go on
      return new StartResult.Failed<>(ExitReason.crashed(e));
    }
    ActorRef<C> ref = spawn(spec.id(), actor);
    StartResult<C> result =
        spec.recipe().isAwaited() ? await(ref, note) : new StartResult.Started<>(ref);
    if (result instanceof StartResult.Started<C>) {
      running.put(ref, child);
      child.runs(ref, now());
    }
    return result;
  }

  private <C> ActorRef<C> spawn(String id, Actor<C> actor) {
    try {
      return ctx.spawnMonitored(id, actor, news);
    } catch (NameTakenException twice) { // where ids may come twice
      return ctx.spawnMonitored(actor, news);
    }
  }

  private static <C> StartResult<C> await(ActorRef<C> ref, Start.Note note)
      throws InterruptedException {
    try {
      return Start.await(ref, note);
    } catch (AskTimeoutException givenUp) { // by the one who has asked for the child
      awaitEnd(ref);
      return new StartResult.Failed<>(ExitReason.crashed(givenUp));
    }
  }

  /// Ends a child, if it runs, and waits for that.
  void stop(Child child) throws InterruptedException {
    ActorRef<?> ref = child.ref();
    child.stopped();
    if (ref == null) {
      return;
    }
    running.remove(ref);
    switch (child.spec.shutdown()) {
      case Shutdown.BrutalKill() -> {
        ref.kill();
        awaitEnd(ref);
      }
      case Shutdown.Infinity() -> {
        ref.stop();
        awaitEnd(ref);
      }
      case Shutdown.Within(var patience) -> {
        Cancellable timer =
            ctx.system()
                .settings()
                .timeSource()
                .schedule(
                    Duration.ofNanos(Start.nanos(patience)),
                    () -> {
                      SupervisorLog.killing(ref, patience);
                      ref.kill();
                    });
        try {
          ref.stop();
          awaitEnd(ref);
        } finally {
          timer.cancel();
        }
      }
    }
  }

  private static void awaitEnd(ActorRef<?> ref) throws InterruptedException {
    boolean _ = ref.awaitTermination(Start.FOREVER);
  }

  /// {@return the child whose actor has ended, if it was not ended here}
  Optional<Child> ended(ActorRef<?> ref) {
    Child child = running.remove(ref);
    if (child != null) {
      child.stopped();
    }
    return Optional.ofNullable(child);
  }

  @Override
  public String toString() {
    return count == 1 ? "1 child" : count + " children";
  }
}
