package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Cancellable;
import dev.talma.DeadLetter;
import dev.talma.Held;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.Request;
import dev.talma.SystemEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nodes that cannot join, full mailboxes behind names, and what actors have in their hands when
/// they move.
class MoreEdgesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  sealed interface Work {
    record Hello(ActorRef<Work> me) implements Work {}

    record Wait() implements Work {}

    record Tick(int number) implements Work {}

    record Count() implements Work, Request<Work, Integer> {}

    record Later(String what) implements Work, Request<Work, String> {}

    record Now() implements Work {}

    record Where() implements Work, Request<Work, String> {}
  }

  private static final BlockingQueue<ActorRef<Work>> HELLOS = new LinkedBlockingQueue<>();
  private static volatile CountDownLatch entered = new CountDownLatch(1);
  private static volatile CountDownLatch open = new CountDownLatch(1);

  /// Says at once where it is.
  static final ActorType<Work> EAGER = ActorType.of("eager", Work.class, MoreEdgesTest::eager);

  static final ActorType<Work> DESK = ActorType.of("desk", Work.class, MoreEdgesTest::desk);

  private static volatile String deskName = "";

  static Actor<Work> eager() {
    return (mailbox, ctx) -> {
      ctx.system().actor(DESK, deskName).send(new Work.Hello(ctx.self()));
      for (var msg : mailbox) {
        if (msg instanceof Work.Where it) {
          ctx.reply(it, ctx.system().name());
        }
      }
    };
  }

  static Actor<Work> desk() {
    return (mailbox, _) -> {
      for (var msg : mailbox) {
        if (msg instanceof Work.Hello(var me)) {
          HELLOS.add(me);
        }
      }
    };
  }

  @Test
  void whoSaysItsNameAtOnceIsFoundByItAfterAMove() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, EAGER, DESK)) {
      deskName = nameOn(cluster.node(0), DESK);
      HELLOS.clear();
      Cluster leaver = cluster.node(1);
      int count = 200;
      for (int i = 0; i < count; i++) {
        String name = "e" + i;
        if (leaver.owner(EAGER, name).orElseThrow().id().equals(leaver.id())) {
          leaver.actor(EAGER, name).send(new Work.Now());
        }
      }
      List<ActorRef<Work>> said = new ArrayList<>();
      for (ActorRef<Work> hello = HELLOS.poll(2, TimeUnit.SECONDS);
          hello != null;
          hello = HELLOS.poll(1, TimeUnit.SECONDS)) {
        said.add(hello);
      }
      assertTrue(said.size() > 10, () -> "only " + said.size());
      cluster.leave(leaver);
      for (ActorRef<Work> each : said) {
        assertEquals("node-1", each.ask(new Work.Where(), LONG), each::toString);
      }
    }
  }

  // --- what they have in their hands

  static final ActorType<Work> HOLDER = ActorType.of("holder", Work.class, MoreEdgesTest::holder);

  static Actor<Work> holder() {
    return (mailbox, ctx) -> {
      List<Held<Work>> held = new ArrayList<>();
      boolean moved = ctx.system().name().equals("node-1");
      for (var msg : mailbox) {
        switch (msg) {
          case Work.Later it -> {
            if (moved) {
              ctx.reply(it, it.what() + " at node-1");
            } else {
              held.add(ctx.hold());
            }
          }
          case Work.Count it -> ctx.reply(it, held.size());
          default -> {}
        }
      }
    };
  }

  @Test
  void whatIsOnHoldGoesAlong() throws Exception {
    try (var cluster = DevelopmentCluster.start(2, HOLDER)) {
      Cluster leaver = cluster.node(1);
      ActorRef<Work> ref = cluster.actor(HOLDER, nameOn(leaver, HOLDER));
      List<CompletableFuture<String>> answers = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        answers.add(ref.askAsync(new Work.Later("h" + i), Duration.ofSeconds(50)));
      }
      assertEquals(5, ref.ask(new Work.Count(), LONG));
      cluster.leave(leaver);
      for (int i = 0; i < 5; i++) {
        assertEquals("h" + i + " at node-1", answers.get(i).get(20, TimeUnit.SECONDS));
      }
    }
  }

  private static String nameOn(Cluster node, ActorType<?> type) {
    for (int i = 0; ; i++) {
      if (node.owner(type, "n" + i).orElseThrow().id().equals(node.id())) {
        return "n" + i;
      }
    }
  }

  // --- full mailboxes

  private static ActorType<Work> bounded(Overflow overflow) {
    return ActorType.of(
        "bounded",
        Work.class,
        () ->
            ((Actor<Work>)
                    (mailbox, ctx) -> {
                      int count = 0;
                      for (var msg : mailbox) {
                        switch (msg) {
                          case Work.Wait() -> {
                            entered.countDown();
                            open.await();
                          }
                          case Work.Tick(int _) -> count++;
                          case Work.Count it -> ctx.reply(it, count);
                          case Work.Where it -> ctx.reply(it, ctx.system().name());
                          default -> {}
                        }
                      }
                    })
                .bounded(4, overflow));
  }

  @ParameterizedTest
  @EnumSource(Overflow.class)
  void aFullMailboxOnAnotherNodeFailsTheAskAndHoldsUpNobody(Overflow overflow) throws Exception {
    entered = new CountDownLatch(1);
    open = new CountDownLatch(1);
    ActorType<Work> type = bounded(overflow);
    try (var cluster = DevelopmentCluster.start(2, type)) {
      ActorRef<Work> ref = cluster.actor(type, nameOn(cluster.node(1), type));
      ref.send(new Work.Wait());
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      for (int i = 0; i < 100; i++) {
        ref.send(new Work.Tick(i));
      }
      CompletableFuture<Integer> ask = ref.askAsync(new Work.Count(), Duration.ofSeconds(50));
      for (int i = 0; i < 4; i++) {
        ref.send(new Work.Tick(i)); // which drive it out, if it has got in
      }
      var failed = assertThrows(ExecutionException.class, () -> ask.get(20, TimeUnit.SECONDS));
      assertInstanceOf(MailboxFullException.class, failed.getCause());
      assertEquals(2, cluster.node(0).members().size());
      open.countDown(); // before the close, which would wait for it
    } finally {
      open.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Overflow.class,
      names = {"BLOCK", "REJECT"})
  void whatFindsNoRoomOnAnotherNodeIsADeadLetterThereAndHoldsUpNobody(Overflow overflow)
      throws Exception {
    entered = new CountDownLatch(1);
    open = new CountDownLatch(1);
    ActorType<Work> type = bounded(overflow);
    try (var cluster = DevelopmentCluster.start(2, type, DESK)) {
      Cluster there = cluster.node(1);
      BlockingQueue<DeadLetter> dead = new LinkedBlockingQueue<>();
      Cancellable _ =
          there.onEvent(SystemEvent.DeadLettered.class, event -> dead.add(event.letter()));
      ActorRef<Work> full = cluster.actor(type, nameOn(there, type));
      ActorRef<Work> other = cluster.actor(DESK, nameOn(there, DESK));
      full.send(new Work.Wait());
      assertTrue(entered.await(20, TimeUnit.SECONDS));
      for (int i = 0; i < 6; i++) { // for four of them there is room
        full.send(new Work.Tick(i));
      }
      for (int i = 4; i < 6; i++) {
        DeadLetter letter = dead.poll(20, TimeUnit.SECONDS);
        assertEquals(new Work.Tick(i), letter.message());
        assertEquals(DeadLetter.Reason.OVERFLOW, letter.reason());
      }
      // what is sent behind them comes, as nobody has waited for room
      HELLOS.clear();
      other.send(new Work.Hello(full));
      assertEquals(full.path(), HELLOS.poll(20, TimeUnit.SECONDS).path());
      var thrown = assertThrows(MailboxFullException.class, () -> full.ask(new Work.Count(), LONG));
      assertTrue(thrown.getMessage().contains("bounded"), thrown::getMessage);
      open.countDown();
      assertEquals(4, askUntilThereIsRoom(full));
    } finally {
      open.countDown();
    }
  }

  /// Its actor takes what waits when it gets round to it.
  private static int askUntilThereIsRoom(ActorRef<Work> full) {
    while (true) {
      try {
        return full.ask(new Work.Count(), LONG);
      } catch (MailboxFullException e) {
        Thread.onSpinWait();
      }
    }
  }

  // --- nodes that cannot join

  private static Set<String> nettyThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("talma-net") || name.contains("membership"))
        .collect(Collectors.toSet());
  }

  @Test
  void whoCannotJoinLeavesNothingBehind() throws Exception {
    Set<String> before = nettyThreads();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < 3; i++) {
        var thrown =
            assertThrows(
                UncheckedIOException.class,
                () ->
                    Cluster.join(
                        s -> s.node("late").bind("127.0.0.1", taken.getLocalPort()).types(EAGER)));
        assertInstanceOf(IOException.class, thrown.getCause());
        assertTrue(thrown.getCause().getMessage().contains("" + taken.getLocalPort()));
      }
    }
    assertThrows(
        RuntimeException.class,
        () ->
            Cluster.join(
                s -> {
                  Path none = Path.of("no", "such", "file.pem");
                  return s.node("late").tls(Tls.pem(none, none, none)).types(EAGER);
                }));
    var twice =
        assertThrows(
            IllegalArgumentException.class,
            () -> Cluster.join(s -> s.node("late").types(EAGER, EAGER)));
    assertTrue(twice.getMessage().contains("eager"), twice.getMessage());
    long end = System.nanoTime() + LONG.toNanos();
    while (!before.containsAll(nettyThreads())) {
      assertTrue(System.nanoTime() - end < 0, () -> "still run: " + nettyThreads());
      Thread.onSpinWait();
    }
  }

  @Test
  void theNodeIsNotClosedByItsOwnActors() throws Exception {
    try (var node = Cluster.join(s -> s.node("own").types(EAGER))) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      ActorRef<Work> closer =
          node.spawn(
              (Actor<Work>)
                  (mailbox, ctx) -> {
                    for (var _ : mailbox) {
                      try {
                        ((Cluster) ctx.system()).close();
                      } catch (IllegalStateException e) {
                        thrown.complete(e);
                      }
                      ctx.system().terminate();
                    }
                  });
      closer.send(new Work.Now());
      assertTrue(thrown.get(20, TimeUnit.SECONDS).getMessage().contains("terminate()"));
      assertTrue(node.awaitTermination(LONG));
      node.terminate(); // once more, and then it is closed
    }
  }
}
