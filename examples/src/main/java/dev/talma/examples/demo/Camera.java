package dev.talma.examples.demo;

import dev.talma.cluster.Cluster;
import dev.talma.cluster.NodeId;
import dev.talma.examples.cluster.NodeProcess;
import dev.talma.examples.cluster.Shares;
import dev.talma.examples.demo.Picture.Event;
import dev.talma.examples.demo.Picture.Row;
import dev.talma.examples.demo.Picture.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes a picture four times a second and shows it. Events may be told by any thread.
final class Camera implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(250);
  private static final int PER_SECOND = 4;

  private final Screen screen;
  private final Cluster observer;
  private final Fleet fleet;
  private final Load load;
  private final long start;
  private final Thread thread;
  private final List<Event> events = new ArrayList<>();
  private volatile String title = "";
  private volatile boolean stopped;

  /// What each node had answered at the last few pictures.
  private final Deque<Sample> samples = new ArrayDeque<>();

  private final List<Long> history = new ArrayList<>();
  private int taken;
  private Map<NodeId, Double> ring = Map.of();
  private final Map<String, Double> shares = new HashMap<>();

  private record Sample(long nanos, Map<String, Long> byNode) {}

  Camera(Screen screen, Cluster observer, Fleet fleet, Load load, long start) {
    this.screen = screen;
    this.observer = observer;
    this.fleet = fleet;
    this.load = load;
    this.start = start;
    this.thread = Thread.ofPlatform().daemon().name("camera").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// From now on this is what happens.
  void title(String text) {
    title = text;
  }

  /// Something has happened.
  void tell(String text) {
    synchronized (events) {
      events.add(new Event(elapsed(), text));
    }
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void run() {
    try {
      while (!stopped) {
        screen.show(take());
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Picture take() {
    var now = new Sample(System.nanoTime(), load.byNode());
    samples.add(now);
    if (samples.size() > PER_SECOND + 1) {
      samples.remove();
    }
    Sample before = samples.element();
    double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
    lookAtShares();
    List<Row> rows = new ArrayList<>();
    long rate = 0;
    for (NodeProcess process : fleet.processes().values()) {
      String name = process.name();
      long nodeRate =
          (long)
              ((now.byNode().getOrDefault(name, 0L) - before.byNode().getOrDefault(name, 0L))
                  / seconds);
      rate += nodeRate;
      Status status = fleet.status(name);
      boolean there = status != Status.KILLED && status != Status.LEFT;
      rows.add(
          new Row(
              name,
              process.pid(),
              status,
              Optional.ofNullable(shares.get(name)),
              there ? load.on(name).size() : 0,
              nodeRate));
    }
    taken++;
    if (taken % 2 == 0) {
      history.add(rate);
    }
    List<Event> told;
    synchronized (events) {
      told = List.copyOf(events);
    }
    return new Picture(
        elapsed(),
        title,
        rows,
        load.answered(),
        load.failed(),
        rate,
        load.latencies().quantile(0.5),
        load.latencies().quantile(0.99),
        history,
        told);
  }

  /// To find them takes a while, so only when the ring has changed.
  private void lookAtShares() {
    Map<NodeId, Double> now = observer.shares();
    if (!now.equals(ring)) {
      ring = now;
      shares.clear();
      Shares.of(observer).forEach((id, share) -> shares.put(id.name(), share));
    }
  }

  /// Shows the last picture, with lines below it.
  void end(List<String> lines) throws InterruptedException {
    close();
    thread.join();
    screen.end(take(), lines);
  }

  /// Has it take no further picture, and does not wait for the last one.
  @Override
  public void close() {
    stopped = true;
  }
}
