package dev.talma.cluster.internal.transport;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Finds out whether the peer of a session is still there: that bytes come from it, and that it
/// takes those that are sent. Everything here happens on the event loop.
///
/// A ping goes out when there was nothing to send, or nothing has come, for a heartbeat; so in each
/// direction there is always something, and a pong answers for those whose heartbeat is slower.
///
/// All sessions of a process look at the same moments: its threads wake up once for all of them.
final class Heartbeat {
  private final EventLoop loop;
  private final Sender sender;
  private final Consumer<String> dead;
  private final long interval;
  private final long limit;
  private final long pace;

  /// Written by the event loop alone.
  private volatile long heardAt;

  private long sent;
  private long sentAt;
  private long pingedAt;
  private long handed;
  private long handedAt;
  private long checkedAt;
  private Future<?> next;

  Heartbeat(EventLoop loop, Sender sender, NetworkSettings settings, Consumer<String> dead) {
    this.loop = loop;
    this.sender = sender;
    this.dead = dead;
    this.interval = settings.heartbeat().toNanos();
    this.limit = settings.silence().toNanos();
    this.pace = Math.max(interval / 2, 1_000_000);
    long now = System.nanoTime();
    heardAt = now;
    sentAt = now;
    pingedAt = now;
    handedAt = now;
    checkedAt = now;
    next = schedule();
  }

  private Future<?> schedule() {
    return loop.schedule(this::check, untilNext(System.nanoTime(), pace), TimeUnit.NANOSECONDS);
  }

  /// {@return how long it is to the next moment at which all of that pace look}
  static long untilNext(long now, long pace) {
    return pace - Math.floorMod(now, pace);
  }

  void stop() {
    var _ = next.cancel(false);
  }

  /// Something has come.
  boolean hasHeardWithin(long nanos) {
    return System.nanoTime() - heardAt <= nanos;
  }

  void heard() {
    heardAt = System.nanoTime();
  }

  private void check() {
    long now = System.nanoTime();
    // If this very process stood still, what has come in the meantime has not been read yet.
    boolean stoodStill = now - checkedAt > pace + limit / 2;
    checkedAt = now;
    next = schedule();
    if (sender.sent() != sent) {
      sent = sender.sent();
      sentAt = now;
    }
    if (sender.handed() != handed || handed == sent) {
      handed = sender.handed();
      handedAt = now;
    }
    if (stoodStill) {
      handedAt = now;
    } else if (now - heardAt > limit) {
      dead.accept("nothing was heard of the peer for " + text(now - heardAt));
      return;
    } else if (now - handedAt > limit) {
      dead.accept("the peer has taken nothing for " + text(now - handedAt));
      return;
    }
    if (now - pingedAt >= interval && (now - sentAt >= interval || now - heardAt >= interval)) {
      pingedAt = now;
      sender.ping();
    }
  }

  /// Closes the session unless something comes within a time.
  void probe(long nanos) {
    long asked = System.nanoTime();
    sender.ping();
    var _ =
        loop.schedule(
            () -> {
              if (heardAt - asked < 0) {
                dead.accept("no answer to a ping within " + text(nanos));
              }
            },
            nanos,
            TimeUnit.NANOSECONDS);
  }

  private static String text(long nanos) {
    return Duration.ofNanos(nanos).toMillis() + " ms";
  }
}
