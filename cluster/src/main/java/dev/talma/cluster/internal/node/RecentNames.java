package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.codec.Input;
import org.jspecify.annotations.Nullable;

/// Whom the last messages over a link were for. The next one is for one of these as a rule, and
/// then no texts have to be made of its bytes.
///
/// *Threading*: only the thread that reads what comes over the link.
final class RecentNames {
  private static final int SIZE = 64; // a power of two

  private final Target.@Nullable Named[] recent = new Target.@Nullable Named[SIZE];

  /// {@return the next type and name}
  Target.Named read(Input in) {
    int slot = in.hashOfTexts(2) & (SIZE - 1);
    Target.Named there = recent[slot];
    if (there != null && in.skip(there.bytes())) {
      return there;
    }
    Target.Named made = new Target.Named(in.text(), in.text());
    recent[slot] = made;
    return made;
  }
}
