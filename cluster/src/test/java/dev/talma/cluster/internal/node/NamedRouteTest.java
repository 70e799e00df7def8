package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.talma.cluster.DevelopmentCluster;
import dev.talma.remote.Handle;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a node knows of the way to an actor of a type that it does not have.
class NamedRouteTest {
  private static final Target.Named TARGET = new Target.Named("unknown", "a");

  @Test
  void theRoleThatComesWithAReferenceCountsAlsoIfAMessageWasThereFirst() {
    try (var cluster = DevelopmentCluster.start(1)) {
      NamedActors actors = ((ClusterNode) cluster.node(0)).parts().actors();
      Handle<?> first = actors.handle(TARGET);
      assertEquals(Optional.empty(), actors.route(first).key().role());
      Handle<?> then = actors.handle(TARGET, Optional.of("back"));
      assertSame(first, then);
      assertEquals(Optional.of("back"), actors.route(first).key().role());
      assertEquals(Optional.of("back"), actors.route(first).type().role());
      assertSame(first, actors.handle(TARGET));
      assertEquals(Optional.of("back"), actors.route(actors.handle(TARGET)).key().role());
    }
  }
}
