package dev.talma.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.talma.Overflow;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races on the room of the [BoundedInbox], for each policy.
public final class BoundedInboxStress {
  private BoundedInboxStress() {}

  private static BoundedInbox ofOne(Overflow overflow) {
    return new BoundedInbox(new Blueprint.Bound(1, overflow), evicted -> {});
  }

  private static void takeOne(Inbox inbox) {
    Envelope taken = inbox.take();
    if (taken != null) {
      inbox.leave(taken);
    }
  }

  /// As a sender does that has found the inbox full.
  private static String pushWhenThereIsRoom(BoundedInbox inbox, Envelope envelope, Guard guard) {
    Inbox.Push push;
    do {
      try {
        inbox.awaitRoom(() -> guard.over);
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
      push = inbox.push(envelope);
    } while (push == Inbox.Push.REJECTED && !guard.over);
    guard.done = true;
    return guard.over ? "stuck" : push.toString();
  }

  /// Ends the wait of a sender that nobody wakes, so that the test fails instead of hanging. Once
  /// it has seen one it does not wait long for the others.
  private static final class Guard {
    private static volatile long patience = TimeUnit.SECONDS.toNanos(4);

    private volatile boolean done;
    private volatile boolean over;

    void watch(BoundedInbox inbox, Runnable meanwhile) {
      long begin = System.nanoTime();
      while (!done) {
        if (System.nanoTime() - begin > patience) {
          patience = TimeUnit.MILLISECONDS.toNanos(1);
          over = true;
          inbox.stir();
          return;
        }
        meanwhile.run();
        Thread.onSpinWait();
      }
    }
  }

  @JCStressTest
  @State
  @Description("Two messages come to an inbox of one that rejects.")
  @Outcome(
      id = {"ACCEPTED, REJECTED, a", "REJECTED, ACCEPTED, b"},
      expect = ACCEPTABLE,
      desc = "The first one is in, and the sender of the other one is told.")
  @Outcome(id = "ACCEPTED, ACCEPTED, .*", expect = FORBIDDEN, desc = "There are more than may be.")
  @Outcome(expect = FORBIDDEN, desc = "There was room, or a message was lost.")
  public static class TwoPushesWhereOneIsRejected {
    private final Inbox inbox = ofOne(Overflow.REJECT);
    private final Envelope a = new Envelope("a", null);
    private final Envelope b = new Envelope("b", null);

    @Actor
    public void one(LLL_Result r) {
      r.r1 = inbox.push(a);
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = inbox.push(b);
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r3 = Seen.list(inbox.takeAll());
    }
  }

  @JCStressTest
  @State
  @Description("Two messages come to an inbox of one that drops the newest.")
  @Outcome(
      id = {"ACCEPTED, DROPPED, a", "DROPPED, ACCEPTED, b"},
      expect = ACCEPTABLE,
      desc = "The first one is in, and the other one is dropped.")
  @Outcome(id = "ACCEPTED, ACCEPTED, .*", expect = FORBIDDEN, desc = "There are more than may be.")
  @Outcome(expect = FORBIDDEN, desc = "There was room, or a message was lost.")
  public static class TwoPushesWhereTheNewestIsDropped {
    private final Inbox inbox = ofOne(Overflow.DROP_NEWEST);
    private final Envelope a = new Envelope("a", null);
    private final Envelope b = new Envelope("b", null);

    @Actor
    public void one(LLL_Result r) {
      r.r1 = inbox.push(a);
    }

    @Actor
    public void other(LLL_Result r) {
      r.r2 = inbox.push(b);
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r3 = Seen.list(inbox.takeAll());
    }
  }

  @JCStressTest
  @State
  @Description("Two messages come to an inbox of one that drops the oldest.")
  @Outcome(
      id = {"ACCEPTED, ACCEPTED, \\[a\\], b", "ACCEPTED, ACCEPTED, \\[b\\], a"},
      expect = ACCEPTABLE,
      desc = "Both got in, and the first one had to make room.")
  @Outcome(
      id = "ACCEPTED, ACCEPTED, \\[\\], .*",
      expect = FORBIDDEN,
      desc = "There are more than may be, or one has gone without anybody being told.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost, or dropped twice.")
  public static class TwoPushesWhereTheOldestIsDropped {
    private final ConcurrentLinkedQueue<Object> evicted = new ConcurrentLinkedQueue<>();
    private final Inbox inbox =
        new BoundedInbox(
            new Blueprint.Bound(1, Overflow.DROP_OLDEST), out -> evicted.add(out.message));
    private final Envelope a = new Envelope("a", null);
    private final Envelope b = new Envelope("b", null);

    @Actor
    public void one(LLLL_Result r) {
      r.r1 = inbox.push(a);
    }

    @Actor
    public void other(LLLL_Result r) {
      r.r2 = inbox.push(b);
    }

    @Arbiter
    public void rest(LLLL_Result r) {
      r.r3 = evicted.toString();
      r.r4 = Seen.list(inbox.takeAll());
    }
  }

  @JCStressTest
  @State
  @Description("The receiver takes the only message while another one comes and makes it go.")
  @Outcome(
      id = {"ACCEPTED, a, \\[\\], b", "ACCEPTED, b, \\[a\\], -"},
      expect = ACCEPTABLE,
      desc = "The old one was taken or dropped, and the new one is in or was taken.")
  @Outcome(
      id = "DROPPED, a, \\[\\], -",
      expect = ACCEPTABLE,
      desc = "The receiver had the old one and its place still, so the new one was dropped.")
  @Outcome(
      id = "ACCEPTED, a, \\[a\\], .*",
      expect = FORBIDDEN,
      desc = "The old one was taken and dropped.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost, or there are more than may be.")
  public static class PushAndTakeOfTheOldest {
    private final ConcurrentLinkedQueue<Object> evicted = new ConcurrentLinkedQueue<>();
    private final Inbox inbox =
        new BoundedInbox(
            new Blueprint.Bound(1, Overflow.DROP_OLDEST), out -> evicted.add(out.message));
    private final Envelope b = new Envelope("b", null);

    public PushAndTakeOfTheOldest() {
      inbox.push(new Envelope("a", null));
    }

    @Actor
    public void sender(LLLL_Result r) {
      r.r1 = inbox.push(b);
    }

    @Actor
    public void receiver(LLLL_Result r) {
      Envelope taken = inbox.take();
      r.r2 = Seen.list(taken);
      if (taken != null) {
        inbox.leave(taken);
      }
    }

    @Arbiter
    public void rest(LLLL_Result r) {
      r.r3 = evicted.toString();
      r.r4 = Seen.list(inbox.takeAll());
    }
  }

  @JCStressTest
  @State
  @Description("A message comes while the only one leaves. Then one more comes.")
  @Outcome(
      id = "ACCEPTED, REJECTED, b",
      expect = ACCEPTABLE,
      desc = "It found the room, and there is no more.")
  @Outcome(
      id = "REJECTED, ACCEPTED, late",
      expect = ACCEPTABLE,
      desc = "It came too early, and the room is still there.")
  @Outcome(id = "ACCEPTED, ACCEPTED, .*", expect = FORBIDDEN, desc = "There are more than may be.")
  @Outcome(id = "REJECTED, REJECTED, .*", expect = FORBIDDEN, desc = "Room was lost.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost.")
  public static class PushAndLeave {
    private final Inbox inbox = ofOne(Overflow.REJECT);
    private final Envelope b = new Envelope("b", null);
    private final Envelope late = new Envelope("late", null);

    public PushAndLeave() {
      inbox.push(new Envelope("a", null));
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = inbox.push(b);
    }

    @Actor
    public void receiver() {
      takeOne(inbox);
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r2 = inbox.push(late);
      r.r3 = Seen.list(inbox.takeAll());
    }
  }

  @JCStressTest
  @State
  @Description("A sender waits for room while the only message leaves.")
  @Outcome(id = "ACCEPTED, b", expect = ACCEPTABLE, desc = "It was woken and got in.")
  @Outcome(id = "stuck, .*", expect = FORBIDDEN, desc = "Nobody has woken it.")
  @Outcome(expect = FORBIDDEN, desc = "It was let in without room, or its message was lost.")
  public static class AwaitRoomAndLeave {
    private final BoundedInbox inbox = ofOne(Overflow.BLOCK);
    private final Guard guard = new Guard();
    private final Envelope b = new Envelope("b", null);

    public AwaitRoomAndLeave() {
      inbox.push(new Envelope("a", null));
    }

    @Actor
    public void sender(LL_Result r) {
      r.r1 = pushWhenThereIsRoom(inbox, b, guard);
    }

    @Actor
    public void receiver() {
      takeOne(inbox);
      guard.watch(inbox, () -> {});
    }

    @Arbiter
    public void rest(LL_Result r) {
      r.r2 = Seen.list(inbox.takeAll());
    }
  }

  @JCStressTest
  @State
  @Description("A sender waits for room, which somebody else may take from it, and again.")
  @Outcome(
      id = {"ACCEPTED, ACCEPTED, -", "ACCEPTED, REJECTED, -"},
      expect = ACCEPTABLE,
      desc = "It got in in the end.")
  @Outcome(
      id = {"ACCEPTED, ACCEPTED, b", "ACCEPTED, REJECTED, b"},
      expect = ACCEPTABLE,
      desc = "It got in in the end, and is there.")
  @Outcome(id = "stuck, .*", expect = FORBIDDEN, desc = "Nobody has woken it.")
  @Outcome(expect = FORBIDDEN, desc = "It was let in without room, or its message was lost.")
  public static class AwaitRoomThatIsContested {
    private final BoundedInbox inbox = ofOne(Overflow.BLOCK);
    private final Guard guard = new Guard();
    private final Envelope b = new Envelope("b", null);
    private final Envelope c = new Envelope("c", null);

    public AwaitRoomThatIsContested() {
      inbox.push(new Envelope("a", null));
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = pushWhenThereIsRoom(inbox, b, guard);
    }

    @Actor
    public void receiver(LLL_Result r) {
      takeOne(inbox);
      r.r2 = inbox.push(c);
      guard.watch(inbox, () -> takeOne(inbox));
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r3 = Seen.list(inbox.takeAll());
    }
  }

  @JCStressTest
  @State
  @Description("A sender waits for room while the inbox is closed.")
  @Outcome(id = "CLOSED, a", expect = ACCEPTABLE, desc = "It was woken and told.")
  @Outcome(id = "stuck, .*", expect = FORBIDDEN, desc = "Nobody has woken it.")
  @Outcome(expect = FORBIDDEN, desc = "It was let into a closed inbox, or a message was lost.")
  public static class AwaitRoomAndClose {
    private final BoundedInbox inbox = ofOne(Overflow.BLOCK);
    private final Guard guard = new Guard();
    private final Envelope b = new Envelope("b", null);

    public AwaitRoomAndClose() {
      inbox.push(new Envelope("a", null));
    }

    @Actor
    public void sender(LL_Result r) {
      r.r1 = pushWhenThereIsRoom(inbox, b, guard);
    }

    @Actor
    public void closer(LL_Result r) {
      r.r2 = Seen.list(inbox.close());
      guard.watch(inbox, () -> {});
    }
  }
}
