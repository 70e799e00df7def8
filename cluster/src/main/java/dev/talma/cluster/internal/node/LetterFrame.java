package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.remote.AskFailure;
import dev.talma.remote.Parcel;
import java.util.function.BooleanSupplier;

/// A parcel as bytes. If they do not leave, it is settled as what nobody will handle.
final class LetterFrame implements Session.Frame {
  private final byte[] bytes;
  private final Parcel parcel;
  private final ActorRef<?> target;
  private final Traffic traffic;
  private final BooleanSupplier takeBack;

  /// @param takeBack called when it is lost; says whether the asker, if there is one, is still to
  ///   be told
  LetterFrame(
      byte[] bytes, Parcel parcel, ActorRef<?> target, Traffic traffic, BooleanSupplier takeBack) {
    this.bytes = bytes;
    this.parcel = parcel;
    this.target = target;
    this.traffic = traffic;
    this.takeBack = takeBack;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void lost() {
    traffic.lost();
    if (takeBack.getAsBoolean()) {
      unreachable(parcel, target, "the connection was lost before the message left");
    } else {
      parcel.deadLetter(target, DeadLetter.Reason.NODE_LOST);
    }
  }

  /// Settles a parcel to a node without a connection.
  static void unreachable(Parcel parcel, ActorRef<?> target, String why) {
    parcel.undeliverable(target, DeadLetter.Reason.NODE_LOST, new AskFailure.NotSent(target, why));
  }
}
