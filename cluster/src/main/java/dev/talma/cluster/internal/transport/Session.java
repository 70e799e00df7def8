package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;

/// One connection with one run of a peer, from the handshake to the end. Frames arrive in the order
/// in which they were sent in the same lane. A session that has ended never comes back; the next
/// one with the same peer is another one.
///
/// *Threading*: every method may be called from every thread.
public interface Session {

  /// Which frames wait for which. Those of [#CONTROL] do not wait behind those of [#MESSAGES].
  enum Lane {
    /// Membership and heartbeats.
    CONTROL,
    /// Everything whose order matters to actors.
    MESSAGES
  }

  /// A frame to send.
  interface Frame {
    /// {@return what to send; must not change any more}
    byte[] bytes();

    /// It was accepted and will not be sent, as the session has ended. Called at most once, and
    /// never for one that was handed to the operating system.
    void lost();
  }

  /// What became of a frame that was offered.
  enum Offer {
    /// It will be sent, or reported as lost.
    ACCEPTED,
    /// The queue is full.
    FULL,
    /// The session has ended.
    CLOSED
  }

  /// {@return with whom}
  NodeId peer();

  /// {@return where the peer says that it is reached}
  Address address();

  /// {@return what the peer said of itself in the handshake; nothing of it has been checked}
  byte[] greeting();

  /// {@return whether the frame was taken} Never waits. Before [SessionListener#opened] frames are
  /// taken, too, and sent after it.
  ///
  /// @param lane its lane
  /// @param frame the frame
  /// @throws IllegalArgumentException if the frame is longer than both nodes allow
  Offer offer(Lane lane, Frame frame);

  /// As [#offer(Lane, Frame)], but waits for room in a full queue, at most so long. {@return what
  /// became of it; [Offer#FULL] if the time was over}
  ///
  /// @param lane its lane
  /// @param frame the frame
  /// @param nanos how long to wait at most
  /// @throws InterruptedException if the waiting thread is interrupted; then nothing was sent
  Offer offer(Lane lane, Frame frame, long nanos) throws InterruptedException;

  /// {@return whether anything has come from the peer lately}
  ///
  /// @param nanos how long ago at most
  boolean hasHeardWithin(long nanos);

  /// {@return whether it has not ended}
  boolean isOpen();

  /// Ends it, at once: what was accepted and not handed to the operating system is lost. Who wants
  /// that to be sent waits for it before.
  ///
  /// @param why what to tell the peer and the listener
  void close(String why);
}
