package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Overflow;
import dev.talma.Request;
import dev.talma.cluster.Outbound;
import dev.talma.remote.Parcel;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Very much has waited until it was clear where it belongs.
class ReleasesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  sealed interface Job {
    record Note(String text) implements Job {}

    record Texts() implements Job, Request<Job, List<String>> {}
  }

  private final AtomicReference<Runnable> first = new AtomicReference<>(() -> {});
  private final ActorType<Job> type = ActorType.of("type", Job.class, this::recipe);

  /// More than what is given up a node for, had it been said to it.
  private final int many = 3 * Backlog.CAPACITY;

  private final OneNode node = new OneNode(Outbound.defaults(), many, type);

  private Actor<Job> recipe() {
    first.getAndSet(() -> {}).run();
    return Actor.handler(
        () -> {
          List<String> texts = new CopyOnWriteArrayList<>();
          return (msg, ctx) -> {
            switch (msg) {
              case Job.Note(String text) -> texts.add(text);
              case Job.Texts it -> ctx.reply(it, List.copyOf(texts));
            }
          };
        });
  }

  @AfterEach
  void close() {
    node.close();
  }

  /// Sends to so many of which it is not clear yet where they belong.
  private static void sendEarly(OneNode node, ActorType<Job> type, int names) {
    for (int i = 0; i < names; i++) {
      node.actor(type, "it-" + i).send(new Job.Note("early"));
    }
  }

  /// {@return what another thread does when the first one is started, and the others are not yet}
  private Future<?> meanwhile(Runnable code) {
    FutureTask<?> task = new FutureTask<>(code, true);
    first.set(() -> Thread.ofPlatform().start(task));
    return task;
  }

  @Test
  void whatComesMeanwhileWaitsBehindWhatWaited() {
    int names = 3 * Piecemeal.MANY;
    sendEarly(node, type, names);
    var last = node.actor(type, "it-" + (names - 1));
    first.set(() -> last.send(new Job.Note("late"))); // the others are not started yet
    node.form();
    Await.until("the last one is started", () -> node.isHere(type, "it-" + (names - 1)));
    assertEquals(List.of("early", "late"), last.ask(new Job.Texts(), LONG));
    for (int i = 0; i < names - 1; i++) {
      assertEquals(List.of("early"), node.actor(type, "it-" + i).ask(new Job.Texts(), LONG));
    }
  }

  @Test
  void whoSendsMeanwhileWaitsForRoomWhereThereIsNone() throws Exception {
    int sent = 300;
    int names = 20 * Piecemeal.MANY;
    AtomicInteger handled = new AtomicInteger();
    ActorType<Job> narrow =
        ActorType.of(
            "narrow",
            Job.class,
            () -> {
              first.getAndSet(() -> {}).run();
              return Actor.<Job>handler(() -> (_, _) -> handled.incrementAndGet())
                  .bounded(10, Overflow.BLOCK);
            });
    try (OneNode one = new OneNode(Outbound.defaults(), many, narrow)) {
      sendEarly(one, narrow, names);
      var last = one.actor(narrow, "it-" + (names - 1));
      Future<?> all =
          meanwhile(
              () -> {
                for (int i = 0; i < sent; i++) {
                  last.send(new Job.Note("late"));
                }
              });
      one.form();
      all.get();
      Await.until("all are handled", LONG, () -> handled.get() >= names + sent);
      assertEquals(names + sent, handled.get());
    }
  }

  @Test
  void aSignalMeanwhileIsNotLostAsItsThreadWasInterrupted() throws Exception {
    int names = 20 * Piecemeal.MANY;
    sendEarly(node, type, names);
    NamedRoute last = node.route(type, "it-" + (names - 1));
    ActorRef<?> ended = node.processes().ended(new Target.Single(9, "/ended"));
    Parcel exit = node.<Job>parcel(ref -> node.gateway().refuseLink(ref, ended));
    Future<?> told =
        meanwhile(
            () -> {
              Thread.currentThread().interrupt(); // as that of one that was killed
              node.actors().carry(last, exit);
            });
    node.form();
    told.get();
  }

  @Test
  void aNodeIsNotGivenUpForWhatHasWaitedHere() {
    StuckSession session = new StuckSession();
    Link _ = node.connect(session, Job.class, many);
    String name = OneNode.nameOfPeer(type);
    for (int i = 0; i < many; i++) {
      node.actor(type, name).send(new Job.Note("it"));
    }
    node.formBoth();
    assertFalse(session.isClosed(), "the connection has ended");
    session.open();
    Await.until("all is sent", LONG, () -> session.count() >= many);
    assertFalse(session.isClosed());
    assertTrue(node.barrier().isSettled());
  }
}
