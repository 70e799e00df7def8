package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Handler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Whether an actor sees that a message was asked.
@BothStyles
class AskedTest extends SystemContract {

  private static final Cue.Question ASKED =
      Cue.question((question, ctx) -> ctx.reply(question, "" + ctx.isAsked()));

  private static Cue tell(CompletableFuture<Boolean> asked) {
    return Cue.act(ctx -> asked.complete(ctx.isAsked()));
  }

  @Test
  void whatWasAskedIs() {
    ActorRef<Cue> actor = startHeeding("actor");
    assertEquals("true", actor.ask(ASKED, AGES));
    assertEquals("true", value(actor.askAsync(ASKED, AGES)));
    Whisper.Question whisper =
        Whisper.question((question, ctx) -> ctx.replySystem(question, "" + ctx.isAsked()));
    assertEquals("true", actor.askSystem(whisper, AGES));
  }

  @Test
  void itStaysSoOnceItIsAnswered() {
    ActorRef<Cue> actor = start("actor");
    CompletableFuture<Boolean> after = new CompletableFuture<>();
    Cue.Question question =
        Cue.question(
            (asked, ctx) -> {
              ctx.reply(asked, "answer");
              after.complete(ctx.isAsked());
            });
    assertEquals("answer", actor.ask(question, AGES));
    assertEquals(true, value(after));
  }

  @Test
  void whatWasSentIsNot() {
    ActorRef<Cue> actor = startHeeding("actor");
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    CompletableFuture<Boolean> request = new CompletableFuture<>();
    CompletableFuture<Boolean> whisper = new CompletableFuture<>();
    actor.send(tell(sent));
    actor.send(Cue.question((_, ctx) -> request.complete(ctx.isAsked())));
    actor.sendSystem(Whisper.question((_, ctx) -> whisper.complete(ctx.isAsked())));
    assertEquals(
        List.of(false, false, false), List.of(value(sent), value(request), value(whisper)));
  }

  @Test
  void whatWasPassedOnIsAsItWas() {
    ActorRef<Cue> middle = start("middle");
    ActorRef<Cue> receiver = start("receiver");
    assertEquals("true", middle.ask(Cue.question((_, ctx) -> ctx.forward(ASKED, receiver)), AGES));
    CompletableFuture<Boolean> sent = new CompletableFuture<>();
    middle.send(Cue.act(ctx -> ctx.forward(tell(sent), receiver)));
    assertEquals(false, value(sent));
  }

  @Test
  void whatComesBackFromHoldIsAsItWas() {
    ActorRef<Cue> actor = start("actor");
    boolean[] seen = new boolean[1];
    Cue.Question question =
        Cue.question(
            (asked, ctx) -> {
              if (!seen[0]) {
                seen[0] = true;
                ctx.hold().redeliver();
              } else {
                ctx.reply(asked, "" + ctx.isAsked());
              }
            });
    assertEquals("true", actor.ask(question, AGES));
  }

  @Test
  void ticksAndNoticesAreNot() {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> watched = start("watched");
    CompletableFuture<Boolean> tick = new CompletableFuture<>();
    CompletableFuture<Boolean> notice = new CompletableFuture<>();
    actor.ask( // what sets them was asked itself
        Cue.question(
            (question, ctx) -> {
              ctx.schedule(tell(tick), Duration.ofSeconds(1));
              ctx.monitor(watched, _ -> tell(notice));
              ctx.reply(question, "set");
            }),
        AGES);
    system.advance(Duration.ofSeconds(1));
    watched.stop();
    assertEquals(false, value(tick));
    assertEquals(false, value(notice));
  }

  @Test
  void outsideOfAMessageNothingIs() {
    CompletableFuture<Boolean> before = new CompletableFuture<>();
    ActorRef<Cue> actor =
        system.spawn(
            "actor",
            style.actor(
                () ->
                    new Handler<Cue>() {
                      @Override
                      public void init(Context<Cue> ctx) {
                        before.complete(ctx.isAsked());
                      }

                      @Override
                      public void handle(Cue cue, Context<Cue> ctx) {
                        ctx.hold();
                        journal.add("on hold, asked: " + ctx.isAsked());
                      }
                    }));
    assertEquals(false, value(before));
    actor.askAsync(ASKED, AGES);
    journal.await("on hold, asked: false");
  }
}
