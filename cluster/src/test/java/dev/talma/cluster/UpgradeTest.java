package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Cancellable;
import dev.talma.DeadLetter;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.RequestFailedException;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two nodes in the middle of an upgrade: one has types of actors that the other one has not.
class UpgradeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final BlockingQueue<String> NEWS = new LinkedBlockingQueue<>();

  sealed interface Talk {
    record Host() implements Talk, Request<Talk, String> {}

    record News(String what) implements Talk {}

    /// Sends another one something, and is its sender.
    record Tell(ActorRef<Talk> whom, Talk what) implements Talk {}

    /// Answers the sender, as one does who knows nothing of it.
    record Hello() implements Talk {}

    record HostOf(ActorRef<Talk> whom) implements Talk, Request<Talk, String> {}

    record Watch(ActorRef<Talk> whom) implements Talk, Request<Talk, Boolean> {}

    record Keep(Optional<ActorRef<Talk>> ref) implements Talk {}

    record Kept() implements Talk, Request<Talk, Optional<ActorRef<Talk>>> {}
  }

  /// The protocol of a type that is new with it.
  sealed interface Fresh {
    record Hint() implements Fresh {}

    record Question() implements Fresh, Request<Fresh, String> {}
  }

  static final ActorType<Fresh> FRESH =
      ActorType.of("fresh", Fresh.class, () -> (mailbox, _) -> mailbox.forEach(_ -> {}));
  static final ActorType<Talk> OLD = ActorType.of("old", Talk.class, UpgradeTest::talk);
  static final ActorType<Talk> NEW = ActorType.of("new", Talk.class, UpgradeTest::talk);
  static final ActorType<Talk> BACK =
      ActorType.of("back", Talk.class, UpgradeTest::talk).withRole("back");

  static Actor<Talk> talk() {
    return (mailbox, ctx) -> {
      Optional<ActorRef<Talk>> kept = Optional.empty();
      for (var msg : mailbox) {
        switch (msg) {
          case Talk.Host it -> ctx.reply(it, ctx.system().name());
          case Talk.News(String what) -> NEWS.add(what);
          case Talk.Tell(var whom, var what) -> whom.send(what);
          case Talk.Hello() -> {
            @SuppressWarnings("unchecked") // all here have one protocol
            ActorRef<Talk> sender = (ActorRef<Talk>) ctx.sender().orElseThrow();
            sender.send(new Talk.News("hello from " + ctx.system().name()));
          }
          case Talk.HostOf it -> {
            try {
              ctx.reply(it, it.whom().ask(new Talk.Host(), LONG));
            } catch (RequestFailedException e) {
              ctx.reply(it, String.valueOf(e.getMessage()));
            }
          }
          case Talk.Watch it -> {
            ctx.monitor(it.whom(), down -> new Talk.News(down.reason().getClass().getSimpleName()));
            ctx.reply(it, true);
          }
          case Talk.Keep(var ref) -> kept = ref;
          case Talk.Kept it -> ctx.reply(it, kept);
        }
      }
    };
  }

  private static Cluster upgraded;
  private static Cluster older;
  private static int count;

  @BeforeAll
  static void begin() throws InterruptedException {
    upgraded =
        Cluster.join(
            s ->
                s.timing(Timing.local())
                    .node("upgraded")
                    .roles("back")
                    .types(OLD, NEW, BACK, FRESH));
    older =
        Cluster.join(
            s ->
                s.timing(Timing.local())
                    .node("older")
                    .seeds(upgraded.address().toString())
                    .types(OLD));
    assertTrue(upgraded.awaitMembers(2, LONG));
    assertTrue(older.awaitMembers(2, LONG));
  }

  @AfterAll
  static void end() {
    older.close();
    upgraded.close();
  }

  /// A reference of the upgraded node.
  private static synchronized <M> ActorRef<M> on(Cluster node, ActorType<M> type) {
    while (true) {
      String name = "n" + count++;
      if (upgraded.owner(type, name).orElseThrow().id().equals(node.id())) {
        return upgraded.actor(type, name);
      }
    }
  }

  private static String next() throws InterruptedException {
    String next = NEWS.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  @Test
  void aSenderOfAnUnknownTypeIsHeardAndCanBeAnswered() throws Exception {
    ActorRef<Talk> there = on(older, OLD);
    on(upgraded, NEW).send(new Talk.Tell(there, new Talk.News("heard")));
    assertEquals("heard", next());
    on(upgraded, NEW).send(new Talk.Tell(there, new Talk.Hello()));
    assertEquals("hello from older", next());
    for (int i = 0; i < 5; i++) { // by its name alone, some of them would belong to the older node
      on(upgraded, BACK).send(new Talk.Tell(there, new Talk.Hello()));
      assertEquals("hello from older", next());
    }
  }

  @Test
  void aReferenceOfAnUnknownTypeInAMessageIsGood() throws Exception {
    ActorRef<Talk> there = on(older, OLD);
    for (ActorType<Talk> type : List.of(NEW, BACK)) {
      ActorRef<Talk> ref = on(upgraded, type);
      assertEquals("upgraded", there.ask(new Talk.HostOf(ref), LONG));
      there.send(new Talk.Keep(Optional.of(ref)));
      assertEquals(Optional.of(ref), there.ask(new Talk.Kept(), LONG));
      assertTrue(there.ask(new Talk.Watch(ref), LONG));
      assertEquals("upgraded", ref.ask(new Talk.Host(), LONG));
      ref.stop(ExitReason.shutdown("now"));
      assertEquals("Shutdown", next());
    }
  }

  @Test
  void oneThatBelongsToANodeWithoutItsTypeIsADeadLetterThere() throws Exception {
    BlockingQueue<DeadLetter> dead = new LinkedBlockingQueue<>();
    Cancellable listening =
        older.onEvent(SystemEvent.DeadLettered.class, event -> dead.add(event.letter()));
    try {
      long refused = older.clusterCounters().refused();
      ActorRef<Talk> homeless = on(older, NEW);
      homeless.send(new Talk.News("for nobody"));
      DeadLetter letter = dead.poll(20, TimeUnit.SECONDS);
      assertNotNull(letter);
      assertEquals(new Talk.News("for nobody"), letter.message());
      assertEquals(DeadLetter.Reason.NO_PROCESS, letter.reason());
      assertTrue(older.clusterCounters().refused() > refused);
      var thrown =
          assertThrows(RequestFailedException.class, () -> homeless.ask(new Talk.Host(), LONG));
      assertTrue(
          thrown.getMessage().contains("does not know the type \"new\""), thrown::getMessage);
      String told = on(older, OLD).ask(new Talk.HostOf(homeless), LONG);
      assertTrue(told.contains("does not know the type \"new\""), told);
      assertTrue(on(upgraded, OLD).ask(new Talk.Watch(homeless), LONG));
      assertEquals("NoProcess", next());
    } finally {
      listening.cancel();
    }
  }

  @Test
  void aMessageThatIsAsNewAsItsTypeIsRefusedAtTheCall() throws Exception {
    ActorRef<Fresh> homeless = on(older, FRESH);
    var sent = assertThrows(NotSendableException.class, () -> homeless.send(new Fresh.Hint()));
    assertTrue(sent.getMessage().contains("$Fresh$Hint is not known to older"), sent::getMessage);
    var asked =
        assertThrows(NotSendableException.class, () -> homeless.ask(new Fresh.Question(), LONG));
    assertTrue(
        asked.getMessage().contains("$Fresh$Question is not known to older"), asked::getMessage);
  }

  @Test
  void whatBelongsToANodeThatHasTheRoleAndNotTheTypeDoesNotGoRound() throws Exception {
    try (var front = Cluster.join(s -> s.timing(Timing.local()).node("front").types(OLD, BACK));
        var behind =
            Cluster.join(
                s ->
                    s.timing(Timing.local())
                        .node("behind")
                        .roles("back")
                        .seeds(front.address().toString())
                        .types(OLD))) {
      assertTrue(front.awaitMembers(2, LONG));
      assertTrue(behind.awaitMembers(2, LONG));
      ActorRef<Talk> watcher = front.spawn(talk());
      for (int i = 0; i < 10; i++) { // by its name alone, some would belong to the one in front
        ActorRef<Talk> homeless = front.actor(BACK, "n" + i);
        var thrown =
            assertThrows(RequestFailedException.class, () -> homeless.ask(new Talk.Host(), LONG));
        assertTrue(
            thrown
                .getMessage()
                .contains("/back:n" + i + " belongs to behind, which does not know the type"),
            thrown::getMessage);
        assertFalse(thrown.getMessage().contains("internal"), thrown::getMessage);
        assertTrue(watcher.ask(new Talk.Watch(homeless), LONG));
        assertEquals("NoProcess", next());
      }
    }
  }
}
