package dev.talma.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.Held;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.Selection;
import dev.talma.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Messages that are put on hold, and come back at odd moments.
class HeldMessagesTest {

  @Test
  void aMessageThatComesBackTakesItsPlaceInABoundedMailboxAgain() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    try (var system = ActorSystem.create("held")) {
      ActorRef<String> ref =
          system.spawn(
              Actor.<String>handler(() -> new Juggler(50, goOn)).bounded(1, Overflow.REJECT));
      ref.send("juggled");
      Await.until("it was juggled", () -> system.counters().handled() == 1);
      Await.until("the block is in", () -> sent(ref, "block"));
      Await.until("it blocks", () -> ref.waiting() == 0);
      ref.send("waits");
      assertThrows(MailboxFullException.class, () -> ref.send("is one too many"));
      goOn.countDown();
    }
  }

  private static boolean sent(ActorRef<String> ref, String message) {
    try {
      ref.send(message);
      return true;
    } catch (MailboxFullException full) {
      return false;
    }
  }

  private static final class Juggler implements Handler<String> {
    private final CountDownLatch goOn;
    private int left;

    Juggler(int times, CountDownLatch goOn) {
      this.left = times;
      this.goOn = goOn;
    }

    @Override
    public void handle(String message, Context<String> ctx) throws InterruptedException {
      if (message.equals("juggled") && left-- > 0) {
        ctx.hold().redeliver();
      } else if (message.equals("block")) {
        goOn.await();
      }
    }
  }

  @Test
  void aTickThatWasOnHoldIsHandledWhenItComesBack() throws Exception {
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    try (var system = ActorSystem.create("held")) {
      system.spawn(
          Actor.<String>handler(
              () ->
                  new Handler<String>() {
                    private boolean wasHeld;

                    @Override
                    public void init(Context<String> ctx) {
                      ctx.schedule("tick", Duration.ZERO);
                    }

                    @Override
                    public void handle(String message, Context<String> ctx) {
                      if (!wasHeld) {
                        wasHeld = true;
                        ctx.hold().redeliver();
                      } else {
                        handled.add(message);
                      }
                    }
                  }));
      assertEquals("tick", handled.poll(10, TimeUnit.SECONDS));
    }
  }

  /// The signal is met by a selective receive, in the middle of the list of those that wait.
  @Test
  void aMessagePutBackByASignalHandlerDuringAReceiveIsNotLost() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var system = ActorSystem.create("held")) {
      ActorRef<String> ref =
          system.spawn(
              (mailbox, ctx) -> {
                List<Held<String>> held = new ArrayList<>();
                ctx.onSignal(signal -> held.removeLast().redeliver());
                boolean begun = false;
                for (String message : mailbox) {
                  if (message.equals("first") && !begun) {
                    begun = true;
                    held.add(ctx.hold());
                    ActorRef<String> child = ctx.spawn(Actor.<String>handler(() -> (m, c) -> {}));
                    ctx.monitor(child);
                    child.stop();
                    seen.add(
                        "received "
                            + mailbox.receive(
                                m -> m.equals("first") ? Selection.skip() : Selection.take(m)));
                  } else {
                    seen.add(message);
                  }
                }
              });
      ref.send("first");
      Await.until("the signal has come", () -> system.counters().live() == 1);
      ref.send("second");
      assertEquals("received second", seen.poll(10, TimeUnit.SECONDS));
      assertEquals("first", seen.poll(10, TimeUnit.SECONDS));
    }
  }

  /// The receive waits already when the message comes back, and it is the one that it waits for.
  @Test
  void aReceiveSeesWhatWasPutBackWhileItWaits() throws Exception {
    BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    try (var system = ActorSystem.create("held")) {
      ActorRef<String> ref =
          system.spawn(
              (mailbox, ctx) -> {
                List<Held<String>> held = new ArrayList<>();
                ctx.onSignal(signal -> held.removeLast().redeliver());
                for (String message : mailbox) {
                  held.add(ctx.hold());
                  ctx.monitor(ctx.spawn(Actor.<String>handler(() -> (m, c) -> {})));
                  ctx.children().getFirst().stop();
                  seen.add(message + " " + mailbox.receive(Selection::take));
                }
              });
      ref.send("again");
      assertEquals("again again", seen.poll(10, TimeUnit.SECONDS));
    }
  }
}
