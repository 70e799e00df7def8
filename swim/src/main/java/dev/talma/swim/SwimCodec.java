package dev.talma.swim;

/// Turns the messages of ScaleCube's SWIM protocol into bytes and back, and nothing else.
public final class SwimCodec {
  private SwimCodec() {}
}
