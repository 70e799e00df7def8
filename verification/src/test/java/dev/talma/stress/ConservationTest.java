package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import dev.talma.Counters;
import dev.talma.SystemEvent;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Nothing is lost silently: a million messages go through a crowd of actors of every kind, which
/// crash, stop, restart, get killed and are replaced meanwhile. In the end the system's counters
/// add up, and agree with the test's own account of each message.
///
/// `-Dtalma.seed=N` sets the random seed, which is in the name of the test; `-Dtalma.rounds=N` runs
/// it with so many seeds; `-Dtalma.quick` sends a tenth.
class ConservationTest {
  private static final int MESSAGES =
      System.getProperty("talma.quick") == null ? 1_000_000 : 100_000;
  private static final int SENDERS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /// Who waits for room in the mailbox of a sibling that has come to a common restart already does
  /// not come to it; the patience with those is short, so that it is met often.
  private final ActorSystem system =
      ActorSystem.create(
          "conservation",
          s -> s.withStopTimeout(Duration.ofMillis(50)).withShutdownTimeout(PATIENCE));

  /// Another system, so that it hears what the last ones of the crowd leave.
  private final ActorSystem listeners = ActorSystem.create("listeners");

  private final LongAdder started = new LongAdder();
  private final LongAdder stopped = new LongAdder();

  static LongStream seeds() {
    long first = Long.getLong("talma.seed", System.nanoTime());
    return LongStream.range(first, first + Integer.getInteger("talma.rounds", 1));
  }

  @AfterEach
  void close() {
    system.close();
    listeners.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyMessageIsHandledOrADeadLetterWhateverHappens(long seed) throws Exception {
    Ledger ledger = new Ledger(MESSAGES);
    listen(ledger);
    Crowd crowd = new Crowd(system, ledger, seed);
    for (Thread sender : senders(crowd, new CountDownLatch(1))) {
      sender.join();
    }
    assertBalance(crowd, seed);
    assertEquals(MESSAGES, ledger.used());
    assertOnlyTheExpectedLive(crowd);

    system.close();
    assertBalance(crowd, seed);
    assertEquals(0, system.counters().live());
    tell(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void thatHoldsWhenTheSystemClosesInTheMiddleOfIt(long seed) throws Exception {
    Ledger ledger = new Ledger(MESSAGES / 4);
    listen(ledger);
    Crowd crowd = new Crowd(system, ledger, seed);
    CountDownLatch half = new CountDownLatch(MESSAGES / 8);
    List<Thread> senders = senders(crowd, half);
    half.await();
    system.close();
    assertEquals(0, system.counters().live());
    for (Thread sender : senders) {
      sender.join();
    }
    assertBalance(crowd, seed);
    assertEquals(0, system.counters().live());
    tell(seed);
  }

  private void tell(long seed) {
    System.out.println("conservation, seed " + seed + ": " + system.counters());
  }

  private void listen(Ledger ledger) {
    ActorRef<SystemEvent> listener =
        listeners.spawn(
            Actor.handler(
                () ->
                    (event, ctx) -> {
                      switch (event) {
                        case SystemEvent.DeadLettered(var letter)
                            when letter.message() instanceof Job job ->
                            ledger.dead(job.id(), letter.reason());
                        case SystemEvent.Started _ -> started.increment();
                        case SystemEvent.Stopped _ -> stopped.increment();
                        default -> {}
                      }
                    }));
    system.subscribe(SystemEvent.class, listener);
  }

  // --- sending

  private static List<Thread> senders(Crowd crowd, CountDownLatch progress) {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      SplittableRandom random = crowd.random();
      Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
      senders.add(builder.start(() -> send(crowd, random, progress)));
    }
    return senders;
  }

  private static void send(Crowd crowd, SplittableRandom random, CountDownLatch progress) {
    for (int used = 0; used < crowd.ledger.size(); used = crowd.ledger.used()) {
      int place = random.nextInt(Crowd.PLACES);
      int dice = random.nextInt(1_000);
      if (dice == 0) {
        crowd.shake(random);
      } else if (dice < 100) {
        crowd.refill(place);
      }
      Post.Address to = new Post.Address(crowd.at(place), Crowd.blocks(place), false);
      if (dice < 10) { // and the sender is held up a little
        crowd.post.ask(to, random.nextInt(), Duration.ofMillis(random.nextInt(1, 40)));
      } else if (dice < 100) {
        crowd.post.askAsync(
            to,
            random.nextInt(),
            Duration.ofMillis(random.nextInt(1, 1_000)),
            random.nextInt(8) == 0);
      } else {
        crowd.post.send(to.ref(), random.nextInt());
      }
      crowd.post.giveDeferred();
      progress.countDown();
    }
  }

  // --- in the end

  private void assertBalance(Crowd crowd, long seed) {
    Await.untilPasses(
        PATIENCE,
        () -> {
          while (crowd.post.giveDeferred()) {
            Thread.onSpinWait();
          }
          Counters counters = system.counters();
          Ledger.Balance balance = crowd.ledger.balance();
          String what = "seed " + seed + "\n" + counters + "\n" + balance;
          assertEquals(List.of(), balance.wrong(), what);
          assertEquals(List.of(), balance.open(), what);
          assertEquals(List.of(), crowd.post.wrongAnswers(), what);
          assertEquals(balance.handled(), counters.handled(), what);
          assertEquals(balance.dead(), counters.deadLetters(), what);
          assertEquals(balance.rejected(), counters.rejected(), what);
          assertEquals(balance.accepted(), counters.handled() + counters.deadLettersTotal(), what);
          assertEquals(started.sum(), counters.started(), what);
          assertEquals(started.sum() - stopped.sum(), counters.live(), what);
          assertLateReplies(crowd.post, counters, what);
        });
  }

  /// An answer that nobody got was late. Of an ask that its asker gave up, nobody can tell whether
  /// the answer came first.
  private static void assertLateReplies(Post post, Counters counters, String what) {
    long unheard = post.given.sum() - post.got.sum();
    assertTrue(
        unheard - post.cancelled.sum() <= counters.lateReplies()
            && counters.lateReplies() <= unheard,
        () ->
            "%s late replies, but %s that nobody got\n%s"
                .formatted(counters.lateReplies(), unheard, what));
  }

  private void assertOnlyTheExpectedLive(Crowd crowd) {
    Await.untilPasses(
        PATIENCE,
        () -> {
          assertEquals(List.of(), crowd.lingering());
          ActorSnapshot top = system.snapshot();
          Set<String> living = new TreeSet<>();
          top.children().forEach(each -> living.add(each.path()));
          Set<String> expected = new TreeSet<>();
          for (int place = 0; place < Crowd.PLACES; place++) {
            if (crowd.at(place).isAlive()) {
              expected.add(crowd.at(place).path());
            }
          }
          assertEquals(expected, living);
          assertEquals(count(top) - 1, system.counters().live());
        });
  }

  private static long count(ActorSnapshot snapshot) {
    return 1 + snapshot.children().stream().mapToLong(ConservationTest::count).sum();
  }
}
