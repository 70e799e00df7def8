package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorSnapshot;
import dev.talma.ActorSnapshot.State;
import dev.talma.ActorSnapshot.Style;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActorTreeTest {

  @Test
  void drawsTheActorsWithWhatTheyDo() {
    ActorSnapshot top =
        actor(
            "/",
            Style.SCOPE,
            State.IDLE,
            0,
            0,
            actor(
                "/shop",
                Style.LOOP,
                State.RUNNING,
                3,
                1,
                actor("/shop/cart-7", Style.HANDLER, State.IDLE, 0, 2),
                actor("/shop/till", Style.HANDLER, State.STOPPING, 0, 0)),
            actor("/probe-1", Style.HANDLER, State.IDLE, 0, 0));

    assertEquals(
        """
            /             scope, idle
            ├─ shop       loop, running, 3 waiting, 1 restart
            │  ├─ cart-7  handler, idle, 2 restarts
            │  └─ till    handler, stopping
            └─ probe-1    handler, idle""",
        ActorTree.of(top).stripIndent());
  }

  @Test
  void leavesOutWhatIsTooMuchToRead() {
    ActorSnapshot[] many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> actor("/a" + i, Style.HANDLER, State.IDLE, 0, 0))
            .toArray(ActorSnapshot[]::new);

    List<String> lines =
        ActorTree.of(actor("/", Style.SCOPE, State.IDLE, 0, 0, many)).lines().toList();

    assertEquals(22, lines.size());
    assertTrue(lines.getLast().matches(" +└─ … +980 more"), lines.getLast());
  }

  @Test
  void leavesOutWhatIsTooDeepToRead() {
    ActorSnapshot deep = actor("/x", Style.SCOPE, State.IDLE, 0, 0);
    for (int i = 0; i < 1_000; i++) {
      deep = actor("/x", Style.SCOPE, State.IDLE, 0, 0, deep);
    }

    assertEquals(101, ActorTree.of(deep).lines().count());
  }

  private static ActorSnapshot actor(
      String path, Style style, State state, int waiting, int restarts, ActorSnapshot... children) {
    return new ActorSnapshot(path, style, state, waiting, restarts, List.of(children));
  }
}
