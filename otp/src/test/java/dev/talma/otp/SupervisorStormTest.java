package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A tree of a thousand children of all kinds, of which some crash or are killed all the time. It
/// heals, nothing leaks, no supervisor restarts more often than its limit says, and the registry in
/// which the workers enter themselves is right at each step.
///
/// `-Dtalma.seed=N` repeats a storm, as far as threads allow; `-Dtalma.storm.seconds=N` makes it
/// last another time.
@Timeout(60)
class SupervisorStormTest {
  private static final int WIDTH = 10;
  private static final int WORKERS = 9 * WIDTH * WIDTH;
  private static final int ACTORS = 1 + WIDTH + WIDTH * WIDTH + WORKERS;
  private static final int RESTARTS = 3;
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /// When children were started, by the supervisor of the time; those of one-for-one ones.
  private final Map<ActorRef<?>, Queue<Long>> starts = new ConcurrentHashMap<>();

  private final TestSystem system =
      TestSystem.create(
          "storm",
          s -> s.withVirtualTime().withPatience(Duration.ofSeconds(30)).toleratingCrashes());

  private final UniqueRegistry<String, Cmd> names = Registry.unique(system, "names");

  private static int seconds() {
    boolean quick = System.getProperty("talma.quick") != null;
    return Math.min(30, Integer.getInteger("talma.storm.seconds", quick ? 2 : 30));
  }

  @Test
  void aTreeThatIsStruckAgainAndAgainHeals() {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    System.out.println("storm over a supervision tree: -Dtalma.seed=" + seed);
    Random random = new Random(seed);
    try (system) {
      var top = Supervisor.start(system, "top", top());
      assertEquals(1 + ACTORS, system.counters().live());
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds());
      int rounds = 0;
      do {
        strike(random);
        if (random.nextInt(4) == 0) {
          system.advance(Duration.ofMillis(random.nextInt(4_000)));
          check(top);
        }
        rounds++;
      } while (System.nanoTime() < end);
      system.advance(Duration.ofMinutes(1));
      check(top);
      assertTrue(rounds > 10, "rounds: " + rounds);
      assertTrue(system.counters().started() > 1_500, () -> system.counters().toString());
      checkLimits();
      top.stop();
      system.settle();
      assertEquals(1, system.counters().live()); // the registry
      assertEquals(List.of(), names.entries());
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError("-Dtalma.seed=" + seed, failure);
    }
  }

  private SupervisorSpec top() {
    SupervisorSpec top = Supervisor.spec(Strategy.ONE_FOR_ONE).intensity(1_000_000, WINDOW);
    for (int i = 0; i < WIDTH; i++) {
      Strategy strategy = i == 0 ? Strategy.REST_FOR_ONE : Strategy.ONE_FOR_ONE;
      SupervisorSpec middle = Supervisor.spec(strategy).intensity(20, WINDOW);
      for (int j = 0; j < WIDTH; j++) {
        middle = middle.child(ChildSpec.supervisor("low-" + j, low(j)));
      }
      top = top.child(ChildSpec.supervisor("middle-" + i, middle));
    }
    return top;
  }

  private SupervisorSpec low(int index) {
    Strategy strategy = List.of(Strategy.values()).get(index % 3);
    SupervisorSpec low = Supervisor.spec(strategy).intensity(RESTARTS, WINDOW);
    for (int k = 0; k < 9; k++) {
      low = low.child(worker("w" + k, k, strategy == Strategy.ONE_FOR_ONE));
    }
    return low;
  }

  /// The kinds take turns; the last one is transient, and never ends in an orderly way here.
  private ChildSpec<Cmd> worker(String id, int index, boolean noted) {
    Shutdown shutdown =
        switch (index % 4) {
          case 0 -> Shutdown.brutalKill();
          case 1 -> Shutdown.infinity();
          default -> Shutdown.within(Duration.ofSeconds(1));
        };
    ChildSpec<Cmd> spec =
        switch (index % 3) {
          case 0 -> ChildSpec.server(id, () -> new Striken(noted));
          case 1 -> ChildSpec.handler(id, () -> new Doer(noted));
          default -> ChildSpec.actor(id, loop(noted));
        };
    RestartType type = index == 8 ? RestartType.TRANSIENT : RestartType.PERMANENT;
    return spec.shutdown(shutdown).restart(type);
  }

  private void noteStart(Context<Cmd> ctx, boolean noted) {
    String path = ctx.self().path();
    names.register(path, ctx.self());
    if (noted) {
      long now = system.time().nanoTime();
      system
          .find(path.substring(0, path.lastIndexOf('/')))
          .ifPresent(
              parent ->
                  starts.computeIfAbsent(parent, _ -> new ConcurrentLinkedQueue<>()).add(now));
    }
  }

  private final class Striken extends GenServer<Cmd, String> {
    private final boolean noted;

    Striken(boolean noted) {
      this.noted = noted;
    }

    @Override
    protected InitResult<String> init() {
      noteStart(ctx(), noted);
      return ok("");
    }

    @Override
    protected CastResult<String> handleInfo(Cmd message, String state) {
      return message instanceof Cmd.End(ExitReason reason) ? stop(reason, state) : noReply(state);
    }
  }

  private final class Doer implements Handler<Cmd> {
    private final boolean noted;

    Doer(boolean noted) {
      this.noted = noted;
    }

    @Override
    public void init(Context<Cmd> ctx) {
      noteStart(ctx, noted);
    }

    @Override
    public void handle(Cmd message, Context<Cmd> ctx) {
      if (message instanceof Cmd.End(ExitReason reason)) {
        Cmd.end(ctx, reason);
      }
    }
  }

  private Actor<Cmd> loop(boolean noted) {
    return (mailbox, ctx) -> {
      noteStart(ctx, noted);
      for (Cmd message : mailbox) {
        if (message instanceof Cmd.End(ExitReason reason)) {
          Cmd.end(ctx, reason);
        }
      }
    };
  }

  /// Crashes or kills some workers, and now and then a supervisor.
  private void strike(Random random) {
    int blows = 1 + random.nextInt(30);
    for (int i = 0; i < blows; i++) {
      String path = "/top/middle-" + random.nextInt(WIDTH);
      int depth = random.nextInt(200);
      if (depth > 0) {
        path += "/low-" + random.nextInt(WIDTH);
      }
      if (depth > 3) {
        path += "/w" + random.nextInt(9);
      }
      boolean kill = depth <= 3 || random.nextBoolean();
      system
          .find(path)
          .ifPresent(
              ref -> {
                if (kill) {
                  ref.kill();
                  awaitGone(ref);
                } else {
                  Stage.asCmd(ref).send(Cmd.crash());
                }
              });
    }
  }

  /// Whoever has seen the end of an actor does not find it any more.
  private void awaitGone(ActorRef<?> ref) {
    try {
      assertTrue(ref.awaitTermination(Duration.ofSeconds(30)), () -> ref + " was killed");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    assertNotEquals(Optional.of(ref), names.lookup(ref.path()));
  }

  /// All is quiet: what the supervisors say is what there is, and what is registered.
  private void check(ActorRef<Supervisor.Message> top) {
    SequencedMap<String, ActorRef<?>> told = new TreeMap<>();
    told.put("/top", top);
    tell(top, told);
    SequencedSet<String> seen = new TreeSet<>();
    system.snapshot().children().forEach(each -> see(each, seen));
    assertTrue(seen.remove(names.ref().path()));
    assertEquals(told.keySet(), seen);
    assertEquals(1 + seen.size(), system.counters().live());
    assertEquals(ACTORS, seen.size());
    assertEquals(WORKERS, names.count());
    names
        .registered()
        .forEach(path -> assertEquals(Optional.ofNullable(told.get(path)), names.lookup(path)));
  }

  @SuppressWarnings("unchecked") // as its type says
  private static void tell(
      ActorRef<Supervisor.Message> supervisor, SequencedMap<String, ActorRef<?>> told) {
    for (ChildInfo child : Supervisor.whichChildren(supervisor)) {
      ActorRef<?> ref = child.ref().orElseThrow();
      told.put(ref.path(), ref);
      if (child.type() == ChildType.SUPERVISOR) {
        tell((ActorRef<Supervisor.Message>) ref, told);
      }
    }
  }

  private static void see(ActorSnapshot actor, SequencedSet<String> seen) {
    seen.add(actor.path());
    actor.children().forEach(each -> see(each, seen));
  }

  /// After the first nine starts of a supervisor, each one is a restart.
  private void checkLimits() {
    starts.forEach(
        (supervisor, instants) -> {
          List<Long> restarts = new ArrayList<>(instants);
          restarts.sort(null);
          for (int i = 9; i + RESTARTS < restarts.size(); i++) {
            long span = restarts.get(i + RESTARTS) - restarts.get(i);
            assertTrue(
                span > WINDOW.toNanos(),
                () -> (RESTARTS + 1) + " restarts of " + supervisor + " in " + span + " ns");
          }
        });
  }
}
