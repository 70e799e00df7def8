package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Request;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import dev.talma.testkit.TestSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The stage of a test of supervisors: a system on virtual time, children of all kinds, and a
/// journal of their beginnings and ends.
abstract class Stage {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  static final Duration AGES = Duration.ofDays(1);

  TestSystem system;
  private final List<String> journal = new ArrayList<>();
  private final Map<String, Init> inits = new ConcurrentHashMap<>();
  private final Map<String, Init> cleanUps = new ConcurrentHashMap<>();

  /// What a child does when it begins.
  interface Init {
    void run() throws Exception;
  }

  /// `init` says so.
  static final class Says extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient InitResult<String> result;

    Says(InitResult<String> result) {
      super("init says " + result, null, false, false);
      this.result = result;
    }
  }

  /// What a child is.
  enum Kind {
    SERVER,
    HANDLER,
    LOOP
  }

  @BeforeEach
  void raiseTheCurtain() {
    system =
        TestSystem.create(
            "stage", s -> s.withVirtualTime().withPatience(PATIENCE).toleratingCrashes());
  }

  @AfterEach
  void lowerTheCurtain() {
    system.close();
  }

  // --- children

  ChildSpec<Cmd> child(String id) {
    return child(id, Kind.SERVER);
  }

  ChildSpec<Cmd> child(String id, Kind kind) {
    return switch (kind) {
      case SERVER -> ChildSpec.server(id, () -> new Server(id));
      case HANDLER -> ChildSpec.handler(id, () -> new Doer(id));
      case LOOP -> ChildSpec.actor(id, loop(id));
    };
  }

  /// From now on a child begins so; to answer from `init`, throw [Says].
  void onInit(String id, Init init) {
    inits.put(id, init);
  }

  /// From now on a child cleans up so.
  void onCleanUp(String id, Init cleanUp) {
    cleanUps.put(id, cleanUp);
  }

  void initNormally(String id) {
    inits.remove(id);
  }

  private void begin(String id) throws Exception {
    Init init = inits.get(id);
    if (init != null) {
      init.run();
    }
    note("+" + id);
  }

  private void cleanUp(String id) throws Exception {
    note("-" + id);
    Init cleanUp = cleanUps.get(id);
    if (cleanUp != null) {
      cleanUp.run();
    }
  }

  private final class Server extends GenServer<Cmd, String> {
    private final String id;

    Server(String id) {
      this.id = id;
    }

    @Override
    protected InitResult<String> init() throws Exception {
      try {
        begin(id);
        return ok(id);
      } catch (Says says) {
        return says.result;
      }
    }

    @Override
    protected CallResult<String> handleCall(Request<Cmd, ?> request, String state) {
      return switch (request) {
        case Cmd.Who who -> reply(who, id, state);
        default -> unexpected(request);
      };
    }

    @Override
    protected CastResult<String> handleInfo(Cmd message, String state) throws Exception {
      return switch (message) {
        case Cmd.End(ExitReason reason) -> stop(reason, state);
        case Cmd.Act(Cmd.Deed deed) -> {
          deed.in(ctx());
          yield noReply(state);
        }
        case Cmd.Who _ -> noReply(state);
      };
    }

    @Override
    protected void terminate(ExitReason reason, String state) throws Exception {
      cleanUp(id);
    }
  }

  private void obey(String id, Cmd message, Context<Cmd> ctx) throws Exception {
    switch (message) {
      case Cmd.End(ExitReason reason) -> Cmd.end(ctx, reason);
      case Cmd.Act(Cmd.Deed deed) -> deed.in(ctx);
      case Cmd.Who who -> ctx.reply(who, id);
    }
  }

  private final class Doer implements Handler<Cmd> {
    private final String id;

    Doer(String id) {
      this.id = id;
    }

    @Override
    public void init(Context<Cmd> ctx) throws Exception {
      begin(id);
    }

    @Override
    public void handle(Cmd message, Context<Cmd> ctx) throws Exception {
      obey(id, message, ctx);
    }

    @Override
    public void terminate(ExitReason reason, Context<Cmd> ctx) throws Exception {
      cleanUp(id);
    }
  }

  private Actor<Cmd> loop(String id) {
    return (mailbox, ctx) -> {
      begin(id);
      boolean crashed = true;
      try {
        for (Cmd message : mailbox) {
          obey(id, message, ctx);
        }
        crashed = false;
      } finally {
        if (crashed) {
          note("-" + id);
        }
      }
      cleanUp(id);
    };
  }

  // --- the journal

  void note(String line) {
    synchronized (journal) {
      journal.add(line);
    }
  }

  List<String> journal() {
    synchronized (journal) {
      return List.copyOf(journal);
    }
  }

  /// {@return what was noted so far, and begins a new page}
  List<String> turnPage() {
    system.settle();
    synchronized (journal) {
      List<String> page = List.copyOf(journal);
      journal.clear();
      return page;
    }
  }

  /// Expects that this was noted since the last page, when all is quiet.
  void expectPage(String... lines) {
    assertEquals(List.of(lines), turnPage());
  }

  /// Waits until a line is noted.
  void awaitLine(String line) {
    Await.until(line + " is noted", PATIENCE, () -> journal().contains(line));
  }

  // --- supervisors

  static ActorRef<Cmd> ref(ActorRef<Supervisor.Message> supervisor, String id) {
    return asCmd(
        Supervisor.whichChildren(supervisor).stream()
            .filter(info -> info.id().equals(id))
            .findFirst()
            .orElseThrow()
            .ref()
            .orElseThrow());
  }

  @SuppressWarnings("unchecked") // as the children of a stage are
  static ActorRef<Cmd> asCmd(ActorRef<?> ref) {
    return (ActorRef<Cmd>) ref;
  }

  void crash(ActorRef<Supervisor.Message> supervisor, String id) {
    ref(supervisor, id).send(Cmd.crash());
    system.settle();
  }

  /// {@return the children, such as `a running`}
  static List<String> states(ActorRef<Supervisor.Message> supervisor) {
    return states(Supervisor.whichChildren(supervisor).stream());
  }

  static List<String> states(Stream<ChildInfo> infos) {
    return infos
        .map(info -> info.id() + " " + info.state().name().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  static void assertStates(ActorRef<Supervisor.Message> supervisor, String... expected) {
    assertEquals(List.of(expected), states(supervisor));
  }

  /// Keeps a child in the middle of a message.
  Gate hold(ActorRef<Cmd> ref) {
    Gate gate = system.gate("hold " + ref.name());
    ref.send(new Cmd.Act(_ -> gate.pass()));
    gate.awaitArrival();
    return gate;
  }

  /// Waits until an actor is asked to stop.
  void awaitStopping(ActorRef<?> ref) {
    Await.until(ref + " is asked to stop", () -> isStopping(system.snapshot(), ref.path()));
  }

  private static boolean isStopping(ActorSnapshot snapshot, String path) {
    return snapshot.path().equals(path)
        ? snapshot.state() == ActorSnapshot.State.STOPPING
        : snapshot.children().stream().anyMatch(child -> isStopping(child, path));
  }

  void awaitEnd(ActorRef<?> ref) {
    try {
      assertTrue(ref.awaitTermination(PATIENCE), () -> ref + " has not ended\n" + system.tree());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
