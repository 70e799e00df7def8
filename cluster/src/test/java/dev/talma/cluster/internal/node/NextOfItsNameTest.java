package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.TargetStoppedException;
import dev.talma.cluster.NodeId;
import dev.talma.remote.EndListener;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A named actor has crashed, which its asker has heard, and those that watch it have not yet. Its
/// name is free, and the next one may have it by the time they hear.
class NextOfItsNameTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final NodeId PEER = new NodeId("node-2", "b");

  sealed interface Job {
    record Crash() implements Job, Request<Job, String> {}

    record Hello() implements Job, Request<Job, Integer> {}
  }

  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private final Queue<ExitReason> heard = new ConcurrentLinkedQueue<>();
  private final ActorType<Job> type = ActorType.of("job", Job.class, this::job);
  private final OneNode node = new OneNode(type);
  private final Target.Named target = new Target.Named(type.name(), "a");

  private Actor<Job> job() {
    int run = runs.incrementAndGet();
    return (mailbox, ctx) -> {
      for (var msg : mailbox) {
        switch (msg) {
          case Job.Crash _ -> throw new IllegalStateException("crash of run " + run);
          case Job.Hello it -> ctx.reply(it, run);
        }
      }
    };
  }

  private ActorRef<Job> ref() {
    return node.actor(type, target.name());
  }

  @BeforeEach
  void form() {
    node.form();
    assertEquals(1, ref().ask(new Job.Hello(), LONG));
    ActorRef<?> local = node.actors().here(target).orElseThrow();
    // whoever is linked to it hears first, and takes its time
    Carrier linked =
        new Carrier(
            _ -> {
              try {
                open.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertTrue(node.gateway().link(local, node.gateway().ref("/linked", linked).ref()));
    Runnable _ =
        node.gateway()
            .watch(
                local,
                new EndListener() {
                  @Override
                  public void ended(ExitReason reason) {
                    told.countDown(); // the last one that hears of it
                  }

                  @Override
                  public void departed() {}
                });
  }

  @AfterEach
  void close() {
    open.countDown();
    node.close();
  }

  private void crash() {
    assertThrows(TargetStoppedException.class, () -> ref().ask(new Job.Crash(), LONG));
  }

  private void tellAll() throws InterruptedException {
    open.countDown();
    assertTrue(told.await(20, TimeUnit.SECONDS));
  }

  @Test
  void whoMonitorsItIsNotToldOfTheEndOfTheFormerOne() throws Exception {
    crash();
    ActorRef<News> watcher = News.watcher(node, heard);
    assertTrue(watcher.ask(new News.Watch(ref()), LONG));
    assertEquals(2, runs.get(), "it is not started");
    tellAll();
    assertTrue(watcher.ask(new News.Flush(), LONG));
    assertTrue(heard.isEmpty(), heard::toString);

    crash();
    ActorRef<?> last = ref();
    assertTrue(last.awaitTermination(LONG));
    assertTrue(watcher.ask(new News.Flush(), LONG));
    assertEquals(1, heard.size());
    assertTrue(heard.remove().toString().contains("run 2"));
    assertEquals(0, node.actors().watches().size());
  }

  @Test
  void whoMonitoredTheFormerOneIsToldOfThatOnesEnd() throws Exception {
    ActorRef<News> watcher = News.watcher(node, heard);
    assertTrue(watcher.ask(new News.Watch(ref()), LONG));
    node.actors().watches().begin(target, PEER, true);
    crash();
    assertEquals(2, ref().ask(new Job.Hello(), LONG));
    tellAll();
    assertTrue(watcher.ask(new News.Flush(), LONG));
    assertEquals(1, heard.size());
    assertTrue(heard.remove().toString().contains("run 1"));
    assertEquals(0, node.actors().watches().size(), "they watch the next one");
  }

  @Test
  void whoEndsToWatchTheFormerOneIsNotTold() throws Exception {
    node.actors().watches().begin(target, PEER, true);
    crash();
    assertEquals(2, ref().ask(new Job.Hello(), LONG));
    assertEquals(1, node.actors().watches().size());
    node.actors().watches().end(target, PEER, false);
    assertEquals(0, node.actors().watches().size());
    node.actors().watches().begin(target, PEER, true);
    tellAll();
    assertEquals(1, node.actors().watches().size(), "it watches the next one");
    assertFalse(runs.get() > 2);
  }
}
