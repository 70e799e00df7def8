package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Links with a named actor of another node, whose name is not that node's any more when the
/// connection with it ends.
class LinksOfOneNodeTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  sealed interface Job {
    record Link(ActorRef<?> whom) implements Job, Request<Job, Boolean> {}

    record Unlink(ActorRef<?> whom) implements Job, Request<Job, Boolean> {}

    record Monitor(ActorRef<?> whom) implements Job, Request<Job, Boolean> {}

    record Count() implements Job, Request<Job, Integer> {}

    record Ended() implements Job {}
  }

  private final ActorType<Job> type = ActorType.of("type", Job.class, LinksOfOneNodeTest::linker);
  private final OneNode node = new OneNode(type);

  private static Actor<Job> linker() {
    return (mailbox, ctx) -> {
      int ended = 0;
      for (var msg : mailbox) {
        switch (msg) {
          case Job.Link it -> {
            ctx.link(it.whom());
            ctx.reply(it, true);
          }
          case Job.Unlink it -> {
            ctx.unlink(it.whom());
            ctx.reply(it, true);
          }
          case Job.Monitor it -> {
            ctx.monitor(it.whom(), _ -> new Job.Ended());
            ctx.reply(it, true);
          }
          case Job.Count it -> ctx.reply(it, ended);
          case Job.Ended() -> ended++;
        }
      }
    };
  }

  @AfterEach
  void close() {
    node.close();
  }

  private ActorRef<Job> spawn() {
    return node.gateway().local().spawn(linker());
  }

  @Test
  void aLinkEndsWithTheConnectionOfTheNodeThatItWasMadeWith() throws Exception {
    Link _ = node.connect(new FakeSession(OneNode.peer()));
    node.formBoth();
    ActorRef<?> ref = node.ofPeer(type).ref();
    ActorRef<Job> former = spawn();
    ActorRef<Job> unlinked = spawn();
    ActorRef<Job> again = spawn();
    for (ActorRef<Job> each : List.of(former, unlinked, again)) {
      assertTrue(each.ask(new Job.Link(ref), LONG));
    }
    assertTrue(unlinked.ask(new Job.Unlink(ref), LONG));
    node.form(); // it stands still, and its connection has not ended yet
    ActorRef<Job> later = spawn();
    for (ActorRef<Job> each : List.of(later, again)) {
      assertTrue(each.ask(new Job.Link(ref), LONG));
    }
    assertTrue(later.ask(new Job.Monitor(ref), LONG));
    node.disconnect();
    assertTrue(former.awaitTermination(LONG), "it is not told");
    assertEquals(ExitReason.noConnection(), former.exitReason().orElseThrow());
    for (ActorRef<Job> each : List.of(unlinked, later, again)) {
      assertEquals(0, each.ask(new Job.Count(), LONG));
    }
  }
}
