package dev.talma.examples.wordcount;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Escalate;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.Router;
import dev.talma.Routing;
import dev.talma.examples.wordcount.Reader.Demand;
import dev.talma.examples.wordcount.Worker.Count;
import java.time.Duration;
import java.util.Optional;

/// Runs the job: owns the reader and the workers, passes chunks from the one to the others, and
/// adds up.
///
/// *Nothing is counted twice, and nothing is forgotten*, even though workers crash. Each chunk is
/// asked for, and an ask has exactly one outcome: an answer, which is added, or a failure, upon
/// which the chunk is asked for again. When a worker crashes, the ask that it was working on fails
/// at once, and those in its mailbox stay there for when it is back. A late answer to an ask that
/// had failed, if there ever is one, comes to nobody.
///
/// *Memory is bounded*, since the reader delivers on demand only: a few chunks for each worker to
/// begin with, and then one for each that has been added up.
final class Coordinator {

  /// What the coordinator is told.
  sealed interface Message {}

  /// By the reader: a chunk to count.
  record Deliver(Chunk chunk) implements Message {}

  /// By the reader: something could not be read.
  record Unreadable(String name, String why) implements Message {}

  /// By the reader: no more will come.
  record EndOfInput() implements Message {}

  /// By a worker: a chunk has been counted.
  private record Counted(Tally tally) implements Message {}

  /// Instead of that: the worker crashed.
  private record Lost(Count count, Throwable why) implements Message {}

  /// Asks for the result; answered when there is one.
  record Finish() implements Message, Request<Message, Totals> {}

  private static final int CHUNKS_PER_WORKER = 2;
  private static final int ATTEMPTS = 100;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  // @start region=word-count-coordinator
  static Actor<Message> coordinator(Options options, ActorRef<Screen.Message> screen) {
    return (mailbox, ctx) -> {
      Actor<Count> worker = Worker.worker(options.alphabet(), options.chaos());
      Actor<Count> pool = Router.pool(options.workers(), worker, Routing.leastLoaded());
      // without a worker or without the reader there would be nothing to wait for
      ActorRef<Count> workers = ctx.spawn("workers", pool.supervised(new Escalate()));
      ActorRef<Demand> reader =
          ctx.spawn("reader", Reader.reader(options, ctx.self()).supervised(new Escalate()));
      for (int i = 0; i < options.workers() * CHUNKS_PER_WORKER; i++) {
        reader.send(new Demand());
      }

      var sum = new Totals.Sum();
      int underWay = 0;
      boolean allDelivered = false;
      Optional<ReplyTo<Totals>> result = Optional.empty();
      for (var msg : mailbox) {
        switch (msg) {
          case Deliver(Chunk chunk) -> {
            underWay++;
            count(new Count(chunk, /* attempt= */ 1), workers, ctx.self());
          }
          case Counted(Tally tally) -> {
            underWay--;
            sum.add(tally);
            reader.send(new Demand());
            screen.send(new Screen.Done(tally.bytes()));
          }
          case Lost(Count lost, Throwable why) -> {
            sum.addRecounted();
            count(next(lost, why), workers, ctx.self());
          }
          case Unreadable(String name, String why) -> {
            sum.addUnreadable();
            screen.send(new Screen.Complain(Complaint.line(name, why)));
          }
          case EndOfInput() -> allDelivered = true;
          case Finish finish -> result = Optional.of(ctx.replyTo(finish));
        }
        if (allDelivered && underWay == 0) {
          result.ifPresent(asker -> asker.reply(sum.totals(options.top())));
        }
      }
    };
  }

  /// Asks the workers, and tells the coordinator what came of it.
  private static void count(Count count, ActorRef<Count> workers, ActorRef<Message> coordinator) {
    var _ =
        workers
            .askAsync(count, PATIENCE)
            .whenComplete(
                (tally, failure) ->
                    coordinator.send(
                        failure == null ? new Counted(tally) : new Lost(count, failure)));
  }

  // @end region=word-count-coordinator

  /// A chunk that crashes everyone is a mistake in the program, and no chaos.
  private static Count next(Count lost, Throwable why) {
    if (lost.attempt() == ATTEMPTS) {
      throw new IllegalStateException("chunk " + lost.chunk().id() + " cannot be counted", why);
    }
    return new Count(lost.chunk(), lost.attempt() + 1);
  }

  private Coordinator() {}
}
