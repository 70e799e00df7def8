package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorStoppingException;
import dev.talma.ActorSystem;
import dev.talma.Context;
import dev.talma.DeadLetter;
import dev.talma.Mailbox;
import dev.talma.Selection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Selective receives at moments when one would rather not do that.
class ReceiveTest {

  private interface Use {
    void of(Mailbox<String> mailbox, Context<String> ctx);
  }

  /// {@return what an actor meets that handles the first of three messages in this way}
  private static Object met(Use use) throws Exception {
    CompletableFuture<Object> met = new CompletableFuture<>();
    CountDownLatch allSent = new CountDownLatch(1);
    Actor<String> actor =
        (mailbox, ctx) -> {
          allSent.await();
          for (String message : mailbox) {
            try {
              use.of(mailbox, ctx);
              met.complete("nothing, handling " + message);
            } catch (RuntimeException e) {
              met.complete(e);
              throw e;
            }
          }
        };
    try (var system = ActorSystem.create("receive")) {
      ActorRef<String> ref = system.spawn(actor);
      ref.send("one");
      ref.send("two");
      ref.send("three");
      allSent.countDown();
      return met.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void anActorThatHasStoppedItselfReceivesNothingMore() throws Exception {
    assertInstanceOf(
        ActorStoppingException.class,
        met(
            (mailbox, ctx) -> {
              ctx.stop();
              mailbox.receive(Selection::take);
            }));
  }

  @Test
  void aSelectorThatStopsTheActorIsTheLastOne() throws Exception {
    assertInstanceOf(
        ActorStoppingException.class,
        met(
            (mailbox, ctx) ->
                mailbox.receive(
                    message -> {
                      ctx.stop();
                      return message.equals("three") ? Selection.take(message) : Selection.skip();
                    })));
  }

  @Test
  void theCleanUpReceivesNothingThatCameAfterTheStop() throws Exception {
    CompletableFuture<Object> met = new CompletableFuture<>();
    CountDownLatch allSent = new CountDownLatch(1);
    try (var system = ActorSystem.create("receive")) {
      ActorRef<String> ref =
          system.spawn(
              (mailbox, ctx) -> {
                for (String message : mailbox) {
                  allSent.await();
                }
                try {
                  met.complete(mailbox.poll(Duration.ZERO));
                } catch (ActorStoppingException e) {
                  met.complete(e);
                }
              });
      ref.send("before");
      ref.stop();
      ref.send("after");
      allSent.countDown();
      assertInstanceOf(ActorStoppingException.class, met.get(10, TimeUnit.SECONDS));
      ref.awaitTermination(Duration.ofSeconds(10));
      assertEquals(1, system.counters().handled());
      assertEquals(1, system.counters().deadLetters(DeadLetter.Reason.STOPPED));
    }
  }

  @Test
  void aSelectorCannotReceive() throws Exception {
    assertInstanceOf(
        IllegalStateException.class,
        met(
            (mailbox, ctx) ->
                mailbox.receive(
                    message -> {
                      mailbox.poll(Duration.ZERO);
                      return Selection.take(message);
                    })));
  }

  @Test
  void aSelectorCannotTakeAMark() throws Exception {
    assertInstanceOf(
        IllegalStateException.class,
        met(
            (mailbox, ctx) ->
                mailbox.receive(
                    message -> {
                      mailbox.mark();
                      return Selection.skip();
                    })));
  }

  /// Whatever a selector throws, the messages are where they were.
  @Test
  void aSelectorThatThrowsLosesNothing() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (var system = ActorSystem.create("receive")) {
      ActorRef<String> ref =
          system.spawn(
              (mailbox, ctx) -> {
                StringBuilder all = new StringBuilder();
                for (String message : mailbox) {
                  all.append(message);
                  if (message.equals("1")) {
                    try {
                      mailbox.receive(
                          m -> {
                            if (m.equals("3")) {
                              throw new Boom();
                            }
                            return Selection.skip();
                          });
                    } catch (Boom expected) {
                      all.append('!');
                    }
                  } else if (message.equals("4")) {
                    seen.complete(all.toString());
                  }
                }
              });
      for (int i = 1; i <= 4; i++) {
        ref.send("" + i);
      }
      assertEquals("1!234", seen.get(10, TimeUnit.SECONDS));
    }
  }
}
