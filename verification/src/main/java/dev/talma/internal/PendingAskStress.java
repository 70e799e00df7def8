package dev.talma.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.talma.AskTimeoutException;
import dev.talma.ExitReason;
import dev.talma.SystemSettings;
import dev.talma.remote.AskFailure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/// Races on the outcome of an ask: there is one, and everybody is told the same.
public final class PendingAskStress {
  private static final LocalSystem SYSTEM = system();
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);
  private static final AskFailure TIMED_OUT = new AskFailure.TimedOut();
  private static final AskFailure CANCELLED = new AskFailure.Cancelled();
  private static final AskFailure DIED =
      new AskFailure.Stopped("the target", ExitReason.shutdown());
  private static final AskFailure NOT_ANSWERED = new AskFailure.NotAnswered("the target");

  private PendingAskStress() {}

  private static LocalSystem system() {
    return new LocalSystem("stress", SystemSettings.defaults());
  }

  /// An ask that counts how often it was completed.
  private static final class Ask extends PendingAsk {
    private final AtomicInteger completions = new AtomicInteger();

    Ask(LocalSystem system) {
      super(system, "request", "target", HOUR);
    }

    @Override
    void completed() {
      completions.incrementAndGet();
    }

    /// {@return the outcome in a word}
    String told() {
      return switch (outcome()) {
        case AskFailure.TimedOut _ -> "timeout";
        case AskFailure.Cancelled _ -> "cancelled";
        case AskFailure.Stopped _ -> "died";
        case AskFailure.NotAnswered _ -> "not answered";
        case String answer -> answer;
        case null, default -> "nothing";
      };
    }

    int late() {
      return Math.toIntExact(system.tally().counters().lateReplies());
    }
  }

  /// Its system is its own, for the sake of the counter.
  @JCStressTest
  @State
  @Description("An answer comes while the time runs out.")
  @Outcome(id = "answer, 1, 0", expect = ACCEPTABLE, desc = "The answer was in time.")
  @Outcome(
      id = "timeout, 1, 1",
      expect = ACCEPTABLE,
      desc = "The answer was too late, and was counted as that.")
  @Outcome(id = ".*, [02-9], .*", expect = FORBIDDEN, desc = "The asker was told twice, or never.")
  @Outcome(expect = FORBIDDEN, desc = "A late answer was not counted, or one in time was.")
  public static class AnswerAndTimeout {
    private final Ask ask = new Ask(system());

    @Actor
    public void target() {
      ask.answer("answer");
    }

    @Actor
    public void timer() {
      ask.complete(TIMED_OUT);
    }

    @Arbiter
    public void rest(LII_Result r) {
      r.r1 = ask.told();
      r.r2 = ask.completions.get();
      r.r3 = ask.late();
    }
  }

  /// Its system is its own, for the sake of the counter.
  @JCStressTest
  @State
  @Description("Two who got the right to answer later use it.")
  @Outcome(
      id = {"one, 1, 1", "other, 1, 1"},
      expect = ACCEPTABLE,
      desc = "The first one counts, and the other one is late.")
  @Outcome(id = ".*, [02-9], .*", expect = FORBIDDEN, desc = "The asker was told twice, or never.")
  @Outcome(expect = FORBIDDEN, desc = "The late answer was not counted once.")
  public static class TwoAnswers {
    private final Ask ask = new Ask(system());

    @Actor
    public void one() {
      new Deferral<String>(ask).reply("one");
    }

    @Actor
    public void other() {
      new Deferral<String>(ask).reply("other");
    }

    @Arbiter
    public void rest(LII_Result r) {
      r.r1 = ask.told();
      r.r2 = ask.completions.get();
      r.r3 = ask.late();
    }
  }

  @JCStressTest
  @State
  @Description("A deferred answer comes while the target that deferred it dies.")
  @Outcome(
      id = {"answer, 1", "died, 1"},
      expect = ACCEPTABLE,
      desc = "The first of the two is the outcome.")
  @Outcome(expect = FORBIDDEN, desc = "There is no outcome, or the asker was told twice.")
  public static class DeferredAnswerAndDeath {
    private final Ask ask = new Ask(SYSTEM);

    @Actor
    public void helper() {
      new Deferral<String>(ask).reply("answer");
    }

    @Actor
    public void target() {
      ask.release(DIED);
    }

    @Arbiter
    public void rest(LI_Result r) {
      r.r1 = ask.told();
      r.r2 = ask.completions.get();
    }
  }

  @JCStressTest
  @State
  @Description("An answer comes while the asker gives the ask up.")
  @Outcome(
      id = {"answer, 1", "cancelled, 1"},
      expect = ACCEPTABLE,
      desc = "The first of the two is the outcome.")
  @Outcome(expect = FORBIDDEN, desc = "There is no outcome, or the asker was told twice.")
  public static class AnswerAndCancel {
    private final Ask ask = new Ask(SYSTEM);

    @Actor
    public void target() {
      ask.answer("answer");
    }

    @Actor
    public void asker() {
      ask.complete(CANCELLED);
    }

    @Arbiter
    public void rest(LI_Result r) {
      r.r1 = ask.told();
      r.r2 = ask.completions.get();
    }
  }

  @JCStressTest
  @State
  @Description("The time runs out while the target dies.")
  @Outcome(
      id = {"timeout, 1", "died, 1"},
      expect = ACCEPTABLE,
      desc = "The first of the two is the outcome.")
  @Outcome(expect = FORBIDDEN, desc = "There is no outcome, or the asker was told twice.")
  public static class TimeoutAndDeath {
    private final Ask ask = new Ask(SYSTEM);

    @Actor
    public void timer() {
      ask.complete(TIMED_OUT);
    }

    @Actor
    public void target() {
      ask.release(DIED);
    }

    @Arbiter
    public void rest(LI_Result r) {
      r.r1 = ask.told();
      r.r2 = ask.completions.get();
    }
  }

  @JCStressTest
  @State
  @Description("Both of two who could answer give it up.")
  @Outcome(
      id = {"died, 1", "not answered, 1"},
      expect = ACCEPTABLE,
      desc = "The reason of one of the two is the outcome.")
  @Outcome(
      id = "nothing, 0",
      expect = FORBIDDEN,
      desc = "Each has left it to the other, and the asker waits in vain.")
  @Outcome(expect = FORBIDDEN, desc = "The asker was told twice.")
  public static class BothGiveUp {
    private final Ask ask = new Ask(SYSTEM);

    public BothGiveUp() {
      ask.share();
    }

    @Actor
    public void one() {
      ask.release(DIED);
    }

    @Actor
    public void other() {
      ask.release(NOT_ANSWERED);
    }

    @Arbiter
    public void rest(LI_Result r) {
      r.r1 = ask.told();
      r.r2 = ask.completions.get();
    }
  }

  @JCStressTest
  @State
  @Description("One who passed the ask on is done with it while the other one dies.")
  @Outcome(id = "died, 1", expect = ACCEPTABLE, desc = "It fails as the receiver did.")
  @Outcome(
      id = "nothing, 0",
      expect = FORBIDDEN,
      desc = "Each has left it to the other, and the asker waits in vain.")
  @Outcome(expect = FORBIDDEN, desc = "The asker was told twice, or something else.")
  public static class LeaveToOneWhoDies {
    private final Ask ask = new Ask(SYSTEM);

    public LeaveToOneWhoDies() {
      ask.share();
    }

    @Actor
    public void between() {
      ask.leaveToOthers();
    }

    @Actor
    public void receiver() {
      ask.release(DIED);
    }

    @Arbiter
    public void rest(LI_Result r) {
      r.r1 = ask.told();
      r.r2 = ask.completions.get();
    }
  }

  @JCStressTest
  @State
  @Description("An answer comes while the thread of the asker goes to wait for it.")
  @Outcome(id = "answer", expect = ACCEPTABLE, desc = "The asker has got it.")
  @Outcome(
      id = "stuck",
      expect = FORBIDDEN,
      desc = "The answer was there, and nobody woke the asker.")
  @Outcome(expect = FORBIDDEN, desc = "The asker has got something else.")
  public static class AnswerAndWait {
    /// Once it has seen an asker that is stuck it does not wait long for the others.
    private static volatile long patience = TimeUnit.SECONDS.toNanos(4);

    private volatile @Nullable PendingAsk asked;

    @Actor
    public void asker(L_Result r) {
      long nanos = patience;
      BlockingAsk ask = new BlockingAsk(SYSTEM, "request", "target", nanos);
      asked = ask;
      try {
        r.r1 = ask.await();
      } catch (AskTimeoutException e) {
        r.r1 = "timeout";
      }
      if (ask.nanosLeft() == 0) {
        patience = TimeUnit.MILLISECONDS.toNanos(1);
        r.r1 = "stuck";
      }
    }

    @Actor
    public void target() {
      PendingAsk ask = asked;
      while (ask == null) {
        Thread.onSpinWait();
        ask = asked;
      }
      ask.answer("answer");
    }
  }
}
