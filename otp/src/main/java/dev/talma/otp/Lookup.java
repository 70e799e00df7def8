package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import java.util.Optional;

/// References to children that find them by their paths.
final class Lookup {
  private Lookup() {}

  static <M> ActorRef<M> below(ActorSystem system, String parent, ChildSpec<M> child) {
    String path = parent + "/" + child.id();
    return system.via(path.substring(1), () -> find(system, path));
  }

  @SuppressWarnings("unchecked") // it was started with the spec of that id
  private static <M> Optional<ActorRef<M>> find(ActorSystem system, String path) {
    return system.find(path).map(ref -> (ActorRef<M>) ref);
  }
}
