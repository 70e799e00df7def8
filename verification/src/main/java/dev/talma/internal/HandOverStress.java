package dev.talma.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LI_Result;

/// What the [LinkedInbox] makes visible: plain writes of a sender to the receiver, and those of one
/// thread that acted as the receiver to the next one. The fields are plain on purpose.
public final class HandOverStress {
  private HandOverStress() {}

  @JCStressTest
  @State
  @Description("A sender writes to plain fields and sends; the receiver takes and reads them.")
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "Nothing had come yet.")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "It sees what was written before the send.")
  @Outcome(expect = FORBIDDEN, desc = "It has the message and not what was written before it.")
  public static class SenderToReceiver {
    private final Inbox inbox = new LinkedInbox();
    private final Envelope a = new Envelope("a", null);
    private int x;
    private int y;

    @Actor
    public void sender() {
      x = 1;
      y = 2;
      inbox.push(a);
    }

    @Actor
    public void receiver(II_Result r) {
      boolean there = inbox.take() != null;
      r.r1 = there ? x : -1;
      r.r2 = there ? y : -1;
    }
  }

  @JCStressTest
  @State
  @Description(
      "A receiver writes to its plain state and falls asleep; the sender that wakes it reads.")
  @Outcome(
      id = "slept, 1",
      expect = ACCEPTABLE,
      desc = "The next receiver sees what the one before it wrote.")
  @Outcome(id = "stayed, -1", expect = ACCEPTABLE, desc = "The first one goes on.")
  @Outcome(
      id = "slept, 0",
      expect = FORBIDDEN,
      desc = "The next receiver does not see what the one before it wrote.")
  @Outcome(expect = FORBIDDEN, desc = "None or two have become the next receiver.")
  public static class ReceiverToNext {
    private final Inbox inbox = new LinkedInbox();
    private final Envelope a = new Envelope("a", null);
    private int state;

    @Actor
    public void first(LI_Result r) {
      state = 1;
      r.r1 = inbox.sleep() ? "slept" : "stayed";
    }

    @Actor
    public void sender(LI_Result r) {
      r.r2 = inbox.push(a) == Inbox.Push.WAKE ? state : -1;
    }
  }

  /// As a worker runs an actor: whoever wakes it takes everything, and leaves when it sleeps.
  @JCStressTest
  @State
  @Description("Two threads send two messages each; who wakes the receiver acts as it and counts.")
  @Outcome(id = "4", expect = ACCEPTABLE, desc = "Each message was counted once.")
  @Outcome(
      id = {"0", "1", "2", "3"},
      expect = FORBIDDEN,
      desc =
          "A message waits for ever, two counted at the same time, or one did not see the other's"
              + " count.")
  @Outcome(expect = FORBIDDEN, desc = "A message came twice.")
  public static class TurnsOfTwo {
    private final Inbox inbox = new LinkedInbox();
    private final Envelope a1 = new Envelope("a1", null);
    private final Envelope a2 = new Envelope("a2", null);
    private final Envelope b1 = new Envelope("b1", null);
    private final Envelope b2 = new Envelope("b2", null);
    private int count;

    public TurnsOfTwo() {
      inbox.sleep();
    }

    private void send(Envelope envelope) {
      if (inbox.push(envelope) == Inbox.Push.WAKE) {
        do {
          for (Envelope e = inbox.take(); e != null; e = e.next) {
            count++;
          }
        } while (!inbox.sleep());
      }
    }

    @Actor
    public void one() {
      send(a1);
      send(a2);
    }

    @Actor
    public void other() {
      send(b1);
      send(b2);
    }

    @Arbiter
    public void rest(I_Result r) {
      r.r1 = count;
    }
  }
}
