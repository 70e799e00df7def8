package dev.talma.verification.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.AskException;
import dev.talma.Backoff;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.NoProcessException;
import dev.talma.NoRouteesException;
import dev.talma.Overflow;
import dev.talma.Request;
import dev.talma.RequestFailedException;
import dev.talma.Restart;
import dev.talma.Router;
import dev.talma.Routing;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What [Router] promises.
class RouterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// What the routees understand.
  sealed interface Job {
    /// Answered with the name of the routee.
    record Who(Object key) implements Job, Request<Job, String> {
      Who() {
        this("");
      }
    }

    /// Answered with the name of the sender.
    record From() implements Job, Request<Job, String> {}

    /// Answered with how many of these the routee has had, after a name.
    record Count() implements Job, Request<Job, Integer> {}

    record Crash() implements Job, Request<Job, String> {}

    record Quit() implements Job {}

    /// Keeps the routee busy. Without the latch it would be impossible to fill its mailbox.
    record Busy(CountDownLatch begun, CountDownLatch until) implements Job {}
  }

  private static Actor<Job> worker() {
    return (mailbox, ctx) -> {
      int count = 0;
      for (var job : mailbox) {
        switch (job) {
          case Job.Who who -> ctx.reply(who, ctx.self().name());
          case Job.From from -> ctx.reply(from, ctx.sender().map(ActorRef::name).orElse("nobody"));
          case Job.Count get -> ctx.reply(get, ++count);
          case Job.Crash _ -> throw new IllegalStateException("on purpose");
          case Job.Quit() -> {
            return;
          }
          case Job.Busy(CountDownLatch begun, CountDownLatch until) -> {
            begun.countDown();
            until.await();
          }
        }
      }
    };
  }

  private final ActorSystem system = ActorSystem.create("router-test");

  @AfterEach
  void close() {
    system.close();
  }

  private ActorRef<Job> pool(int size, Routing<Job> routing) {
    return system.spawn("pool", Router.pool(size, worker(), routing));
  }

  private static List<String> whoGets(ActorRef<Job> router, int count) {
    return IntStream.range(0, count).mapToObj(i -> router.ask(new Job.Who(i))).toList();
  }

  private static Throwable failureOf(CompletableFuture<?> asked) {
    return asked.handle((_, failure) -> failure).orTimeout(30, TimeUnit.SECONDS).join();
  }

  @SuppressWarnings("unchecked") // the workers of a pool understand what the pool does
  private ActorRef<Job> worker(int number) {
    return (ActorRef<Job>) system.find("/pool/worker-" + number).orElseThrow();
  }

  private void end(ActorRef<Job> routee) throws InterruptedException {
    routee.stop();
    assertTrue(routee.awaitTermination(MINUTE));
  }

  // --- who gets it

  @Test
  void roundRobinTakesEveryoneInTurn() {
    assertEquals(
        List.of("worker-1", "worker-2", "worker-3", "worker-1", "worker-2"),
        whoGets(pool(3, Routing.roundRobin()), 5));
  }

  @Test
  void randomWithASeedTakesTheSameOnesAgain() {
    Actor<Job> seeded = Router.pool(4, worker(), Routing.random(7));
    List<String> first = whoGets(system.spawn("first", seeded), 40);
    List<String> second = whoGets(system.spawn("second", seeded), 40);
    assertEquals(first, second);
    assertEquals(4, new HashSet<>(first).size());
  }

  @Test
  void randomReachesEveryone() {
    assertEquals(3, new HashSet<>(whoGets(pool(3, Routing.random()), 200)).size());
  }

  @Test
  void leastLoadedLeavesOutWhoHasAQueue() throws Exception {
    ActorRef<Job> pool = pool(3, Routing.leastLoaded());
    pool.ask(new Job.Who()); // the workers are there from now on
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    worker(2).send(new Job.Busy(begun, release));
    begun.await();
    worker(2).send(new Job.Quit());
    assertEquals(Set.of("worker-1", "worker-3"), Set.copyOf(whoGets(pool, 20)));
    release.countDown();
  }

  @Test
  void leastLoadedTakesTurnsAmongThoseThatHaveNoQueue() {
    assertEquals(
        List.of("worker-1", "worker-2", "worker-3", "worker-1"),
        whoGets(pool(3, Routing.leastLoaded()), 4));
  }

  @Test
  void aKeyBelongsToOneRouteeAndTheKeysAreSpread() {
    ActorRef<Job> pool = pool(4, byKey());
    List<String> owners = whoGets(pool, 2_000);
    assertEquals(owners, whoGets(pool, 2_000));
    Map<String, Integer> shares = new HashMap<>();
    owners.forEach(owner -> shares.merge(owner, 1, Integer::sum));
    assertEquals(4, shares.size());
    shares.values().forEach(share -> assertTrue(share > 300 && share < 700, shares::toString));
  }

  @Test
  void whenARouteeEndsOnlyItsOwnKeysMoveAndToAllOthers() throws Exception {
    ActorRef<Job> pool = pool(5, byKey());
    List<String> before = whoGets(pool, 2_000);
    end(worker(3));
    List<String> after = whoGets(pool, 2_000);
    Set<String> heirs = new HashSet<>();
    for (int key = 0; key < 2_000; key++) {
      if (before.get(key).equals("worker-3")) {
        heirs.add(after.get(key));
      } else {
        assertEquals(before.get(key), after.get(key), "key " + key);
      }
    }
    assertEquals(Set.of("worker-1", "worker-2", "worker-4", "worker-5"), heirs);
  }

  @Test
  void keysThatAreEqualBelongTogetherWhateverTheyAreMadeOf() {
    ActorRef<Job> pool = pool(4, byKey());
    for (int i = 0; i < 100; i++) {
      String one = "key-" + i;
      String other = String.join("-", "key", Integer.toString(i));
      assertEquals(pool.ask(new Job.Who(one)), pool.ask(new Job.Who(other)));
      assertEquals(pool.ask(new Job.Who(List.of(i))), pool.ask(new Job.Who(List.of(i))));
    }
  }

  private static Routing<Job> byKey() {
    return Routing.byKey(job -> job instanceof Job.Who(Object key) ? key : "");
  }

  @Test
  void broadcastReachesEveryone() {
    ActorRef<Job> pool = pool(3, Routing.broadcast());
    pool.send(new Job.Count());
    pool.ask(new Job.Who()); // by now, all have got the first one
    for (int number = 1; number <= 3; number++) {
      assertEquals(2, worker(number).ask(new Job.Count()), "worker-" + number);
    }
  }

  @Test
  void theFirstAnswerToABroadcastCounts() {
    List<ActorRef<Job>> crashing = List.of(crashing("a"), crashing("b"));
    List<ActorRef<Job>> all = new ArrayList<>(crashing);
    all.add(system.spawn("c", worker()));
    ActorRef<Job> group = system.spawn("group", Router.group(all, Routing.broadcast()));
    assertEquals("c", group.ask(new Job.Who()));
  }

  @Test
  void aBroadcastAskFailsWhenNobodyIsLeftWhoCouldAnswer() {
    ActorRef<Job> pool = pool(3, Routing.broadcast());
    var failure = assertThrows(TargetStoppedException.class, () -> pool.ask(new Job.Crash()));
    assertEquals("on purpose", failure.getCause().getMessage());
  }

  /// Crashes whatever it gets.
  private ActorRef<Job> crashing(String name) {
    return system.spawn(
        name,
        (mailbox, _) -> {
          for (var job : mailbox) {
            throw new IllegalStateException("cannot do " + job);
          }
        });
  }

  // --- as if one had asked the routee

  @Test
  void theRouteeSeesTheOriginalSenderAndAnswersTheOriginalAsker() {
    ActorRef<Job> pool = pool(2, Routing.roundRobin());
    record Start() implements Request<Start, String> {}
    ActorRef<Start> asker =
        system.spawn(
            "asker",
            (mailbox, ctx) -> {
              for (var start : mailbox) {
                ctx.reply(start, pool.ask(new Job.From()));
              }
            });
    assertEquals("asker", asker.ask(new Start()));
    assertEquals("nobody", pool.ask(new Job.From()));
  }

  @Test
  void aCrashOfTheRouteeFailsTheAskAtOnceWithItsCause() {
    ActorRef<Job> pool = pool(2, Routing.roundRobin());
    var failure =
        assertThrows(TargetStoppedException.class, () -> pool.ask(new Job.Crash(), MINUTE));
    assertEquals("on purpose", failure.getCause().getMessage());
  }

  // --- routees that end

  @Test
  void aWorkerThatRestartsStaysIn() {
    Actor<Job> worker = worker().supervised(Restart.upTo(3).backoff(Backoff.fixed(MILLI)));
    ActorRef<Job> pool = system.spawn("pool", Router.pool(2, worker, Routing.roundRobin()));
    assertThrows(AskException.class, () -> pool.ask(new Job.Crash()));
    assertEquals(List.of("worker-2", "worker-1", "worker-2", "worker-1"), whoGets(pool, 4));
  }

  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  void whoEndsIsTakenOut() throws Exception {
    ActorRef<Job> pool = pool(3, Routing.roundRobin());
    pool.ask(new Job.Who());
    end(worker(2));
    assertEquals(Set.of("worker-1", "worker-3"), Set.copyOf(whoGets(pool, 10)));
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void theNewsOfAnEndNeedsNotComeBeforeTheMessages() throws Exception {
    // the router is kept busy in its key function, while messages queue up before the news
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Function<Job, Object> key =
        job -> {
          if (job instanceof Job.Who(CountDownLatch latch)) {
            begun.countDown();
            assertDoesNotThrowAndAwait(latch);
          }
          return job instanceof Job.Who(Object each) ? each : "";
        };
    ActorRef<Job> pool = system.spawn("pool", Router.pool(3, worker(), Routing.byKey(key)));
    pool.send(new Job.Who(release));
    begun.await();
    List<CompletableFuture<String>> asked =
        IntStream.range(0, 300).mapToObj(i -> pool.askAsync(new Job.Who(i))).toList();
    end(worker(1));
    release.countDown();
    for (CompletableFuture<String> each : asked) {
      assertTrue(each.join().matches("worker-[23]"));
    }
  }

  private static void assertDoesNotThrowAndAwait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whenTheLastOneCrashesTheRouterCrashesToo() throws Exception {
    ActorRef<Job> pool = pool(2, Routing.roundRobin());
    CompletableFuture<ExitReason> reason = reasonOf(pool);
    assertThrows(AskException.class, () -> pool.ask(new Job.Crash()));
    assertThrows(AskException.class, () -> pool.ask(new Job.Crash()));
    assertTrue(pool.awaitTermination(MINUTE));
    var crash = assertInstanceOf(ExitReason.Crashed.class, reason.join());
    var cause = assertInstanceOf(NoRouteesException.class, crash.cause());
    assertEquals("on purpose", cause.getCause().getMessage());
    assertThrows(NoProcessException.class, () -> pool.ask(new Job.Who()));
  }

  @Test
  void whenTheLastOneEndsInAnOrderlyWaySoDoesTheRouter() throws Exception {
    ActorRef<Job> pool = pool(2, Routing.broadcast());
    CompletableFuture<ExitReason> reason = reasonOf(pool);
    pool.send(new Job.Quit());
    assertTrue(pool.awaitTermination(MINUTE));
    assertTrue(reason.join().isOrderly(), () -> "" + reason.join());
  }

  @Test
  void whatComesWhenAllHaveEndedFailsAtOnceOrIsADeadLetter() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    Function<Job, Object> key =
        job -> {
          if (job instanceof Job.Who(CountDownLatch latch)) {
            begun.countDown();
            assertDoesNotThrowAndAwait(latch);
          }
          return "";
        };
    ActorRef<Job> pool = system.spawn("pool", Router.pool(2, worker(), Routing.byKey(key)));
    pool.send(new Job.Who(release));
    begun.await();
    CompletableFuture<String> asked = pool.askAsync(new Job.Who(), MINUTE);
    pool.send(new Job.Who());
    end(worker(1));
    end(worker(2));
    release.countDown();
    assertInstanceOf(NoProcessException.class, failureOf(asked));
    assertTrue(pool.awaitTermination(MINUTE));
    // the one that kept the router busy, the ask, and the one that was sent
    assertEquals(3, system.counters().deadLettersTotal());
  }

  @Test
  void aSupervisedPoolBeginsAfresh() throws Exception {
    Actor<Job> pool =
        Router.pool(2, worker(), Routing.<Job>roundRobin())
            .supervised(Restart.upTo(1).backoff(Backoff.fixed(MILLI)));
    ActorRef<Job> ref = system.spawn("pool", pool);
    assertThrows(AskException.class, () -> ref.ask(new Job.Crash()));
    ActorRef<Job> last = worker(2);
    assertThrows(AskException.class, () -> ref.ask(new Job.Crash()));
    assertTrue(last.awaitTermination(MINUTE));
    // an ask may come before the end, or before the news of it, and fail
    Await.untilPasses(
        () -> {
          try {
            assertTrue(ref.ask(new Job.Who()).startsWith("worker-"));
          } catch (AskException e) {
            throw new AssertionError("not yet", e);
          }
        });
    assertEquals(Set.of("worker-1", "worker-2"), Set.copyOf(whoGets(ref, 4)));
  }

  private CompletableFuture<ExitReason> reasonOf(ActorRef<?> target) {
    var reason = new CompletableFuture<ExitReason>();
    var watching = new CompletableFuture<Boolean>();
    system.spawn(
        (mailbox, ctx) -> {
          ctx.monitor(target, Function.identity());
          watching.complete(true);
          for (var down : mailbox) {
            reason.complete(((Down) down).reason());
          }
        });
    watching.join();
    return reason;
  }

  @Test
  void thePoolTakesItsWorkersAlong() throws Exception {
    ActorRef<Job> pool = pool(2, Routing.roundRobin());
    pool.ask(new Job.Who());
    ActorRef<Job> worker = worker(1);
    end(pool);
    assertFalse(worker.isAlive());
  }

  @Test
  void aGroupLeavesItsRouteesAlone() throws Exception {
    ActorRef<Job> routee = system.spawn("routee", worker());
    ActorRef<Job> group =
        system.spawn("group", Router.group(List.of(routee, routee), Routing.roundRobin()));
    assertEquals("routee", group.ask(new Job.Who()));
    end(group);
    assertEquals("routee", routee.ask(new Job.Who()));
  }

  @Test
  void aGroupOfTheDeadCrashes() throws Exception {
    ActorRef<Job> dead = system.spawn("dead", worker());
    end(dead);
    ActorRef<Job> group = system.spawn("group", Router.group(List.of(dead), Routing.roundRobin()));
    assertThrows(AskException.class, () -> group.ask(new Job.Who(), MINUTE));
    assertTrue(group.awaitTermination(MINUTE));
    assertEquals(1, system.counters().crashes());
  }

  // --- routees that are full

  /// Two busy routees with room for one message each; and the first one has it already.
  private ActorRef<Job> nearlyFull(Routing<Job> routing, CountDownLatch release) throws Exception {
    List<ActorRef<Job>> routees = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      Actor<Job> worker = worker().bounded(1, Overflow.REJECT);
      ActorRef<Job> routee = system.spawn("worker-" + number, worker);
      var begun = new CountDownLatch(1);
      routee.send(new Job.Busy(begun, release));
      begun.await();
      routees.add(routee);
    }
    routees.getFirst().send(new Job.Who());
    return system.spawn("group", Router.group(routees, routing));
  }

  @Test
  void whatOneHasNoRoomForGoesToAnother() throws Exception {
    var release = new CountDownLatch(1);
    ActorRef<Job> group = nearlyFull(Routing.random(1), release);
    CompletableFuture<String> asked = group.askAsync(new Job.Who(), MINUTE);
    CompletableFuture<String> tooMany = group.askAsync(new Job.Who(), MINUTE);
    var failure = assertInstanceOf(RequestFailedException.class, failureOf(tooMany));
    assertInstanceOf(MailboxFullException.class, failure.getCause());
    release.countDown();
    assertEquals("worker-2", asked.join());
    assertTrue(group.isAlive());
  }

  @Test
  void aMessageThatNobodyHasRoomForIsADeadLetter() throws Exception {
    var release = new CountDownLatch(1);
    ActorRef<Job> group = nearlyFull(Routing.roundRobin(), release);
    group.send(new Job.Who()); // there is room for this one
    group.send(new Job.Who());
    group.send(new Job.Quit());
    Await.until("two dead letters", () -> system.counters().deadLettersTotal() == 2);
    release.countDown();
    assertTrue(group.isAlive());
  }

  @Test
  void aMessageWithAKeyGoesToNobodyElse() throws Exception {
    var release = new CountDownLatch(1);
    ActorRef<Job> group =
        nearlyFull(Routing.byKey(job -> job instanceof Job.Who(Object k) ? k : ""), release);
    Set<String> served = new HashSet<>();
    int refused = 0;
    List<CompletableFuture<String>> asked =
        IntStream.range(0, 50).mapToObj(i -> group.askAsync(new Job.Who(i), MINUTE)).toList();
    CompletableFuture<String> last = group.askAsync(new Job.Who(50), MINUTE);
    last.exceptionally(_ -> "").thenRun(release::countDown).join();
    for (CompletableFuture<String> each : asked) {
      if (failureOf(each) == null) {
        served.add(each.join());
      } else {
        refused++;
      }
    }
    assertEquals(Set.of("worker-2"), served);
    assertEquals(49, refused);
  }

  @Test
  void aBroadcastIsTakenIfAnybodyHasRoom() throws Exception {
    var release = new CountDownLatch(1);
    ActorRef<Job> group = nearlyFull(Routing.broadcast(), release);
    CompletableFuture<String> asked = group.askAsync(new Job.Who(), MINUTE);
    CompletableFuture<String> tooMany = group.askAsync(new Job.Who(), MINUTE);
    assertInstanceOf(RequestFailedException.class, failureOf(tooMany));
    release.countDown();
    assertEquals("worker-2", asked.join());
  }

  // --- nothing is lost

  @Test
  void whatGoesThroughAPoolOfCrashingWorkersIsHandledOrADeadLetter() throws Exception {
    long seed = System.nanoTime();
    int messages = 50_000;
    var random = new Random(seed);
    Actor<Job> worker =
        worker().supervised(Restart.always().backoff(Backoff.between(MILLI, MILLI)));
    ActorRef<Job> pool = system.spawn("pool", Router.pool(4, worker, Routing.random(seed)));
    int crashes = 0;
    for (int i = 0; i < messages; i++) {
      boolean crash = random.nextInt(500) == 0;
      crashes += crash ? 1 : 0;
      pool.send(crash ? new Job.Crash() : new Job.Count());
    }
    // each one counts at the router, and once more at its worker
    Await.value(
        "all are accounted for, seed " + seed,
        MINUTE,
        () -> system.counters().handled() + system.counters().deadLettersTotal(),
        sum -> sum == 2L * messages);
    assertEquals(crashes, system.counters().crashes(), "seed " + seed);
    assertEquals(crashes, system.counters().deadLettersTotal(), "seed " + seed);
  }

  // --- bad input

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Router.pool(0, worker(), Routing.roundRobin()));
    assertThrows(
        IllegalArgumentException.class, () -> Router.group(List.of(), Routing.roundRobin()));
  }

  @Test
  void aMessageWithoutAKeyIsACrashOfTheRouter() {
    ActorRef<Job> pool = pool(1, Routing.byKey(_ -> nothing()));
    var failure = assertThrows(TargetStoppedException.class, () -> pool.ask(new Job.Who()));
    assertTrue(failure.getCause().getMessage().contains("key"), () -> "" + failure.getCause());
  }

  @SuppressWarnings("NullAway") // the mistake that is tested
  private static Object nothing() {
    return null;
  }
}
