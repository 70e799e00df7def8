package dev.talma.examples;

import dev.talma.ActorRef;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import dev.talma.ExitReason;
import dev.talma.otp.CastResult;
import dev.talma.otp.ChildSpec;
import dev.talma.otp.DynamicSupervisor;
import dev.talma.otp.GenServer;
import dev.talma.otp.InitResult;
import dev.talma.otp.RestartType;
import dev.talma.otp.Strategy;
import dev.talma.otp.Supervisor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// A shop as a tree of supervisors. One thing after the other breaks, and after each the tree is
/// drawn again: it has healed, and one sees how far up that had to go.
final class SupervisionTree {

  // @start region=supervision-tree-part
  /// A part of the shop, which counts its lives by its path.
  static final class Part extends GenServer<String, Integer> {
    private static final Map<String, Integer> LIVES = new ConcurrentHashMap<>();
    private static final Set<String> STOPPED = new ConcurrentSkipListSet<>();

    @Override
    protected InitResult<Integer> init() {
      return ok(LIVES.merge(self().path(), 1, Integer::sum));
    }

    @Override
    protected CastResult<Integer> handleCast(String blow, Integer life) {
      throw new IllegalStateException(blow);
    }

    @Override
    protected void terminate(ExitReason reason, Integer life) {
      if (reason.isOrderly()) {
        STOPPED.add(self().path());
      }
    }
  }

  // @end region=supervision-tree-part

  // @start region=supervision-tree-spec
  static ChildSpec<String> part(String id) {
    return ChildSpec.server(id, Part::new);
  }

  static final ChildSpec<Supervisor.Message> DB =
      ChildSpec.supervisor(
          "db",
          Supervisor.spec(Strategy.REST_FOR_ONE) // who needs those before it
              .intensity(2, Duration.ofSeconds(5))
              .child(part("pool"))
              .child(part("cache"))
              .child(part("index")));

  static final ChildSpec<Supervisor.Message> TILL =
      ChildSpec.supervisor(
          "till",
          Supervisor.spec(Strategy.ONE_FOR_ALL) // neither can do without the other
              .child(part("drawer"))
              .child(part("printer")));

  static final ChildSpec<DynamicSupervisor.Message> SESSIONS =
      ChildSpec.supervisor(
          "sessions", DynamicSupervisor.spec().intensity(9, Duration.ofSeconds(5)));

  // @end region=supervision-tree-spec

  private final ActorSystem system;
  private final ActorRef<Supervisor.Message> shop;
  private final Map<String, Integer> drawn = new TreeMap<>();

  private SupervisionTree(ActorSystem system) {
    this.system = system;
    this.shop =
        Supervisor.start(
            system,
            "shop",
            Supervisor.spec(Strategy.ONE_FOR_ONE).child(DB).child(TILL).child(SESSIONS));
  }

  static void main(String[] args) throws InterruptedException {
    try (var system = ActorSystem.create("shop")) {
      new SupervisionTree(system).play();
    }
  }

  private void play() throws InterruptedException {
    var sessions = Supervisor.child(system, shop, SESSIONS);
    var _ = DynamicSupervisor.startChild(sessions, part("ann").restart(RestartType.TRANSIENT));
    var _ = DynamicSupervisor.startChild(sessions, part("bob").restart(RestartType.TEMPORARY));
    draw("the shop is open");

    strike("/shop/db/cache");
    draw("the cache crashed: rest for one, so the index comes along");

    kill("/shop/till/printer");
    draw("the printer was killed: one for all, so the drawer comes along");

    strike("/shop/sessions/ann");
    strike("/shop/sessions/bob");
    draw("both sessions crashed: Ann's is transient, Bob's temporary");

    ActorRef<?> db = system.find("/shop/db").orElseThrow();
    strike("/shop/db/pool");
    ActorRef<?> pool = system.find("/shop/db/pool").orElseThrow();
    GenServer.cast(asPart(pool), "a blow too many");
    boolean _ = db.awaitTermination(Duration.ofSeconds(10));
    draw("the pool crashed twice more: too much for db, which the shop builds anew");

    GenServer.stop(shop);
    IO.println("the shop is closed; cleaned up: " + names(Part.STOPPED));
  }

  /// Crashes a part, and waits until it is gone.
  private void strike(String path) throws InterruptedException {
    ActorRef<?> part = system.find(path).orElseThrow();
    GenServer.cast(asPart(part), "a blow");
    boolean _ = part.awaitTermination(Duration.ofSeconds(10));
    settle(path);
  }

  private void kill(String path) throws InterruptedException {
    ActorRef<?> part = system.find(path).orElseThrow();
    part.kill();
    boolean _ = part.awaitTermination(Duration.ofSeconds(10));
    settle(path);
  }

  /// Whoever is told of an end is told before those who wait for it. So the supervisor answers this
  /// when it has done what is to be done.
  private void settle(String path) {
    if (path.startsWith("/shop/sessions/")) {
      var _ = DynamicSupervisor.countChildren(Supervisor.child(system, shop, SESSIONS));
    } else {
      var spec = path.startsWith("/shop/db/") ? DB : TILL;
      var _ = Supervisor.countChildren(Supervisor.child(system, shop, spec));
    }
  }

  @SuppressWarnings("unchecked") // all that is struck is a part
  private static ActorRef<String> asPart(ActorRef<?> ref) {
    return (ActorRef<String>) ref;
  }

  // --- drawing

  private void draw(String title) {
    var _ = Supervisor.countChildren(shop); // what it was told so far is done then
    IO.println(title);
    for (ActorSnapshot top : system.snapshot().children()) {
      draw(top, "  ", "  ");
    }
    IO.println();
  }

  private void draw(ActorSnapshot actor, String here, String below) {
    String path = actor.path();
    Integer life = Part.LIVES.get(path);
    String line = here + path.substring(path.lastIndexOf('/') + 1);
    if (life == null) {
      IO.println(line);
    } else {
      Integer before = drawn.put(path, life);
      String news = before != null && before < life ? "  <- restarted" : "";
      IO.println("%-22s life %d%s".formatted(line, life, news));
    }
    List<ActorSnapshot> children = actor.children();
    for (ActorSnapshot child : children) {
      boolean last = child == children.getLast();
      draw(child, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
    }
  }

  private static String names(Set<String> paths) {
    return String.join(", ", paths.stream().map(path -> path.substring(6)).toList());
  }
}
