package dev.talma.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.stress.Boom;
import dev.talma.stress.Both;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A million actors of both styles come and go, in waves, with all that an actor can have:
/// children, names, links, monitors, timers, asks that nobody will answer. Nothing of them may
/// remain.
@Timeout(180) // a million actors, on a machine that may be busy with other things
class LeakTest {
  private static final int TREES = 5_000;
  private static final int TREE = 5;
  private static final int WAVES = System.getProperty("talma.quick") == null ? 40 : 4;

  /// After them all classes are loaded and all pools are filled.
  private static final int WARM_UP = 2;

  /// The smallest object has 16 bytes: if each of a million actors left one, that would be 16 MB.
  /// What the JVM itself gains meanwhile, such as compiled code's metadata, is well below half of
  /// that.
  private static final long TOLERANCE = 8L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AGES = Duration.ofHours(1);

  private sealed interface Message {
    record Never() implements Message, Request<Message, Integer> {}

    record Crash() implements Message {}

    record Note() implements Message {}
  }

  private final CountingTime time = new CountingTime();
  private final AtomicLong openAsks = new AtomicLong();

  @Test
  void nothingRemainsOfAMillionActors() throws Exception {
    int timersBefore = Remains.machineTimers();
    try (var system = ActorSystem.create("leak", s -> s.withTimeSource(time))) {
      for (int i = 0; i < WARM_UP; i++) {
        wave(system, TREES);
      }
      long before = heapAtRest(timersBefore);
      for (int i = 0; i < WAVES; i++) {
        wave(system, TREES);
      }
      assertEquals(0, system.counters().live());
      assertEquals((long) (WARM_UP + WAVES) * TREES * TREE, system.counters().started());
      assertEquals(List.of(), system.snapshot().children());
      assertEquals(Optional.empty(), system.find("/root-0"));
      assertEquals(0, time.pending(), "timers that wait");
      Await.value(
          "no more than " + TOLERANCE + " bytes above " + before + " are in use",
          PATIENCE,
          Remains::heap,
          used -> used <= before + TOLERANCE);
    }
    noThreadIsLeft();
  }

  /// The least of some, as kills are followed up for a while.
  private static long heapAtRest(int timersBefore) {
    Await.until("no kill is followed up", PATIENCE, () -> Remains.machineTimers() <= timersBefore);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      least = Math.min(least, Remains.heap());
    }
    return least;
  }

  @Test
  void noThreadAndNoNameIsLeftOfThoseWhoHadOne() throws Exception {
    try (var system = ActorSystem.create("leak", s -> s.withTimeSource(time))) {
      List<ActorRef<Message>> roots = begin(system, 10);
      assertEquals(25, Remains.threads("root-") + Remains.threads("leaf-"));
      end(system, roots);
      noThreadIsLeft();
      end(system, begin(system, 10)); // under the same names
    }
    noThreadIsLeft();
  }

  /// Each waits an hour for its restart.
  @Test
  void noTimerIsLeftOfThoseWhoWereKilledWhileTheyWaitedForARestart() {
    Restart restart = Restart.always().backoff(Backoff.fixed(AGES));
    CountDownLatch begun = new CountDownLatch(0);
    try (var system = ActorSystem.create("leak", s -> s.withTimeSource(time))) {
      List<ActorRef<Message>> refs = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Actor<Message> actor = i % 2 == 0 ? handler(begun, false) : loop(begun, false);
        refs.add(system.spawn(actor.supervised(restart)));
        refs.getLast().send(new Message.Crash());
      }
      Await.until("each waits with a timer", PATIENCE, () -> isRestarting(system, 100));
      assertEquals(100, time.pending());
      refs.forEach(ActorRef::kill);
      Await.until("all have ended", PATIENCE, () -> system.counters().live() == 0);
      assertEquals(0, time.pending());
    }
  }

  private static boolean isRestarting(ActorSystem system, int count) {
    return system.snapshot().children().stream()
            .filter(each -> each.state() == ActorSnapshot.State.RESTARTING)
            .count()
        == count;
  }

  /// Those who are called back get an hour to come.
  @Test
  void noTimerIsLeftOfACommonRestart() {
    Restart restart = Restart.always().allForOne();
    try (var system =
        ActorSystem.create("leak", s -> s.withTimeSource(time).withStopTimeout(AGES))) {
      List<ActorRef<Message>> refs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        Actor<Message> actor =
            (i % 2 == 0 ? Both.HANDLER : Both.LOOP)
                .of(
                    (_, _) -> {
                      throw new Boom();
                    });
        refs.add(system.spawn(actor.supervised(restart)));
      }
      refs.getFirst().send(new Message.Note());
      Await.until("all run again", PATIENCE, () -> system.counters().restarts() == 10);
      assertEquals(0, time.pending());
    }
  }

  private static void noThreadIsLeft() {
    for (String name : List.of("root-", "leaf-", "talma-ask")) {
      Await.value(
          "no " + name + " thread is left", PATIENCE, () -> Remains.threads(name), n -> n == 0);
    }
    Await.value(
        "only some workers are kept",
        PATIENCE,
        () -> Remains.threads("talma-worker"),
        n -> n < 100);
  }

  private void wave(ActorSystem system, int trees) throws InterruptedException {
    end(system, begin(system, trees));
  }

  /// Starts them, and waits until all live and all that they asked is in flight.
  private List<ActorRef<Message>> begin(ActorSystem system, int trees) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(trees * (TREE + 3));
    List<ActorRef<Message>> roots = new ArrayList<>();
    for (int i = 0; i < trees; i++) {
      ActorRef<Message> root =
          system.spawn("root-" + i, i % 2 == 0 ? handler(begun, true) : loop(begun, true));
      askInVain(root);
      roots.add(root);
    }
    assertTrue(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> begun + " are not there");
    assertEquals((long) trees * TREE, system.counters().live());
    assertEquals(3L * trees, openAsks.get());
    return roots;
  }

  private void end(ActorSystem system, List<ActorRef<Message>> roots) {
    for (int i = 0; i < roots.size(); i++) {
      switch (i % 3) {
        case 0 -> roots.get(i).stop();
        case 1 -> roots.get(i).kill();
        default -> roots.get(i).send(new Message.Crash());
      }
    }
    Await.until("all have ended", PATIENCE, () -> system.counters().live() == 0);
    Await.until("all asks have", PATIENCE, () -> openAsks.get() == 0);
  }

  private void askInVain(ActorRef<Message> ref) {
    openAsks.incrementAndGet();
    ref.askAsync(new Message.Never(), AGES).whenComplete((_, _) -> openAsks.decrementAndGet());
  }

  // --- the actors

  private Actor<Message> handler(CountDownLatch begun, boolean root) {
    return Actor.handler(
        () -> {
          Tenant tenant = new Tenant(begun, root);
          return new Handler<>() {
            @Override
            public void init(Context<Message> ctx) {
              tenant.moveIn(ctx);
            }

            @Override
            public void handle(Message message, Context<Message> ctx) {
              tenant.handle(message, ctx);
            }
          };
        });
  }

  private Actor<Message> loop(CountDownLatch begun, boolean root) {
    return (mailbox, ctx) -> {
      Tenant tenant = new Tenant(begun, root);
      tenant.moveIn(ctx);
      for (Message message : mailbox) {
        tenant.handle(message, ctx);
      }
    };
  }

  /// What an actor of the test has and does.
  private final class Tenant {
    private final CountDownLatch begun;
    private final boolean root;
    private final List<ReplyTo<Integer>> unanswered = new ArrayList<>();

    Tenant(CountDownLatch begun, boolean root) {
      this.begun = begun;
      this.root = root;
    }

    void moveIn(Context<Message> ctx) {
      ctx.schedule(new Message.Note(), AGES);
      ctx.scheduleEvery(new Message.Note(), AGES);
      if (root) {
        ctx.trapExits(_ -> new Message.Note());
        ActorRef<Message> first = ctx.spawnLinked("leaf-1", handler(begun, false));
        ActorRef<Message> second =
            ctx.spawnMonitored("leaf-2", loop(begun, false), _ -> new Message.Note());
        ctx.link(ctx.spawn("leaf-3", handler(begun, false)));
        ctx.monitor(ctx.spawn("leaf-4", loop(begun, false)), _ -> new Message.Note());
        ctx.monitor(first, _ -> new Message.Note());
        askInVain(first);
        askInVain(second);
      }
      begun.countDown();
    }

    void handle(Message message, Context<Message> ctx) {
      switch (message) {
        case Message.Never never -> {
          unanswered.add(ctx.replyTo(never));
          begun.countDown();
        }
        case Message.Crash _ -> throw new Boom();
        case Message.Note _ -> {}
      }
    }
  }
}
