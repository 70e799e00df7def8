package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.DeadLetter;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Recipes that send while others wait for them: to an actor that has no room, they do not wait.
class RecipesThatSendTest {
  private static final Duration LONG = Duration.ofDays(1);

  sealed interface Job {
    record Note() implements Job {}

    record Wait() implements Job {}

    record Run() implements Job, Request<Job, Integer> {}
  }

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final List<Consumer<ActorRef<Job>>> words = new CopyOnWriteArrayList<>();
  private final List<ActorRef<Job>> targets = new CopyOnWriteArrayList<>();
  private final ActorType<Job> type = ActorType.of("type", Job.class, this::recipe);
  private final OneNode node = new OneNode(type);

  private Actor<Job> recipe() {
    targets.forEach(target -> words.forEach(word -> word.accept(target)));
    return (mailbox, ctx) -> {
      for (var msg : mailbox) {
        if (msg instanceof Job.Run it) {
          ctx.reply(it, 7);
        }
      }
    };
  }

  @AfterEach
  void close() {
    open.countDown();
    node.close();
  }

  private void beFull(Overflow overflow) throws InterruptedException {
    Actor<Job> busy =
        (mailbox, _) -> {
          for (var _ : mailbox) {
            entered.countDown();
            open.await();
          }
        };
    ActorRef<Job> full = node.gateway().local().spawn(busy.bounded(1, overflow));
    full.send(new Job.Wait());
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    full.send(new Job.Note());
    targets.add(full);
  }

  private void startHeldOne() {
    var asked = node.actor(type, "a").askAsync(new Job.Run(), LONG);
    assertTimeoutPreemptively(Duration.ofSeconds(20), node::form); // or it would wait for ever
    assertEquals(7, asked.join());
  }

  @ParameterizedTest
  @EnumSource(
      value = Overflow.class,
      names = {"BLOCK", "REJECT"})
  void whatFindsNoRoomHereIsADeadLetter(Overflow overflow) throws Exception {
    beFull(overflow);
    List<CompletableFuture<Integer>> asked = new CopyOnWriteArrayList<>();
    words.add(target -> target.send(new Job.Note()));
    words.add(target -> asked.add(target.askAsync(new Job.Run(), LONG)));
    startHeldOne();
    assertEquals(2, node.gateway().local().counters().deadLetters(DeadLetter.Reason.OVERFLOW));
    var failed =
        assertThrows(ExecutionException.class, () -> asked.getFirst().get(20, TimeUnit.SECONDS));
    assertInstanceOf(MailboxFullException.class, failed.getCause());
  }

  @Test
  @SuppressWarnings("unchecked") // whatever it is, it takes nothing
  void whoSendsWhereTheWayIsFullIsToldAtOnce() {
    FakeSession session = new FakeSession(OneNode.peer());
    Link _ = node.connect(session, Job.class);
    Target.Single far = new Target.Single(7, "/far");
    targets.add((ActorRef<Job>) node.processes().ref(OneNode.peer(), far));
    List<MailboxFullException> told = new CopyOnWriteArrayList<>();
    words.add(
        target ->
            told.add(assertThrows(MailboxFullException.class, () -> target.send(new Job.Note()))));
    session.beNarrow(); // there would be room for one who waits
    startHeldOne();
    assertEquals(1, told.size());
    assertEquals(List.of(), session.taken());
  }
}
