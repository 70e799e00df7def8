package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorType;
import dev.talma.Cancellable;
import dev.talma.Context;
import dev.talma.Mailbox;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.Selection;
import dev.talma.Stash;
import dev.talma.SystemSettings;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.DevelopmentCluster;
import dev.talma.remote.Gateway;
import dev.talma.testkit.VirtualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When an actor is idle, and may be ended for that.
class IdlenessTest {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofDays(1);

  sealed interface Task {
    record Note() implements Task {}

    record Wait() implements Task {}

    record Later() implements Task, Request<Task, String> {}

    record Timer(Duration delay) implements Task {}

    record Child() implements Task, Request<Task, ActorRef<Task>> {}

    record Put() implements Task {}

    record Take() implements Task {}

    record AskOf(ActorRef<Task> whom) implements Task {}

    record Run() implements Task, Request<Task, Integer> {}
  }

  private final VirtualTime time = new VirtualTime();
  private final Gateway gateway =
      Gateway.open("idle", SystemSettings.defaults().withTimeSource(time), Alone::new);
  private final BlockingQueue<ReplyTo<String>> rights = new LinkedBlockingQueue<>();
  private final BlockingQueue<Cancellable> timers = new LinkedBlockingQueue<>();
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  @AfterEach
  void close() {
    open.countDown();
    gateway.local().close();
  }

  private Actor<Task> loop() {
    return (mailbox, ctx) -> {
      int run = runs.incrementAndGet();
      Stash<Task> stash = Stash.of(ctx, 10);
      for (var msg : mailbox) {
        handle(msg, ctx, stash, run);
      }
    };
  }

  private Actor<Task> handler() {
    return Actor.handler(
        () -> {
          int run = runs.incrementAndGet();
          Stash<?>[] stash = new Stash<?>[1];
          return (msg, ctx) -> {
            stash[0] = stash[0] == null ? Stash.of(ctx, 10) : stash[0];
            handle(msg, ctx, stash[0], run);
          };
        });
  }

  /// Waits in a receive, with a mark in its mailbox or behind one.
  private Actor<Task> receiver(String style) {
    return (mailbox, ctx) -> {
      int run = runs.incrementAndGet();
      Stash<Task> stash = Stash.of(ctx, 10);
      Mailbox.Mark mark = mailbox.mark();
      while (true) {
        Task msg =
            style.equals("behind mark")
                ? mailbox.receive(mark, Selection::take, LONG).orElseThrow()
                : mailbox.receive(Selection::take);
        handle(msg, ctx, stash, run);
        mark = style.equals("receive") ? mark : mailbox.mark();
      }
    };
  }

  private void handle(Task msg, Context<Task> ctx, Stash<?> stash, int run)
      throws InterruptedException {
    switch (msg) {
      case Task.Note() -> {}
      case Task.Wait() -> {
        entered.countDown();
        open.await();
      }
      case Task.Later it -> rights.add(ctx.replyTo(it));
      case Task.Timer(var delay) -> timers.add(ctx.schedule(new Task.Note(), delay));
      case Task.Child it -> ctx.reply(it, ctx.spawn(loop()));
      case Task.Put() -> stash.stash();
      case Task.Take() -> {
        stash.unstashAll();
        entered.countDown();
      }
      case Task.AskOf(var whom) -> {
        CompletableFuture<String> _ = whom.askAsync(new Task.Later(), LONG);
      }
      case Task.Run it -> ctx.reply(it, run);
    }
  }

  private ActorType<Task> type(String style) {
    return ActorType.of("task", Task.class, () -> actorOf(style)).withIdleTimeout(LIMIT);
  }

  private Actor<Task> actorOf(String style) {
    return switch (style) {
      case "loop" -> loop();
      case "handler" -> handler();
      default -> receiver(style);
    };
  }

  private ActorRef<Task> actor(String style) {
    ActorRef<Task> ref = gateway.start(type(style), "a", Optional.empty());
    awaitSleep(ref);
    return ref;
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - end < 0, what);
      Thread.onSpinWait();
    }
  }

  /// Until it waits for its next message.
  private void awaitSleep(ActorRef<?> ref) {
    await(
        "it does not rest",
        () ->
            gateway.local().snapshot().children().stream()
                .anyMatch(
                    each ->
                        each.path().equals(ref.path())
                            && each.state() == ActorSnapshot.State.IDLE));
  }

  private CompletableFuture<Boolean> question(ActorRef<?> ref) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    gateway.askIdle(ref, LIMIT.toNanos(), answer::complete);
    return answer;
  }

  private boolean isIdle(ActorRef<?> ref) throws Exception {
    boolean idle = question(ref).get(20, TimeUnit.SECONDS);
    awaitSleep(ref);
    return idle;
  }

  private ReplyTo<String> right() throws InterruptedException {
    ReplyTo<String> right = rights.poll(20, TimeUnit.SECONDS);
    assertTrue(right != null, "it was not asked");
    return right;
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler", "receive", "mark", "behind mark"})
  void itIsIdleWhenItHasHadNothingToDoForSoLong(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    time.advance(LIMIT.minusNanos(1));
    assertFalse(isIdle(ref));
    ref.send(new Task.Note());
    awaitSleep(ref);
    time.advance(LIMIT.minusNanos(1));
    assertFalse(isIdle(ref), "it has had a message");
    time.advance(Duration.ofNanos(1));
    assertTrue(isIdle(ref), "a question is nothing to do");
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void itIsNotIdleWhileItOwesAnAnswer(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    CompletableFuture<String> answer = ref.askAsync(new Task.Later(), LONG);
    ReplyTo<String> right = right();
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
    right.reply("now");
    assertEquals("now", answer.get(20, TimeUnit.SECONDS));
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void nobodyWaitsForAnAnswerAnyMoreWhenTheTimeIsOver(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    CompletableFuture<String> _ = ref.askAsync(new Task.Later(), LIMIT.multipliedBy(2));
    ReplyTo<String> _ = right();
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void itIsNotIdleWhileATimerRuns(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    ref.send(new Task.Timer(LONG));
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
    timers.remove().cancel();
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void theTickOfATimerIsSomethingToDo(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    ref.send(new Task.Timer(LIMIT));
    awaitSleep(ref);
    time.advance(LIMIT);
    awaitSleep(ref);
    assertFalse(isIdle(ref));
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void itIsNotIdleWhileAMessageIsOnHold(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    ref.send(new Task.Put());
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
    ref.send(new Task.Take()); // and puts it on hold again
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void itIsNotIdleWhileItHasAChild(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    ActorRef<Task> child = ref.ask(new Task.Child());
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
    child.stop();
    assertTrue(child.awaitTermination(Duration.ofSeconds(20)));
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void itIsNotIdleWhileAnAskOfItsOwnIsOpen(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    ActorRef<Task> other = gateway.local().spawn(loop());
    ref.send(new Task.AskOf(other));
    ReplyTo<String> right = right();
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
    right.reply("now");
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "handler"})
  void itIsNotIdleWithAMessageInItsHandsOrBehindTheQuestion(String style) throws Exception {
    ActorRef<Task> ref = actor(style);
    ref.send(new Task.Wait());
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    time.advance(LIMIT);
    CompletableFuture<Boolean> inHand = question(ref);
    ref.send(new Task.Note());
    time.advance(LIMIT);
    assertFalse(inHand.isDone());
    open.countDown();
    assertFalse(inHand.get(20, TimeUnit.SECONDS));
    awaitSleep(ref);
    assertFalse(isIdle(ref), "it has handled something");
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  @Test
  void itIsNotIdleWhileAReceiveSkipsAMessage() throws Exception {
    Actor<Task> picky =
        (mailbox, ctx) -> {
          while (true) {
            Task msg =
                mailbox.receive(
                    each -> each instanceof Task.Note ? Selection.skip() : Selection.take(each));
            assertTrue(msg instanceof Task.Wait);
            Task.Note _ = (Task.Note) mailbox.receive(Selection::take);
          }
        };
    ActorRef<Task> ref =
        gateway.start(
            ActorType.of("task", Task.class, () -> picky).withIdleTimeout(LIMIT),
            "a",
            Optional.empty());
    awaitSleep(ref);
    ref.send(new Task.Note());
    awaitSleep(ref);
    time.advance(LIMIT);
    assertFalse(isIdle(ref));
    ref.send(new Task.Wait());
    awaitSleep(ref);
    time.advance(LIMIT);
    assertTrue(isIdle(ref));
  }

  /// A mark is not a message that waits.
  @Test
  void oneWithAMarkInItsMailboxIsEnded() {
    ActorType<Task> type =
        ActorType.of("task", Task.class, () -> receiver("mark"))
            .withIdleTimeout(Duration.ofNanos(1));
    try (var cluster = DevelopmentCluster.start(1, type)) {
      Cluster node = cluster.node(0);
      ActorRef<Task> ref = cluster.actor(type, "a");
      assertEquals(1, ref.ask(new Task.Run()));
      await("it is not ended", () -> node.find("/task:a").isEmpty());
      assertEquals(2, ref.ask(new Task.Run()));
    }
  }

  /// Whoever is asked in a cluster and owes an answer stays, with what it knows.
  @Test
  void oneThatOwesAnAnswerIsNotEnded() throws Exception {
    ActorType<Task> type =
        ActorType.of("task", Task.class, this::loop).withIdleTimeout(Duration.ofNanos(1));
    try (var cluster = DevelopmentCluster.start(1, type)) {
      Cluster node = cluster.node(0);
      ActorRef<Task> ref = cluster.actor(type, "a");
      CompletableFuture<String> answer = ref.askAsync(new Task.Later(), LONG);
      ReplyTo<String> right = right();
      for (int i = 0; i < 100; i++) {
        ((ClusterNode) node).parts().actors().endIdle();
        assertEquals(1, ref.ask(new Task.Run()));
      }
      right.reply("now");
      assertEquals("now", answer.get(20, TimeUnit.SECONDS));
      await("it is not ended", () -> node.find("/task:a").isEmpty());
      assertEquals(2, ref.ask(new Task.Run()));
    }
  }
}
