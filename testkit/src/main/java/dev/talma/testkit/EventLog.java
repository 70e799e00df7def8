package dev.talma.testkit;

import dev.talma.Cancellable;
import dev.talma.SystemEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/// The events of one type that a system has noted, for a test to expect.
///
/// {@snippet :
/// var restarts = system.record(SystemEvent.Restarting.class);
/// counter.send(new Counter.Break());
/// restarts.expect("the counter", restart -> restart.ref().equals(counter));
/// restarts.expectNone();
/// }
///
/// Events are claimed: each `expect` takes the first one that fits and that none before it has
/// taken, and [#expectNone()] says that there are no others. The order of expectations need not be
/// that of the events.
///
/// *Threading*: every method may be called from every thread that is no actor's. Those that wait
/// block the caller.
///
/// *Defaults*: expectations wait for as long as the [TestSystem] has patience. The first 100,000
/// events are kept, and others only counted.
///
/// @param <E> the type of the events
public final class EventLog<E extends SystemEvent> {
  private final Scene scene;
  private final Class<E> type;
  private final String what;
  private final Function<? super E, String> text;
  private final Inbox<E> unclaimed = new Inbox<>();

  /// Guarded by itself.
  private final List<E> all = new ArrayList<>();

  private final AtomicLong count = new AtomicLong();

  /// @param what one event in a word
  /// @param text one event in a line
  EventLog(Scene scene, Class<E> type, String what, Function<? super E, String> text) {
    this.scene = scene;
    this.type = type;
    this.what = what;
    this.text = text;
  }

  /// Begins to listen.
  EventLog<E> open() {
    Cancellable _ = scene.listen(type, this::add);
    return this;
  }

  private void add(E event) {
    if (count.get() < Listening.MOST) {
      synchronized (all) {
        all.add(event);
      }
      unclaimed.add(event);
    }
    count.incrementAndGet(); // last, so that whoever sees the count sees the event
  }

  /// Waits for an event.
  ///
  /// @param description what is expected, as in "expected a crash: …"
  /// @param fits whether an event is the one
  /// @return the first one that fits and was not claimed before
  /// @throws ExpectationError if there is none in time
  public E expect(String description, Predicate<? super E> fits) {
    Waiting waiting = scene.waiting();
    try {
      return unclaimed
          .take(fits, waiting)
          .orElseThrow(
              () ->
                  scene.failure(
                      "Expected a %s: %s\n  but none came for %s%s"
                          .formatted(
                              what,
                              description,
                              waiting.soFar(),
                              Texts.line("others", texts(unclaimed.items())))));
    } catch (InterruptedException e) {
      throw scene.interrupted("it waited for a " + what, e);
    }
  }

  /// Expects that no event is left which nothing has claimed, and that none is on its way: waits
  /// until all actors are at rest, as [TestSystem#settle] does, and looks then.
  ///
  /// @throws ExpectationError if there is one
  public void expectNone() {
    scene.settle();
    List<E> left = unclaimed.items();
    if (!left.isEmpty()) {
      throw scene.failure(
          "Expected no further %s, but there %s %d%s"
              .formatted(
                  what,
                  left.size() == 1 ? "is" : "are",
                  left.size(),
                  Texts.line("namely", texts(left))));
    }
  }

  /// {@return the events so far, claimed or not, in the order in which the system noted them}
  public List<E> all() {
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /// {@return the events so far that no expectation has claimed}
  public List<E> unclaimed() {
    return unclaimed.items();
  }

  /// {@return how many events there were so far, kept or not}
  public long count() {
    return count.get();
  }

  /// {@return what there is}
  @Override
  public String toString() {
    long seen = Math.max(count(), all().size()); // one may be there that is not counted yet
    return seen + " × " + what + Texts.line("unclaimed", texts(unclaimed.items()));
  }

  private List<String> texts(List<E> events) {
    return events.stream().map(text).toList();
  }
}
