package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Backoff;
import dev.talma.Context;
import dev.talma.Counters;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Overflow;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.SelfAskException;
import dev.talma.SystemEvent;
import dev.talma.SystemSettings;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Mistakes of the caller: each is a clear exception at the call, and nothing is half done.
@BothStyles
class BadInputTest extends StyledContract {
  private static final Class<NullPointerException> NULL = NullPointerException.class;
  private static final Class<IllegalArgumentException> ILLEGAL = IllegalArgumentException.class;
  private static final Duration NONE = Duration.ZERO;
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration NEGATIVE = Duration.ofNanos(-1);

  /// A request that does not belong to the protocol that it names.
  private record Stray() implements Request<Cue, String> {}

  /// @param says what the exception tells
  private record Row(
      String what, Class<? extends Throwable> type, List<String> says, Mistake mistake) {
    @Override
    public String toString() {
      return what;
    }
  }

  @FunctionalInterface
  private interface Mistake {
    void make(ActorSystem system, ActorRef<Cue> actor);
  }

  private record InnerRow(
      String what, Class<? extends Throwable> type, List<String> says, InnerMistake mistake) {
    @Override
    public String toString() {
      return what;
    }
  }

  @FunctionalInterface
  private interface InnerMistake {
    void make(Context<Cue> ctx);
  }

  private static Row row(
      String what, Class<? extends Throwable> type, Mistake mistake, String... says) {
    return new Row(what, type, List.of(says), mistake);
  }

  private static InnerRow inner(
      String what, Class<? extends Throwable> type, InnerMistake mistake, String... says) {
    return new InnerRow(what, type, List.of(says), mistake);
  }

  private static Actor<Cue> any() {
    return (mailbox, ctx) -> {};
  }

  private static Handler<Cue> handler() {
    return (cue, ctx) -> {};
  }

  /// A reference that was not made by the system.
  @SuppressWarnings("unchecked")
  private static ActorRef<Cue> foreign() {
    return (ActorRef<Cue>)
        Proxy.newProxyInstance(
            BadInputTest.class.getClassLoader(),
            new Class<?>[] {ActorRef.class},
            (proxy, method, arguments) -> method.getName().equals("toString") ? "foreign" : null);
  }

  static Stream<Row> fromOutside() {
    return Stream.of(
        // references
        row("send null", NULL, (s, a) -> a.send(null), "message"),
        row("send null for another", NULL, (s, a) -> a.send(null, a), "message"),
        row("send for nobody", NULL, (s, a) -> a.send(Cue.note("x"), null), "sender"),
        row("ask null", NULL, (s, a) -> a.ask(null), "request"),
        row("ask null async", NULL, (s, a) -> a.askAsync(null), "request"),
        row("ask for no time", ILLEGAL, (s, a) -> a.ask(Cue.echo("x"), NONE), "positive", "PT0S"),
        row("ask for less", ILLEGAL, (s, a) -> a.ask(Cue.echo("x"), NEGATIVE), "positive"),
        row(
            "ask async for no time",
            ILLEGAL,
            (s, a) -> a.askAsync(Cue.echo("x"), NONE),
            "positive"),
        row("ask for null", NULL, (s, a) -> a.ask(Cue.echo("x"), null), "timeout of an ask"),
        row(
            "ask a stray request",
            ILLEGAL,
            (s, a) -> a.ask(new Stray()),
            "BadInputTest$Stray",
            "Request<Cue, String>",
            "not sent"),
        row("ask a stray request async", ILLEGAL, (s, a) -> a.askAsync(new Stray()), "not sent"),
        row("send null as system message", NULL, (s, a) -> a.sendSystem(null), "message"),
        row("ask null of the system", NULL, (s, a) -> a.askSystem(null, NEVER), "request"),
        row(
            "ask null of the system async",
            NULL,
            (s, a) -> a.askSystemAsync(null, NEVER),
            "request"),
        row(
            "ask the system for no time",
            ILLEGAL,
            (s, a) -> a.askSystem(Whisper.echo("x"), NONE),
            "positive"),
        row(
            "ask the system async for less",
            ILLEGAL,
            (s, a) -> a.askSystemAsync(Whisper.echo("x"), NEGATIVE),
            "positive"),
        row("a reference without a name", NULL, (s, a) -> s.via(null, Optional::empty), "name"),
        row("a reference without a lookup", NULL, (s, a) -> s.via("x", null), "lookup"),
        row("stop for null", NULL, (s, a) -> a.stop(null), "reason"),
        row(
            "wait for less than nothing",
            ILLEGAL,
            (s, a) -> unchecked(() -> a.awaitTermination(NEGATIVE)),
            "negative"),
        // systems
        row("a system without a name", ILLEGAL, (s, a) -> ActorSystem.create(""), "1 to 255"),
        row("a system with a bad name", ILLEGAL, (s, a) -> ActorSystem.create("a b"), "' '"),
        row("spawn without a name", NULL, (s, a) -> s.spawn(null, any()), "name"),
        row("spawn nothing", NULL, (s, a) -> s.spawn("x", null), "actor"),
        row("spawn nothing unnamed", NULL, (s, a) -> s.spawn((Actor<Cue>) null), "actor"),
        row("an empty name", ILLEGAL, (s, a) -> s.spawn("", any()), "1 to 255", "0"),
        row("a long name", ILLEGAL, (s, a) -> s.spawn("x".repeat(256), any()), "255", "256"),
        row("a slash in a name", ILLEGAL, (s, a) -> s.spawn("a/b", any()), "'/'", "index 1"),
        row("a blank in a name", ILLEGAL, (s, a) -> s.spawn("a b", any()), "' '", "\"a b\""),
        row("a name like ours", ILLEGAL, (s, a) -> s.spawn("$a", any()), "begins with $"),
        row("get nothing", NULL, (s, a) -> s.actor(null, "x"), "type"),
        row("get a bad name", ILLEGAL, (s, a) -> s.actor(type(), "a:b"), "':'"),
        row("get a null name", NULL, (s, a) -> s.actor(type(), null), "name"),
        row(
            "a type with a bad name",
            ILLEGAL,
            (s, a) -> ActorType.of("a b", Cue.class, () -> any())),
        row(
            "a type without a class",
            NULL,
            (s, a) -> ActorType.of("t", null, () -> any()),
            "protocol"),
        row(
            "a type without a factory",
            NULL,
            (s, a) -> ActorType.of("t", Cue.class, null),
            "factory"),
        row("a state of nothing", NULL, (s, a) -> type().withState(null), "class of the state"),
        row("a null role", NULL, (s, a) -> type().withRole(null), "role"),
        row("a blank role", ILLEGAL, (s, a) -> type().withRole(" "), "role", "type", "blank"),
        row("idle for null", NULL, (s, a) -> type().withIdleTimeout(null), "idle timeout"),
        row("idle for no time", ILLEGAL, (s, a) -> type().withIdleTimeout(NONE), "idle timeout"),
        row("find null", NULL, (s, a) -> s.find(null), "path"),
        row("find a name", ILLEGAL, (s, a) -> s.find("actor"), "begins with /", "\"actor\""),
        row("events of null", NULL, (s, a) -> s.onEvent(null, event -> {}), "type"),
        row("events to null", NULL, (s, a) -> s.onEvent(SystemEvent.class, null), "listener"),
        row("subscribe null", NULL, (s, a) -> s.subscribe(SystemEvent.class, null), "reference"),
        row("join for less", ILLEGAL, (s, a) -> joinForLess(s), "negative"),
        // recipes
        row("no capacity", ILLEGAL, (s, a) -> any().bounded(0, Overflow.REJECT), "at least 1", "0"),
        row("no policy", NULL, (s, a) -> any().bounded(1, null), "overflow"),
        row("no time to stop", NULL, (s, a) -> any().stopTimeout(null), "stop timeout"),
        row("no supervision", NULL, (s, a) -> any().supervised(null), "supervision"),
        row("no factory", NULL, (s, a) -> Actor.handler(null), "factory"),
        row("a crash without a cause", NULL, (s, a) -> ExitReason.crashed(null), "cause"),
        row("a negative limit", ILLEGAL, (s, a) -> Restart.upTo(-1), "negative"),
        row("an empty window", ILLEGAL, (s, a) -> Restart.upTo(1).within(NONE), "positive"),
        row(
            "no strategy",
            NULL,
            (s, a) ->
                new Restart(OptionalInt.empty(), Optional.empty(), Backoff.standard(), null, false),
            "strategy"),
        row("no back-off", NULL, (s, a) -> Restart.always().backoff(null), "backoff"),
        row("a wait of nothing", ILLEGAL, (s, a) -> Backoff.fixed(NONE), "positive"),
        row("a negative wait", ILLEGAL, (s, a) -> Backoff.between(NEGATIVE, NEGATIVE), "negative"),
        row(
            "a falling back-off",
            ILLEGAL,
            (s, a) -> Backoff.between(Duration.ofSeconds(2), Duration.ofSeconds(1)),
            "PT2S",
            "PT1S"),
        row("a shrinking factor", ILLEGAL, (s, a) -> backoff(0.9, 0), "0.9"),
        row("a wild jitter", ILLEGAL, (s, a) -> backoff(1, 1.1), "1.1"),
        row(
            "settings without an ask timeout",
            ILLEGAL,
            (s, a) -> settings().withAskTimeout(NONE),
            "askTimeout"),
        row(
            "settings without a stop timeout",
            ILLEGAL,
            (s, a) -> settings().withStopTimeout(NONE),
            "stopTimeout"),
        row(
            "settings without a shutdown timeout",
            ILLEGAL,
            (s, a) -> settings().withShutdownTimeout(NONE),
            "shutdownTimeout"),
        row(
            "settings without a clock",
            NULL,
            (s, a) -> settings().withTimeSource(null),
            "timeSource"));
  }

  private static SystemSettings settings() {
    return SystemSettings.defaults();
  }

  private static ActorType<Cue> type() {
    return ActorType.of("type", Cue.class, BadInputTest::any);
  }

  private static Backoff backoff(double factor, double jitter) {
    return new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(2), factor, jitter);
  }

  private static void joinForLess(ActorSystem system) {
    try (ActorScope scope = system.scope()) {
      unchecked(() -> scope.join(NEGATIVE));
    }
  }

  @FunctionalInterface
  private interface Waiting {
    boolean run() throws InterruptedException;
  }

  private static void unchecked(Waiting waiting) {
    try {
      waiting.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<InnerRow> fromInside() {
    Cue tick = Cue.note("tick");
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
        inner("schedule null", NULL, ctx -> ctx.schedule(null, second), "message"),
        inner("schedule before", ILLEGAL, ctx -> ctx.schedule(tick, NEGATIVE), "negative", "PT-0"),
        inner("schedule at null", NULL, ctx -> ctx.schedule(tick, null), "delay"),
        inner("schedule for nobody", NULL, ctx -> ctx.schedule(tick, second, null), "sender"),
        inner("repeat null", NULL, ctx -> ctx.scheduleEvery(null, second), "message"),
        inner("repeat without end", ILLEGAL, ctx -> ctx.scheduleEvery(tick, NONE), "positive"),
        inner("repeat before", ILLEGAL, ctx -> ctx.scheduleEvery(tick, NEGATIVE), "positive"),
        inner("repeat for nobody", NULL, ctx -> ctx.scheduleEvery(tick, second, null), "sender"),
        inner("watch null", NULL, ctx -> ctx.monitor(null, down -> tick), "reference"),
        inner("watch for null", NULL, ctx -> ctx.monitor(ctx.self(), null), "onDown"),
        inner("watch a foreigner", ILLEGAL, ctx -> ctx.monitor(foreign(), down -> tick), "foreign"),
        inner("link null", NULL, ctx -> ctx.link(null), "reference"),
        inner(
            "link a foreigner", ILLEGAL, ctx -> ctx.link(foreign()), "no reference made by Talma"),
        inner("unlink null", NULL, ctx -> ctx.unlink(null), "reference"),
        inner("trap for null", NULL, ctx -> ctx.trapExits(null), "onExit"),
        inner("signals for null", NULL, ctx -> ctx.onSignal(null), "handler"),
        inner("spawn without a name", NULL, ctx -> ctx.spawn(null, any()), "name"),
        inner("spawn nothing", NULL, ctx -> ctx.spawn("x", null), "actor"),
        inner("spawn a bad name", ILLEGAL, ctx -> ctx.spawn("a/b", any()), "'/'"),
        inner("spawn and link nothing", NULL, ctx -> ctx.spawnLinked("x", null), "actor"),
        inner(
            "spawn and watch for null",
            NULL,
            ctx -> ctx.spawnMonitored("x", any(), null),
            "onDown"),
        inner(
            "spawn unnamed and watch for null",
            NULL,
            ctx -> ctx.spawnMonitored(any(), null),
            "onDown"),
        inner("no work", NULL, ctx -> ctx.async(null, result -> tick), "work"),
        inner("work for null", NULL, ctx -> ctx.async(() -> "x", null), "onEnd"),
        inner("stop for null", NULL, ctx -> ctx.stop(null), "reason"),
        inner("heed for null", NULL, ctx -> ctx.onSystemMessage(null), "handler"),
        inner("reply to a null of the system", NULL, ctx -> ctx.replySystem(null, "x"), "request"),
        inner(
            "reply null to the system",
            NULL,
            ctx -> ctx.replySystem(Whisper.echo("x"), null),
            "answer"),
        inner("forward null", NULL, ctx -> ctx.forward(null, ctx.self()), "message"),
        inner("forward to null", NULL, ctx -> ctx.forward(tick, null), "reference"),
        inner("reply to null", NULL, ctx -> ctx.reply(null, "x"), "request"),
        inner("defer null", NULL, ctx -> ctx.replyTo(null), "request"),
        inner(
            "ask itself", SelfAskException.class, ctx -> ctx.self().ask(Cue.echo("x")), "not sent"),
        inner(
            "a handler for null",
            NULL,
            ctx -> ctx.spawn("x", Actor.handler(() -> handler()).supervised(null))));
  }

  private void assertNothingHappened(ActorRef<Cue> actor, Counters before) {
    settled(actor);
    assertEquals(List.of(), in(actor, Context::children));
    assertEquals(0, actor.waiting());
    assertEquals(0, system.time().pending());
    Counters after = system.counters();
    assertEquals(before.started(), after.started());
    assertEquals(before.deadLetters(), after.deadLetters());
    assertEquals(before.rejected(), after.rejected());
    assertEquals(0, after.crashes());
    assertEquals(1, system.snapshot().children().size());
    assertEquals(List.of("actor starts"), journal.lines());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void fromOutside(Row row) {
    ActorRef<Cue> actor = start("actor");
    Counters before = system.counters();
    assertSays(assertThrows(row.type, () -> row.mistake.make(system, actor)), row.says.toArray());
    assertNothingHappened(actor, before);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void fromInside(InnerRow row) {
    ActorRef<Cue> actor = start("actor");
    Counters before = system.counters();
    Throwable refused = in(actor, ctx -> assertThrows(row.type, () -> row.mistake.make(ctx)));
    assertSays(refused, row.says.toArray());
    assertNothingHappened(actor, before);
  }
}
