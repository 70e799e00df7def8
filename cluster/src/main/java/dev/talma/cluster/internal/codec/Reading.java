package dev.talma.cluster.internal.codec;

/// One value on its way in.
final class Reading {
  final Input in;
  final RefCodec refs;
  private int depth;

  Reading(Input in, RefCodec refs) {
    this.in = in;
    this.refs = refs;
  }

  void enter() {
    if (++depth > Writing.DEPTH) {
      throw new MalformedException("A value is nested more than " + Writing.DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
