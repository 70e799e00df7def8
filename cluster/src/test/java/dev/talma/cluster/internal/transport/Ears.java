package dev.talma.cluster.internal.transport;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session.Lane;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener that keeps what it hears, and holds the order of calls to the contract.
final class Ears implements SessionListener {
  /// What was heard.
  sealed interface Heard {
    record Opened(Session session) implements Heard {}

    record Received(Session session, Lane lane, String text) implements Heard {}

    record Closed(Session session, String why) implements Heard {}
  }

  final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  final List<String> faults = new CopyOnWriteArrayList<>();
  private final Map<Session, String> state = new ConcurrentHashMap<>();
  private final Map<NodeId, Session> current = new ConcurrentHashMap<>();

  @Override
  public void opened(Session session) {
    if (state.put(session, "open") != null) {
      faults.add("opened twice: " + session);
    }
    Session former = current.put(session.peer(), session);
    if (former != null) {
      faults.add("opened while another is: " + session);
    }
    heard.add(new Heard.Opened(session));
  }

  @Override
  public void received(Session session, Lane lane, ByteBuf frame) {
    if (!"open".equals(state.get(session))) {
      faults.add("a frame while " + state.get(session) + ": " + session);
    }
    String text =
        frame.readableBytes() > 200
            ? frame.readableBytes() + " bytes"
            : new String(ByteBufUtil.getBytes(frame), StandardCharsets.UTF_8);
    heard.add(new Heard.Received(session, lane, text));
  }

  @Override
  public void closed(Session session, String why) {
    if (!"open".equals(state.put(session, "closed"))) {
      faults.add("closed while not open: " + session);
    }
    current.remove(session.peer(), session);
    heard.add(new Heard.Closed(session, why));
  }

  /// {@return how many sessions are open as the listener knows}
  int open() {
    return current.size();
  }

  /// {@return the next of a kind} Others before it are dropped.
  <T extends Heard> T next(Class<T> kind) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      Heard next = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new AssertionError("Nothing of the kind was heard in time: " + kind.getSimpleName());
      }
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
    }
  }

  String nextText() throws InterruptedException {
    return next(Heard.Received.class).text();
  }

  String nextClosed() throws InterruptedException {
    return next(Heard.Closed.class).why();
  }
}
