package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.AskTimeoutException;
import dev.talma.DeadLetter.Reason;
import dev.talma.MailboxFullException;
import dev.talma.Overflow;
import dev.talma.testkit.Gate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// System messages are subject to the bound of a mailbox.
@BothStyles
class SystemMailboxTest extends MailboxContract {

  private final Whisper noted = Whisper.act(_ -> journal.add("actor: system"));

  private ActorRef<Cue> heeding(int capacity, Overflow overflow) {
    ActorRef<Cue> actor = start(capacity, overflow);
    tell(actor, Whisper::heed);
    return actor;
  }

  private void assertHandled(ActorRef<Cue> actor, String... lines) {
    journal.awaitLine(lines[lines.length - 1]);
    system.settle();
    assertEquals(List.of(lines), journal.of("actor:"));
    assertEquals(0, actor.waiting());
  }

  @Test
  void theyTakeUpRoom() {
    ActorRef<Cue> actor = heeding(2, Overflow.REJECT);
    Gate gate = hold(actor);
    actor.sendSystem(noted);
    actor.sendSystem(noted);
    assertThrows(MailboxFullException.class, () -> actor.send(Cue.note("1")));
    gate.open();
    assertHandled(actor, "actor: system", "actor: system");
    for (int i = 0; i < 10; i++) { // the room comes back
      assertEquals("answer", actor.askSystem(Whisper.echo("answer"), AGES));
    }
  }

  @Test
  void theyCanBeRejected() {
    ActorRef<Cue> actor = heeding(1, Overflow.REJECT);
    Gate gate = fill(actor, 1);
    assertSays(
        assertThrows(MailboxFullException.class, () -> actor.sendSystem(noted)),
        "contract:/actor",
        "Whisper$Act",
        "was not sent");
    assertThrows(MailboxFullException.class, () -> actor.askSystem(Whisper.echo("x"), AGES));
    failure(MailboxFullException.class, actor.askSystemAsync(Whisper.echo("x"), AGES));
    gate.open();
    assertHandled(actor, "actor: 1");
    assertEquals(3, system.counters().rejected());
    assertEquals(0, system.counters().deadLettersTotal());
  }

  @Test
  void theyCanBeDroppedAsTheNewest() {
    ActorRef<Cue> actor = heeding(1, Overflow.DROP_NEWEST);
    Gate gate = fill(actor, 1);
    actor.sendSystem(noted);
    assertThrows(MailboxFullException.class, () -> actor.askSystem(Whisper.echo("x"), AGES));
    gate.open();
    assertHandled(actor, "actor: 1");
    assertEquals(2, deadLetters(Reason.OVERFLOW).size());
  }

  @Test
  void theyCanBeDroppedAsTheOldest() {
    ActorRef<Cue> actor = heeding(1, Overflow.DROP_OLDEST);
    Gate gate = fill(actor, 1);
    actor.sendSystem(noted);
    actor.send(Cue.note("2"));
    var dropped = actor.askSystemAsync(Whisper.echo("x"), AGES);
    actor.sendSystem(noted);
    failure(MailboxFullException.class, dropped);
    gate.open();
    assertHandled(actor, "actor: system");
    assertEquals(4, deadLetters(Reason.OVERFLOW).size());
  }

  @Test
  void theyCanWaitForRoom() {
    ActorRef<Cue> actor = heeding(1, Overflow.BLOCK);
    Gate gate = fill(actor, 1);
    Other sender = new Other(() -> actor.sendSystem(noted)).waits();
    Other asker = new Other(() -> actor.askSystem(Whisper.echo("x"), AGES)).waits();
    gate.open();
    sender.isDone();
    asker.isDone();
    assertHandled(actor, "actor: 1", "actor: system");
  }

  @Test
  void anAskWaitsForRoomNoLongerThanItsTimeout() {
    ActorRef<Cue> actor = heeding(1, Overflow.BLOCK);
    Gate gate = fill(actor, 1);
    Other asker =
        new Other(() -> actor.askSystem(Whisper.echo("x"), Duration.ofSeconds(1))).waits();
    system.time().advance(Duration.ofSeconds(1));
    failure(AskTimeoutException.class, asker.interrupted);
    gate.open();
    assertHandled(actor, "actor: 1");
    assertEquals(1, system.counters().rejected());
  }

  @Test
  void oneThatComesBackFromHoldMayExceedTheBound() {
    ActorRef<Cue> actor = heeding(1, Overflow.REJECT);
    boolean[] seen = new boolean[1];
    actor.sendSystem(
        Whisper.act(
            ctx -> {
              if (!seen[0]) {
                seen[0] = true;
                ctx.hold().redeliver();
              } else {
                journal.add("actor: again");
              }
            }));
    journal.awaitLine("actor: again");
    Gate gate = fill(actor, 1);
    assertThrows(MailboxFullException.class, () -> actor.sendSystem(noted));
    gate.open();
    assertHandled(actor, "actor: again", "actor: 1");
  }
}
