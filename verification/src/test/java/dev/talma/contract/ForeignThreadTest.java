package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.ExitReason;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A context belongs to its actor.
@BothStyles
class ForeignThreadTest extends StyledContract {

  private record Call(String name, Consumer<Context<Cue>> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Call> theContextBelongsToTheActorAlone() {
    Cue note = Cue.note("note");
    Cue.Question question = Cue.echo("x");
    Duration second = Duration.ofSeconds(1);
    return Stream.of(
        new Call("sender", Context::sender),
        new Call("reply", ctx -> ctx.reply(question, "x")),
        new Call("replySystem", ctx -> ctx.replySystem(Whisper.echo("x"), "x")),
        new Call("isAsked", Context::isAsked),
        new Call("replyTo", ctx -> ctx.replyTo(question)),
        new Call("forward", ctx -> ctx.forward(note, ctx.self())),
        new Call("timeLeft", Context::timeLeft),
        new Call("hold", Context::hold),
        new Call("spawn", ctx -> ctx.spawn("x", (mailbox, in) -> {})),
        new Call("spawn", ctx -> ctx.spawn((mailbox, in) -> {})),
        new Call("spawnLinked", ctx -> ctx.spawnLinked("x", (mailbox, in) -> {})),
        new Call("spawnLinked", ctx -> ctx.spawnLinked((mailbox, in) -> {})),
        new Call(
            "spawnMonitored", ctx -> ctx.spawnMonitored("x", (mailbox, in) -> {}, down -> note)),
        new Call("spawnMonitored", ctx -> ctx.spawnMonitored((mailbox, in) -> {}, down -> note)),
        new Call("spawnMonitored", ctx -> ctx.async(() -> "x", result -> note)),
        new Call("children", Context::children),
        new Call("scope", Context::scope),
        new Call("stop", Context::stop),
        new Call("stop", ctx -> ctx.stop(ExitReason.normal())),
        new Call("stop", ctx -> ctx.stop(ExitReason.killed())),
        new Call("schedule", ctx -> ctx.schedule(note, second)),
        new Call("schedule", ctx -> ctx.schedule(note, second, ctx.self())),
        new Call("scheduleEvery", ctx -> ctx.scheduleEvery(note, second)),
        new Call("scheduleEvery", ctx -> ctx.scheduleEvery(note, second, ctx.self())),
        new Call("monitor", ctx -> ctx.monitor(ctx.self(), down -> note)),
        new Call("monitor", ctx -> ctx.monitor(ctx.self())),
        new Call("link", ctx -> ctx.link(ctx.self())),
        new Call("unlink", ctx -> ctx.unlink(ctx.self())),
        new Call("trapExits", ctx -> ctx.trapExits(exit -> note)),
        new Call("trapExits", Context::trapExits),
        new Call("onSignal", ctx -> ctx.onSignal(signal -> {})),
        new Call("onSystemMessage", ctx -> ctx.onSystemMessage(message -> true)));
  }

  private void assertRefused(Call call, Throwable refused) {
    assertSays(
        refused,
        "Context." + call.name,
        "contract:/actor",
        "Only the actor itself may call it; give others ctx.self() or a ReplyTo");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void theContextBelongsToTheActorAlone(Call call) {
    ActorRef<Cue> actor = start("actor");
    ActorRef<Cue> other = start("other");
    Context<Cue> leaked = in(actor, ctx -> ctx);
    assertRefused(call, assertThrows(IllegalStateException.class, () -> call.call.accept(leaked)));
    assertRefused(
        call,
        in(other, _ -> assertThrows(IllegalStateException.class, () -> call.call.accept(leaked))));
    settled(actor);
    assertEquals(List.of(), in(actor, Context::children));
    assertEquals(0, system.time().pending());
    assertEquals(List.of(), journal.of("actor: "));
  }

  @Test
  void itsReferenceAndItsSystemAreForEveryone() {
    ActorRef<Cue> actor = start("actor");
    Context<Cue> leaked = in(actor, ctx -> ctx);
    assertSame(actor, leaked.self());
    assertEquals("contract", leaked.system().name());
  }
}
