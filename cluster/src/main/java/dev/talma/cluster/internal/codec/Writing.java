package dev.talma.cluster.internal.codec;

import dev.talma.cluster.NotSendableException;
import org.jspecify.annotations.Nullable;

/// One value on its way out.
final class Writing {
  /// How deep values may be nested: enough for what people mean, too little to exhaust a stack.
  static final int DEPTH = 64;

  final Output out;
  final RefCodec refs;
  // By the number of the shape; null or empty where the peer understands all.
  private final @Nullable String[] problems;
  private final @Nullable String[][] constants;
  private int depth;

  Writing(Output out, RefCodec refs, @Nullable String[] problems, @Nullable String[][] constants) {
    this.out = out;
    this.refs = refs;
    this.problems = problems;
    this.constants = constants;
  }

  void enter(String what) {
    if (++depth > DEPTH) {
      throw new NotSendableException(
          "A value is nested more than "
              + DEPTH
              + " deep, or holds itself ("
              + what
              + "). Send a flatter one, such as a List in place of a chain");
    }
  }

  void leave() {
    depth--;
  }

  /// Refuses what the peer would not understand.
  void check(LocalShape shape) {
    String problem = problems[shape.number];
    if (problem != null) {
      throw new NotSendableException(problem);
    }
  }

  void checkConstant(LocalShape shape, int ordinal) {
    @Nullable String[] each = constants[shape.number];
    String problem = each.length == 0 ? null : each[ordinal];
    if (problem != null) {
      throw new NotSendableException(problem);
    }
  }

  static NotSendableException missing(String where) {
    return new NotSendableException(
        "There is a null in "
            + where
            + ", and null is not sent between nodes. Make it an Optional, or give it a value");
  }
}
