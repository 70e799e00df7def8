package dev.talma.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/// Races on the [LinkedInbox].
public final class LinkedInboxStress {
  private LinkedInboxStress() {}

  /// The receiver sends to itself as well, so that there are two senders on two cores.
  @JCStressTest
  @State
  @Description("One sends two messages while the receiver sends itself two and takes.")
  @Outcome(
      id = "(?=.*a1.*a2)(?=.*b1.*b2)\\w\\d \\w\\d \\w\\d \\w\\d",
      expect = ACCEPTABLE,
      desc = "Each came once, and those of one sender in their order.")
  @Outcome(
      id = "(.*a2.*a1.*|.*b2.*b1.*)",
      expect = FORBIDDEN,
      desc = "A later message of a sender came before an earlier one.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost or came twice.")
  public static class PushesAndTakes {
    private final Inbox inbox = new LinkedInbox();
    private final Envelope a1 = new Envelope("a1", null);
    private final Envelope a2 = new Envelope("a2", null);
    private final Envelope b1 = new Envelope("b1", null);
    private final Envelope b2 = new Envelope("b2", null);
    private String taken = "-";

    @Actor
    public void sender() {
      inbox.push(a1);
      inbox.push(a2);
    }

    @Actor
    public void receiver() {
      inbox.push(b1);
      taken = Seen.list(inbox.take());
      inbox.push(b2);
      taken = Seen.both(taken, Seen.list(inbox.take()));
    }

    @Arbiter
    public void rest(L_Result r) {
      r.r1 = Seen.both(taken, Seen.list(inbox.take()));
    }
  }

  /// Needs three cores; on fewer it is left out.
  @JCStressTest
  @State
  @Description("Two send two messages each while the receiver takes.")
  @Outcome(
      id = "(?=.*a1.*a2)(?=.*b1.*b2)\\w\\d \\w\\d \\w\\d \\w\\d",
      expect = ACCEPTABLE,
      desc = "Each came once, and those of one sender in their order.")
  @Outcome(
      id = "(.*a2.*a1.*|.*b2.*b1.*)",
      expect = FORBIDDEN,
      desc = "A later message of a sender came before an earlier one.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost or came twice.")
  public static class TwoPushersAndATaker {
    private final Inbox inbox = new LinkedInbox();
    private final Envelope a1 = new Envelope("a1", null);
    private final Envelope a2 = new Envelope("a2", null);
    private final Envelope b1 = new Envelope("b1", null);
    private final Envelope b2 = new Envelope("b2", null);
    private String taken = "-";

    @Actor
    public void one() {
      inbox.push(a1);
      inbox.push(a2);
    }

    @Actor
    public void other() {
      inbox.push(b1);
      inbox.push(b2);
    }

    @Actor
    public void receiver() {
      taken = Seen.list(inbox.take());
      taken = Seen.both(taken, Seen.list(inbox.take()));
    }

    @Arbiter
    public void rest(L_Result r) {
      r.r1 = Seen.both(taken, Seen.list(inbox.take()));
    }
  }

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.PushAndSleep.class)
  public static class PushAndSleep {
    private final Inbox inbox = new LinkedInbox();
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

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.TwoPushesToASleeper.class)
  public static class TwoPushesToASleeper {
    private final Inbox inbox = new LinkedInbox();
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
      r.r3 = Seen.list(inbox.take());
    }
  }

  @JCStressTest
  @State
  @JCStressMeta(InboxRules.PushAndWakeBySelf.class)
  public static class PushAndWakeBySelf {
    private final Inbox inbox = new LinkedInbox();
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
  @JCStressMeta(InboxRules.PushesAndClose.class)
  public static class PushesAndClose {
    private final Inbox inbox = new LinkedInbox();
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
  @JCStressMeta(InboxRules.PushesAndClose.class)
  public static class PushesToASleeperAndClose {
    private final Inbox inbox = new LinkedInbox();
    private final Envelope a = new Envelope("a", null);
    private final Envelope b = new Envelope("b", null);
    private final Envelope late = new Envelope("late", null);

    public PushesToASleeperAndClose() {
      inbox.sleep();
    }

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
  @JCStressMeta(InboxRules.TakeAndClose.class)
  public static class TakeAndClose {
    private final Inbox inbox = new LinkedInbox();
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
    private final Inbox inbox = new LinkedInbox();
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
}
