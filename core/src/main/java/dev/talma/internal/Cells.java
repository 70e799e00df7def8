package dev.talma.internal;

import dev.talma.ActorRef;
import java.util.Objects;

/// Finds the actor behind a reference.
final class Cells {
  private Cells() {}

  static Cell<?> of(ActorRef<?> ref) {
    Objects.requireNonNull(ref, "the reference");
    if (ref instanceof Cell<?> cell) {
      return cell;
    }
    if (ref instanceof ViaRef<?> via) {
      return of(via.target());
    }
    throw new IllegalArgumentException(
        ref + " is a " + ref.getClass().getName() + ", which is no reference made by Talma");
  }
}
