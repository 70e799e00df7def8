package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.transport.Session;

/// A note as bytes. If it does not leave, the loss of the connection says the rest.
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record NoteFrame(byte[] bytes, Traffic traffic) implements Session.Frame {
  @Override
  public void lost() {
    traffic.lost();
  }
}
