package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;

/// A parcel as bytes. If they do not leave, it is settled as what nobody will handle.
final class LetterFrame implements Session.Frame {
  private final byte[] bytes;
  private final Parcel parcel;
  private final ActorRef<?> target;
  private final Traffic traffic;

  LetterFrame(byte[] bytes, Parcel parcel, ActorRef<?> target, Traffic traffic) {
    this.bytes = bytes;
    this.parcel = parcel;
    this.target = target;
    this.traffic = traffic;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void lost() {
    traffic.lost();
    unreachable(parcel, target, "the connection was lost before the message left");
  }

  /// Settles a parcel to a node without a connection.
  static void unreachable(Parcel parcel, ActorRef<?> target, String why) {
    parcel.undeliverable(target, DeadLetter.Reason.NODE_LOST, new AskFailure.NodeLost(target, why));
  }
}
