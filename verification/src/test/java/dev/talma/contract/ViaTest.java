package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.DeadLetter;
import dev.talma.DeadLetter.Reason;
import dev.talma.ExitReason;
import dev.talma.NoProcessException;
import dev.talma.Router;
import dev.talma.Routing;
import dev.talma.SelfAskException;
import dev.talma.SystemEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// References that find their actor anew at each use.
@BothStyles
class ViaTest extends SystemContract {
  private final AtomicReference<Optional<ActorRef<Cue>>> registry =
      new AtomicReference<>(Optional.empty());
  private ActorRef<Cue> via;

  @BeforeEach
  void makeTheReference() {
    via = system.via("the service", registry::get);
  }

  private ActorRef<Cue> register(String name) {
    ActorRef<Cue> ref = startHeeding(name);
    registry.set(Optional.of(ref));
    return ref;
  }

  private static Cue.Question who() {
    return Cue.question((question, ctx) -> ctx.reply(question, ctx.self().name()));
  }

  @Test
  void itMeansWhoeverIsFoundAtEachUse() {
    for (String name : List.of("first", "second")) {
      ActorRef<Cue> ref = register(name);
      assertEquals(name, via.ask(who()));
      assertEquals(name, via.ask(who(), AGES));
      assertEquals(name, value(via.askAsync(who())));
      assertEquals(name, value(via.askAsync(who(), AGES)));
      Whisper.Question whisper =
          Whisper.question((question, ctx) -> ctx.replySystem(question, ctx.self().name()));
      assertEquals(name, via.askSystem(whisper, AGES));
      assertEquals(name, value(via.askSystemAsync(whisper, AGES)));
      via.send(Cue.note("sent"));
      via.sendSystem(Whisper.act(ctx -> journal.add(ctx.self().name() + ": whispered")));
      settled(ref);
      assertEquals(List.of(name + ": sent", name + ": whispered"), journal.of(name + ":"));
      assertEquals(name, via.name());
      assertEquals("/" + name, via.path());
      assertEquals(0, via.waiting());
      assertTrue(via.isAlive());
    }
    assertEquals("contract:via the service", via.toString());
  }

  @Test
  void itsStopAndItsKillAreForWhoeverIsFound() throws Exception {
    ActorRef<Cue> first = register("first");
    assertFalse(via.awaitTermination(Duration.ZERO));
    via.stop(ExitReason.shutdown("enough"));
    awaitEnd(first);
    assertTrue(via.awaitTermination(Duration.ZERO));
    ActorRef<Cue> second = register("second");
    via.kill();
    awaitEnd(second);
    assertFalse(via.isAlive());
  }

  @Test
  void anAskOfAnActorToItselfIsRefusedThroughItToo() {
    ActorRef<Cue> actor = register("actor");
    SelfAskException refused =
        in(actor, _ -> assertThrows(SelfAskException.class, () -> via.ask(who(), AGES)));
    assertSays(refused, "contract:/actor");
  }

  // --- nobody

  @Test
  void whileNobodyIsFoundItIsAnActorThatHasEnded() throws Exception {
    ActorRef<Cue> sender = start("sender");
    assertFalse(via.isAlive());
    assertTrue(via.awaitTermination(Duration.ZERO));
    assertEquals(0, via.waiting());
    assertEquals("the service", via.name());
    assertEquals("/the service", via.path());
    via.stop();
    via.kill();
    Cue note = Cue.note("lost");
    tell(sender, _ -> via.send(note));
    DeadLetter letter = system.deadLetters().expect(note, Reason.NO_PROCESS);
    assertEquals(Optional.of(sender), letter.sender());
    assertEquals("/the service", letter.target().path());
    assertFalse(letter.target().isAlive());
    Whisper whisper = Whisper.note(journal, "lost");
    via.sendSystem(whisper);
    system.deadLetters().expect(whisper, Reason.NO_PROCESS);
  }

  @Test
  void whileNobodyIsFoundAsksFailAtOnce() {
    assertSays(assertThrows(NoProcessException.class, () -> via.ask(who(), AGES)), "the service");
    failure(NoProcessException.class, via.askAsync(who(), AGES));
    Whisper.Question whisper = Whisper.echo("x");
    assertThrows(NoProcessException.class, () -> via.askSystem(whisper, AGES));
    failure(NoProcessException.class, via.askSystemAsync(whisper, AGES));
    assertEquals(4, deadLetters(Reason.NO_PROCESS).size());
  }

  @Test
  void whileNobodyIsFoundAMonitorAndALinkGiveNoProcess() {
    ActorRef<Cue> actor = start("actor");
    tell(actor, ctx -> ctx.monitor(via, News::note));
    journal.awaitLine("actor: down the service no process");
    var notice = witness(actor);
    tell(actor, ctx -> ctx.link(via));
    assertEquals("down actor no process", News.of(value(notice)));
  }

  @Test
  void itsStandInIsNoActorOfTheSystem() {
    long started = system.counters().started();
    long live = system.counters().live();
    via.send(Cue.note("lost"));
    deadLetters(Reason.NO_PROCESS);
    assertEquals(started, system.counters().started());
    assertEquals(live, system.counters().live());
    assertEquals(List.of(), system.snapshot().children());
    assertEquals(Optional.empty(), system.find("/the service"));
  }

  // --- what lasts

  @Test
  void aMonitorStaysWithTheOneThatWasFound() {
    ActorRef<Cue> first = register("first");
    ActorRef<Cue> watcher = start("watcher");
    assertSame(first, in(watcher, ctx -> ctx.monitor(via, News::note).target()));
    ActorRef<Cue> second = register("second");
    second.stop();
    awaitEnd(second);
    settled(watcher);
    assertEquals(List.of(), journal.of("watcher:"));
    first.stop();
    journal.awaitLine("watcher: down first shutdown");
  }

  @Test
  void aLinkStaysWithTheOneThatWasFoundAndAnUnlinkMeansTheOneThatIs() {
    ActorRef<Cue> first = register("first");
    ActorRef<Cue> linked = start("linked");
    tell(linked, ctx -> ctx.link(via));
    ActorRef<Cue> second = register("second");
    tell(linked, ctx -> ctx.link(via));
    tell(linked, ctx -> ctx.unlink(via));
    second.stop();
    awaitEnd(second);
    settled(linked);
    var notice = witness(linked);
    first.stop(ExitReason.shutdown("first"));
    assertEquals("down linked shutdown first", News.of(value(notice)));
  }

  @Test
  void aSubscriptionStaysWithTheOneThatWasFound() {
    CompletableFuture<SystemEvent> seen = new CompletableFuture<>();
    ActorRef<SystemEvent> subscriber =
        system.spawn("subscriber", style.<SystemEvent>of((event, _) -> seen.complete(event)));
    AtomicReference<Optional<ActorRef<SystemEvent>>> found =
        new AtomicReference<>(Optional.of(subscriber));
    ActorRef<SystemEvent> listening = system.via("listening", found::get);
    system.subscribe(SystemEvent.Started.class, listening);
    found.set(Optional.empty());
    system.subscribe(SystemEvent.Started.class, listening); // with nobody: does nothing
    ActorRef<Cue> started = start("started");
    assertEquals(new SystemEvent.Started(started), value(seen));
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void aRouterKeepsTheOneThatWasFoundAtItsStart() {
    ActorRef<Cue> first = register("first");
    ActorRef<Cue> router = system.spawn("router", Router.group(List.of(via), Routing.roundRobin()));
    assertEquals("first", router.ask(who(), AGES));
    register("second");
    assertEquals("first", router.ask(who(), AGES));
    first.stop();
    awaitEnd(router); // as its last routee has ended
  }

  // --- passing on, senders

  @Test
  void itCanBePassedOnTo() {
    ActorRef<Cue> middle = start("middle");
    register("receiver");
    Cue.Question passOn = Cue.question((_, ctx) -> ctx.forward(who(), via));
    assertEquals("receiver", middle.ask(passOn, AGES));
    registry.set(Optional.empty());
    assertThrows(NoProcessException.class, () -> middle.ask(passOn, AGES));
  }

  @Test
  void itCanBeTheSenderAndIsAnsweredAsSuch() {
    ActorRef<Cue> receiver = start("receiver");
    CompletableFuture<ActorRef<?>> sender = new CompletableFuture<>();
    receiver.send(Cue.act(ctx -> sender.complete(ctx.sender().orElseThrow())), via);
    assertSame(via, value(sender));
    register("first");
    assertEquals("first", value(sender).name());
    Cue lost = Cue.note("lost");
    receiver.stop();
    awaitEnd(receiver);
    receiver.send(lost, via);
    assertEquals(Optional.of(via), system.deadLetters().expect(lost).sender());
  }

  @Test
  void oneCanLeadToAnother() {
    ActorRef<Cue> outer = system.via("outer", () -> Optional.of(via));
    ActorRef<Cue> watcher = start("watcher");
    assertFalse(outer.isAlive());
    assertSays(assertThrows(NoProcessException.class, () -> outer.ask(who(), AGES)), "the service");
    ActorRef<Cue> first = register("first");
    assertEquals("first", outer.ask(who(), AGES));
    assertEquals("first", outer.name());
    assertTrue(outer.isAlive());
    assertSame(first, in(watcher, ctx -> ctx.monitor(outer, News::note).target()));
  }

  // --- mistakes

  @Test
  void whatTheLookupThrowsTheUseThrowsAndNothingIsDone() {
    ActorRef<Cue> broken =
        system.via(
            "broken",
            () -> {
              throw new IllegalStateException("the registry is closed");
            });
    ActorRef<Cue> actor = start("actor");
    Cue note = Cue.note("x");
    List<Consumer<ActorRef<Cue>>> uses =
        List.of(
            ref -> ref.send(note),
            ref -> ref.send(note, actor),
            ref -> ref.ask(who()),
            ref -> ref.askAsync(who()),
            ref -> ref.sendSystem(Whisper.echo("x")),
            ref -> ref.askSystem(Whisper.echo("x"), AGES),
            ref -> ref.askSystemAsync(Whisper.echo("x"), AGES),
            ActorRef::stop,
            ActorRef::kill,
            ActorRef::isAlive,
            ActorRef::waiting,
            ActorRef::name,
            ActorRef::path,
            ref -> tell(actor, ctx -> ctx.monitor(ref, News::note)),
            ref -> tell(actor, ctx -> ctx.link(ref)),
            ref -> tell(actor, ctx -> ctx.unlink(ref)),
            ref -> tell(actor, ctx -> ctx.forward(note, ref)));
    for (Consumer<ActorRef<Cue>> use : uses) {
      assertSays(
          assertThrows(IllegalStateException.class, () -> use.accept(broken)),
          "the registry is closed");
    }
    ActorRef<SystemEvent> listening =
        system.via(
            "broken",
            () -> {
              throw new IllegalStateException("the registry is closed");
            });
    assertThrows(IllegalStateException.class, () -> system.subscribe(SystemEvent.class, listening));
    String answer =
        actor.ask(
            Cue.question(
                (question, ctx) -> {
                  assertThrows(IllegalStateException.class, () -> ctx.forward(who(), broken));
                  ctx.reply(question, "instead");
                }),
            AGES);
    assertEquals("instead", answer);
    assertEquals("contract:via broken", broken.toString());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  @SuppressWarnings("NullAway") // the mistake
  void aLookupThatGivesNullIsNamed() {
    ActorRef<Cue> broken = system.via("broken", () -> null);
    assertSays(
        assertThrows(NullPointerException.class, () -> broken.send(Cue.note("x"))),
        "the lookup of contract:via broken");
    assertThrows(NullPointerException.class, broken::isAlive);
  }
}
