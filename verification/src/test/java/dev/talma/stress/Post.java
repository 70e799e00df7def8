package dev.talma.stress;

import dev.talma.ActorKilledException;
import dev.talma.ActorRef;
import dev.talma.AskInterruptedException;
import dev.talma.AskTimeoutException;
import dev.talma.Context;
import dev.talma.MailboxFullException;
import dev.talma.ReplyTo;
import dev.talma.RequestFailedException;
import dev.talma.SendInterruptedException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

/// Sends, asks and answers, and writes down what it was told about each.
final class Post {
  private final Ledger ledger;
  private final Queue<Deferred> deferred = new ConcurrentLinkedQueue<>();
  private final List<String> wrongAnswers = new CopyOnWriteArrayList<>();

  /// Answers that were given, whether anybody waited or not.
  final LongAdder given = new LongAdder();

  /// Answers that an asker has got.
  final LongAdder got = new LongAdder();

  /// Asks that were given up by their asker, who cannot know whether there was an answer.
  final LongAdder cancelled = new LongAdder();

  private record Deferred(ReplyTo<Integer> to, int origin) {}

  /// Whom one asks or sends to, and what that means for what one can tell from a failure.
  ///
  /// @param ref the receiver
  /// @param blocks whether one waits for room there
  /// @param byActor whether an actor asks, that may be killed, or be out of time before it asks
  record Address(ActorRef<Job> ref, boolean blocks, boolean byActor) {}

  Post(Ledger ledger) {
    this.ledger = ledger;
  }

  void send(ActorRef<Job> to, int dice) {
    int id = ledger.open();
    if (id < 0) {
      return;
    }
    try {
      to.send(Job.of(id, dice));
      ledger.accepted(id);
    } catch (MailboxFullException | SendInterruptedException notSent) {
      ledger.refused(id);
    }
  }

  void ask(Address to, int dice, Duration timeout) {
    int id = ledger.open();
    if (id < 0) {
      return;
    }
    ledger.asked(id);
    try {
      answered(id, to.ref.ask(Job.of(id, dice), timeout));
    } catch (RuntimeException failure) {
      failed(id, failure, to);
    }
  }

  void askAsync(Address to, int dice, Duration timeout, boolean cancel) {
    int id = ledger.open();
    if (id < 0) {
      return;
    }
    ledger.asked(id);
    CompletableFuture<Integer> answer = to.ref.askAsync(Job.of(id, dice), timeout);
    answer.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            answered(id, value);
          } else {
            failed(id, failure, to);
          }
        });
    if (cancel) {
      answer.cancel(false);
    }
  }

  private void answered(int id, int answer) {
    if (answer != id) {
      wrongAnswers.add(answer + " instead of " + id);
    }
    got.increment();
    ledger.accepted(id);
    ledger.outcome(id);
  }

  private void failed(int id, Throwable failure, Address to) {
    boolean timeout = failure instanceof AskTimeoutException;
    boolean givenUp = failure instanceof CancellationException;
    if (failure instanceof RequestFailedException) {
      got.increment();
    } else if (givenUp) {
      cancelled.increment();
    }
    if (failure instanceof MailboxFullException || (to.blocks && (timeout || givenUp))) {
      ledger.perhapsRefused(id);
    } else if (to.byActor && (timeout || givenUp || failure instanceof AskInterruptedException)) {
      ledger.perhapsUnsent(id);
    } else {
      ledger.accepted(id);
    }
    ledger.outcome(id);
  }

  // --- receivers

  void reply(Job job, Context<Job> ctx) {
    ctx.reply(job, job.origin());
    given.increment();
  }

  void fail(Job job, Context<Job> ctx) {
    ctx.replyTo(job).fail(new Boom());
    given.increment();
  }

  void defer(Job job, Context<Job> ctx) {
    deferred.add(new Deferred(ctx.replyTo(job), job.origin()));
  }

  /// Any thread: gives one of the answers that were put off, if there is one.
  boolean giveDeferred() {
    Deferred answer = deferred.poll();
    if (answer == null) {
      return false;
    }
    answer.to.reply(answer.origin);
    given.increment();
    return true;
  }

  /// Passes the message on.
  ///
  /// @return whether that worked, so that somebody else answers
  boolean forward(Job job, Address to, int dice, Context<Job> ctx) {
    int id = ledger.open();
    if (id < 0) {
      return false;
    }
    try {
      ctx.forward(new Job(id, job.origin(), dice), to.ref);
    } catch (MailboxFullException | SendInterruptedException notSent) {
      ledger.refused(id);
      return false;
    } catch (ActorKilledException killed) {
      ledger.perhapsUnsent(id);
      throw killed;
    }
    if (to.blocks) {
      ledger.perhapsRefused(id); // nobody tells if the asker gave up while it waited for room
    } else {
      ledger.accepted(id);
    }
    return true;
  }

  /// {@return the answers that went to the wrong asker}
  List<String> wrongAnswers() {
    return wrongAnswers;
  }
}
