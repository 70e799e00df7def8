package dev.talma.benchmarks.cluster;

/// What fills a message to 100 bytes, beside its number and its value, which have eight each.
final class Payload {
  static final String SOURCE = "sensor-7/celsius";
  static final String TEXT = "A text that is as long as it takes to make the message 100 bytes ...";

  static {
    int bytes = Long.BYTES + Double.BYTES + SOURCE.length() + TEXT.length();
    if (bytes != 100) {
      throw new AssertionError("the message has " + bytes + " bytes");
    }
  }

  private Payload() {}
}
