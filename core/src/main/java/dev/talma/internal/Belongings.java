package dev.talma.internal;

import dev.talma.Exit;
import dev.talma.Signal;
import dev.talma.SystemMessage;
import dev.talma.remote.AskFailure;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What an actor has made that outlasts one message. Made when it is first needed; only the actor
/// uses it, except for the timers, which may be cancelled from elsewhere.
final class Belongings {
  final Set<Timer> timers = ConcurrentHashMap.newKeySet(2);
  final Set<Watch> watches = new HashSet<>(4);

  /// In the order in which they were put on hold.
  final SequencedSet<HeldMessage<?>> held = new LinkedHashSet<>(4);

  private final Outstanding deferred = new Outstanding();

  /// Present if somebody asks how long it has had nothing to do. Set before the actor begins.
  @Nullable Idleness idleness;

  /// The state that another one has left to this actor, for its first run.
  @Nullable Object received;

  /// The state that this actor leaves to the one that takes its place.
  @Nullable Object handedOver;

  @Nullable Consumer<? super Signal> signalHandler;
  @Nullable Predicate<? super SystemMessage> systemHandler;
  boolean trapsExits;
  @Nullable Function<? super Exit, ?> exitMapping;

  void deferred(PendingAsk ask) {
    deferred.add(ask);
  }

  /// Whether nothing of this will have it do something.
  boolean isAtRest() {
    return timers.isEmpty() && held.isEmpty() && !deferred.isOpen();
  }

  /// Gives up what one run of the actor has made; what is on hold stays.
  void endRun(AskFailure failure) {
    List.copyOf(timers).forEach(Timer::cancel);
    watches.forEach(Watch::drop);
    watches.clear();
    deferred.release(failure);
    received = null;
    signalHandler = null;
    systemHandler = null;
    trapsExits = false;
    exitMapping = null;
  }
}
