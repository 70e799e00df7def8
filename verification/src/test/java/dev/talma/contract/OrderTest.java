package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// In which order messages and signals arrive, and what their receiver sees.
@BothStyles
class OrderTest extends StyledContract {
  private static final int SENDERS = 8;
  private static final int EACH = 2_000;

  private record Numbered(int sender, int number) {}

  @Test
  void everyMessageArrivesOnceAndThoseOfOneSenderInOrder() throws Exception {
    List<Numbered> arrived = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(SENDERS * EACH);
    ActorRef<Numbered> receiver =
        system.spawn(
            style.of(
                (message, ctx) -> {
                  arrived.add(message);
                  all.countDown();
                }));

    for (int sender = 0; sender < SENDERS; sender++) {
      int id = sender;
      if (id % 2 == 0) {
        Thread.ofVirtual().start(() -> sendAll(id, receiver));
      } else {
        system.<String>spawn(style.of((_, _) -> sendAll(id, receiver))).send("go");
      }
    }

    assertTrue(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    List<Integer> inOrder = IntStream.range(0, EACH).boxed().toList();
    Map<Integer, List<Integer>> bySender =
        arrived.stream()
            .collect(
                Collectors.groupingBy(
                    Numbered::sender, Collectors.mapping(Numbered::number, Collectors.toList())));
    assertEquals(SENDERS, bySender.size());
    bySender.forEach((sender, numbers) -> assertEquals(inOrder, numbers, "from " + sender));
  }

  private static void sendAll(int sender, ActorRef<Numbered> receiver) {
    for (int i = 0; i < EACH; i++) {
      receiver.send(new Numbered(sender, i));
    }
  }

  @Test
  void anAskComesAfterTheSendsBeforeIt() {
    ActorRef<Cue> actor = start("actor");
    actor.send(Cue.note("first"));
    actor.send(Cue.note("second"));
    String seen =
        actor.ask(
            Cue.question((question, ctx) -> ctx.reply(question, journal.of("actor:").toString())));
    assertEquals("[actor: first, actor: second]", seen);
  }

  @Test
  void aStopComesAfterWhatWasSentBefore() {
    ActorRef<Cue> actor = start("actor");
    var gate = hold(actor);
    actor.send(Cue.note("before"));
    actor.stop();
    actor.send(Cue.note("after"));
    gate.open();
    awaitEnd(actor);
    journal.expect("actor starts", "actor: before", "actor cleans up");
  }

  @Test
  void theNoticeOfAnEndComesAfterTheLastWords() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> dying = start("dying");
    tell(watcher, ctx -> ctx.monitor(dying, _ -> Cue.note("down")));
    dying.send(
        Cue.act(
            ctx -> {
              for (int i = 0; i < 100; i++) {
                watcher.send(Cue.note("word " + i));
              }
              throw new IllegalStateException("dies");
            }));
    journal.awaitLine("watcher: down");
    List<String> words = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> words.add("watcher: word " + i));
    words.add("watcher: down");
    assertEquals(words, journal.of("watcher:"));
  }

  @Test
  void theExitOfALinkedActorComesAfterItsLastWords() {
    ActorRef<Cue> linked = start("linked");
    ActorRef<Cue> dying = start("dying");
    tell(linked, ctx -> ctx.link(dying));
    dying.send(
        Cue.act(
            ctx -> {
              for (int i = 0; i < 100; i++) {
                linked.send(Cue.note("word " + i));
              }
              throw new IllegalStateException("dies");
            }));
    awaitEnd(linked);
    assertEquals(100, journal.of("linked: word").size());
  }

  /// A message whose content is not safely published by itself.
  private static final class Plain {
    int value;
  }

  @Test
  void whatWasWrittenBeforeASendIsSeenByTheReceiver() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    List<Integer> wrong = new ArrayList<>();
    ActorRef<Plain> receiver =
        system.spawn(
            style.of(
                (message, ctx) -> {
                  if (message.value <= 0) {
                    wrong.add(message.value);
                  }
                  if (message.value == 50_000) {
                    done.countDown();
                  }
                }));
    for (int i = 1; i <= 50_000; i++) {
      Plain message = new Plain();
      message.value = i;
      receiver.send(message);
    }
    assertTrue(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertEquals(List.of(), wrong);
  }

  private sealed interface Count {
    record Add() implements Count {}

    record Get() implements Count, Request<Count, Integer> {}
  }

  @Test
  void whatOneMessageWroteTheNextOneSees() throws Exception {
    int[] count = {0}; // plain, and changed by whatever thread runs the actor
    ActorRef<Count> counter =
        system.spawn(
            style.of(
                (message, ctx) -> {
                  switch (message) {
                    case Count.Add() -> count[0]++;
                    case Count.Get get -> ctx.reply(get, count[0]);
                  }
                }));
    List<Thread> senders =
        IntStream.range(0, SENDERS)
            .mapToObj(
                _ ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int i = 0; i < EACH; i++) {
                                counter.send(new Count.Add());
                                if (i % 64 == 0) {
                                  Thread.yield(); // so that it sleeps now and then
                                }
                              }
                            }))
            .toList();
    for (Thread sender : senders) {
      assertTrue(sender.join(PATIENCE));
    }
    assertEquals(SENDERS * EACH, counter.ask(new Count.Get(), AGES));
  }
}
