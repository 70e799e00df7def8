package dev.talma.internal;

import dev.talma.Overflow;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/// Races on the sleep and the close of the [BoundedInbox], which are the same for each policy.
public final class BoundedInboxSleepStress {
  private BoundedInboxSleepStress() {}

  private static Inbox inbox() {
    return new BoundedInbox(new Blueprint.Bound(2, Overflow.REJECT), evicted -> {});
  }

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.TwoPushesToASleeper.class)
  public static class TwoPushesToASleeper {
    private final Inbox inbox = inbox();
    private final Envelope a = new Envelope("a", null);
    private final Envelope b = new Envelope("b", null);

    public TwoPushesToASleeper() {
      inbox.sleep();
    }

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
  @JCStressMeta(InboxRules.PushAndWakeBySelf.class)
  public static class PushAndWakeBySelf {
    private final Inbox inbox = inbox();
    private final Envelope a = new Envelope("a", null);

    public PushAndWakeBySelf() {
      inbox.sleep();
    }

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = inbox.push(a);
    }

    @Actor
    public void receiver(LLL_Result r) {
      r.r2 = Seen.sleep(!inbox.wakeBySelf());
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r3 = Seen.list(inbox.take());
    }
  }

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.TakeAndClose.class)
  public static class TakeAndClose {
    private final Inbox inbox = inbox();
    private final Envelope late = new Envelope("late", null);

    public TakeAndClose() {
      inbox.push(new Envelope("a", null));
      inbox.push(new Envelope("b", null));
    }

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = Seen.list(inbox.take());
    }

    @Actor
    public void closer(LLL_Result r) {
      r.r2 = Seen.list(inbox.close());
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r3 = inbox.push(late);
    }
  }

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.SleepAndClose.class)
  public static class SleepAndClose {
    private final Inbox inbox = inbox();
    private final Envelope late = new Envelope("late", null);

    @Actor
    public void receiver(LLL_Result r) {
      r.r1 = Seen.sleep(inbox.sleep());
    }

    @Actor
    public void closer() {
      inbox.close();
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r2 = inbox.push(late);
      r.r3 = Seen.sleep(inbox.isAsleep());
    }
  }

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.PushesAndClose.class)
  public static class PushesAndClose {
    private final Inbox inbox = inbox();
    private final Envelope a = new Envelope("a", null);
    private final Envelope b = new Envelope("b", null);
    private final Envelope late = new Envelope("late", null);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = inbox.push(a) + " " + inbox.push(b);
    }

    @Actor
    public void closer(LLL_Result r) {
      r.r2 = Seen.list(inbox.close());
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r3 = inbox.push(late) + " " + Seen.list(inbox.take());
    }
  }

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.PushAndSleep.class)
  public static class PushAndSleep {
    private final Inbox inbox = inbox();
    private final Envelope a = new Envelope("a", null);

    @Actor
    public void sender(LLL_Result r) {
      r.r1 = inbox.push(a);
    }

    @Actor
    public void receiver(LLL_Result r) {
      r.r2 = Seen.sleep(inbox.sleep());
    }

    @Arbiter
    public void rest(LLL_Result r) {
      r.r3 = Seen.list(inbox.take());
    }
  }
}
