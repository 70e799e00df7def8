package dev.talma.cluster.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A frame that counts how often it was lost.
final class TestFrame implements Session.Frame {
  final byte[] bytes;
  final AtomicInteger lost = new AtomicInteger();

  TestFrame(byte[] bytes) {
    this.bytes = bytes;
  }

  static TestFrame of(String text) {
    return new TestFrame(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public void lost() {
    lost.incrementAndGet();
  }
}
