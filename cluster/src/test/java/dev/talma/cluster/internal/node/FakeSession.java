package dev.talma.cluster.internal.node;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A session that takes what the test lets it take, and sends nothing.
class FakeSession implements Session {
  private final NodeId peer;
  private final List<Frame> taken = new CopyOnWriteArrayList<>();
  private volatile Offer answer = Offer.ACCEPTED;
  private volatile boolean narrow;

  FakeSession(NodeId peer) {
    this.peer = peer;
  }

  /// {@return one that has ended}
  static FakeSession closed(NodeId peer) {
    FakeSession session = new FakeSession(peer);
    session.answer(Offer.CLOSED);
    return session;
  }

  /// What it says to offers from now on.
  void answer(Offer offer) {
    answer = offer;
  }

  /// From now on there is room for those alone who wait for it.
  void beNarrow() {
    answer = Offer.FULL;
    narrow = true;
  }

  List<Frame> taken() {
    return List.copyOf(taken);
  }

  /// It ends, with all that it has taken.
  void lose() {
    answer = Offer.CLOSED;
    taken().forEach(Frame::lost);
  }

  @Override
  public Offer offer(Lane lane, Frame frame) {
    if (answer == Offer.ACCEPTED) {
      taken.add(frame);
    }
    return answer;
  }

  @Override
  public Offer offer(Lane lane, Frame frame, long nanos) throws InterruptedException {
    if (narrow && answer == Offer.FULL) {
      taken.add(frame);
      return Offer.ACCEPTED;
    }
    return offer(lane, frame);
  }

  @Override
  public NodeId peer() {
    return peer;
  }

  @Override
  public Address address() {
    return new Address("127.0.0.1", 1);
  }

  @Override
  public byte[] greeting() {
    return new byte[0];
  }

  @Override
  public boolean hasHeardWithin(long nanos) {
    return false;
  }

  @Override
  public boolean isOpen() {
    return answer != Offer.CLOSED;
  }

  @Override
  public void close(String why) {
    answer = Offer.CLOSED;
  }
}
