package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.ActorRef;
import dev.talma.Context;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Whom the receiver of a message sees as its sender.
@BothStyles
class SenderTest extends StyledContract {

  /// Tells a future who sent the message.
  private static Cue askForSender(CompletableFuture<Optional<ActorRef<?>>> sender) {
    return Cue.act(ctx -> sender.complete(ctx.sender()));
  }

  @Test
  void anActorThatSendsIsTheSender() {
    ActorRef<Cue> from = start("from");
    ActorRef<Cue> to = start("to");
    CompletableFuture<Optional<ActorRef<?>>> sender = new CompletableFuture<>();
    from.send(Cue.act(_ -> to.send(askForSender(sender))));
    assertEquals(Optional.of(from), value(sender));
  }

  @Test
  void anActorThatAsksIsTheSender() {
    ActorRef<Cue> from = start("from");
    ActorRef<Cue> to = start("to");
    String sender =
        in(
            from,
            _ -> to.ask(Cue.question((question, ctx) -> ctx.reply(question, pathOfSender(ctx)))));
    assertEquals("/from", sender);
  }

  private static String pathOfSender(Context<Cue> ctx) {
    return ctx.sender().map(ActorRef::path).orElse("nobody");
  }

  @Test
  void aThreadThatIsNoActorIsNoSender() {
    ActorRef<Cue> to = start("to");
    CompletableFuture<Optional<ActorRef<?>>> sender = new CompletableFuture<>();
    to.send(askForSender(sender));
    assertEquals(Optional.empty(), value(sender));
  }

  @Test
  void aThreadThatAnActorStartsIsNotTheActor() {
    ActorRef<Cue> from = start("from");
    ActorRef<Cue> to = start("to");
    CompletableFuture<Optional<ActorRef<?>>> sender = new CompletableFuture<>();
    from.send(Cue.act(_ -> Thread.ofVirtual().start(() -> to.send(askForSender(sender)))));
    assertEquals(Optional.empty(), value(sender));
  }

  @Test
  void aSenderCanBeNamed() {
    ActorRef<Cue> named = start("named");
    ActorRef<Cue> to = start("to");
    CompletableFuture<Optional<ActorRef<?>>> sender = new CompletableFuture<>();
    to.send(askForSender(sender), named);
    assertEquals(Optional.of(named), value(sender));
  }

  @Test
  void theSenderOfANoticeIsTheActorThatItIsAbout() {
    ActorRef<Cue> watcher = start("watcher");
    ActorRef<Cue> watched = start("watched");
    CompletableFuture<Optional<ActorRef<?>>> sender = new CompletableFuture<>();
    tell(watcher, ctx -> ctx.monitor(watched, _ -> askForSender(sender)));
    watched.stop();
    assertEquals(Optional.of(watched), value(sender));
  }
}
