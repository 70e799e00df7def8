package dev.talma.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.Exit;
import dev.talma.ExitReason;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// References in messages, senders, monitors and links between nodes.
class RelationsAcrossNodesTest extends TwoNodes {
  private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

  private ActorRef<Chat.Heard> listener(boolean traps) {
    return listener(here(), traps);
  }

  private ActorRef<Chat.Heard> listener(Cluster node, boolean traps) {
    Actor<Chat.Heard> actor =
        (mailbox, ctx) -> {
          if (traps) {
            ctx.trapExits(exit -> ended(exit));
          }
          for (var msg : mailbox) {
            switch (msg) {
              case Chat.Heard.Line(String text) -> heard.add(text);
              case Chat.Heard.Ended(String reason) -> heard.add(reason);
              case Chat.Heard.Ask it -> ctx.reply(it, it.text() + "!");
              case Chat.Heard.Watch it -> {
                ctx.monitor(it.room(), down -> ended(down));
                ctx.reply(it, true);
              }
              case Chat.Heard.Link it -> {
                ctx.link(it.room());
                ctx.reply(it, true);
              }
              case Chat.Heard.Boom() -> throw new IllegalStateException("boom");
            }
          }
        };
    return node.spawn(actor);
  }

  private static Chat.Heard ended(Down down) {
    return new Chat.Heard.Ended("down " + text(down.reason()));
  }

  private static Chat.Heard ended(Exit exit) {
    return new Chat.Heard.Ended("exit " + text(exit.reason()));
  }

  private static String text(ExitReason reason) {
    return reason.getClass().getSimpleName()
        + reason.failure().map(cause -> " " + cause).orElse("");
  }

  private Object next() throws InterruptedException {
    Object next = heard.poll(20, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  @Test
  void aReferenceInAMessageIsGoodThere() throws Exception {
    ActorRef<Chat> room = remoteRoom();
    room.send(new Chat.Join(listener(false)));
    room.send(new Chat.Say("hello"));
    assertEquals("hello", next());
  }

  @Test
  void aReferenceThatComesBackIsTheSame() {
    ActorRef<Chat> room = remoteRoom();
    ActorRef<Chat.Heard> listener = listener(false);
    room.send(new Chat.Join(listener));
    assertEquals(listener, room.ask(new Chat.Members()).getFirst());
    assertEquals(room, room.ask(new Chat.Self()));
  }

  @Test
  void theSenderIsKnownThere() throws Exception {
    ActorRef<Chat> room = remoteRoom();
    room.send(new Chat.EchoToSender("you"), listener(false));
    assertEquals("you", next());
  }

  @Test
  void aMonitorTellsOfTheEndAndItsCause() throws Exception {
    ActorRef<Chat> room = remoteRoom();
    assertTrue(listener(false).ask(new Chat.Heard.Watch(room)));
    room.send(new Chat.Say("still here"));
    room.askAsync(new Chat.Throw("gone"));
    assertEquals("down Crashed java.lang.IllegalStateException: gone", next());
  }

  @Test
  void aMonitorOfASingleActorTellsOfItsEnd() throws Exception {
    ActorRef<Chat> far = there().spawn(Chat.room());
    ActorRef<Chat> near = AskAcrossNodesTest.remote(far);
    assertTrue(listener(false).ask(new Chat.Heard.Watch(near)));
    near.stop();
    assertEquals("down Shutdown", next());
    assertTrue(far.awaitTermination(Duration.ofSeconds(20)));
    assertTrue(listener(false).ask(new Chat.Heard.Watch(near)));
    assertEquals("down NoProcess", next());
  }

  @Test
  void aKillIsCarriedThere() throws Exception {
    ActorRef<Chat> room = remoteRoom();
    assertTrue(listener(false).ask(new Chat.Heard.Watch(room)));
    room.kill();
    assertEquals("down Killed", next());
    assertEquals("node-2", room.ask(new Chat.Host()), "the name is started again");
  }

  @Test
  void aLinkBringsTheEndHere() throws Exception {
    ActorRef<Chat> room = remoteRoom();
    assertTrue(listener(true).ask(new Chat.Heard.Link(room)));
    room.askAsync(new Chat.Throw("gone"));
    assertEquals("exit Crashed java.lang.IllegalStateException: gone", next());
  }

  @Test
  void aLinkBringsTheEndThere() throws Exception {
    ActorRef<Chat> far = there().spawn(Chat.room());
    ActorRef<Chat> near = AskAcrossNodesTest.remote(far);
    ActorRef<Chat.Heard> listener = listener(false);
    assertTrue(listener.ask(new Chat.Heard.Link(near)));
    assertEquals("node-2", near.ask(new Chat.Host()));
    listener.send(new Chat.Heard.Boom());
    assertTrue(far.awaitTermination(Duration.ofSeconds(20)));
    assertTrue(far.exitReason().orElseThrow() instanceof ExitReason.Crashed);
  }

  @Test
  void aLinkToOneThatHasEndedEndsAtOnce() throws Exception {
    ActorRef<Chat> far = there().spawn(Chat.room());
    ActorRef<Chat> near = AskAcrossNodesTest.remote(far);
    far.stop();
    assertTrue(far.awaitTermination(Duration.ofSeconds(20)));
    assertTrue(listener(true).ask(new Chat.Heard.Link(near)));
    assertEquals("exit NoProcess", next());
  }

  @Test
  void messagesAndSignalsFromOneToOneAreInOrder() throws Exception {
    ActorRef<Chat> far = there().spawn(Chat.room());
    ActorRef<Chat> near = AskAcrossNodesTest.remote(far);
    near.send(new Chat.Join(listener(false)));
    for (int i = 0; i < 2_000; i++) {
      near.send(new Chat.Say("m" + i));
    }
    near.stop();
    for (int i = 0; i < 2_000; i++) {
      assertEquals("m" + i, next());
    }
  }
}
