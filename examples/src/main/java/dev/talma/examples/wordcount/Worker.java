package dev.talma.examples.wordcount;

import dev.talma.Actor;
import dev.talma.Backoff;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.examples.wordcount.Chaos.Moment;
import java.time.Duration;

/// Counts chunks. It knows nothing of files, of the others, or of totals.
final class Worker {

  // @start region=word-count-worker
  /// Asks for what is in a chunk.
  ///
  /// @param chunk the chunk
  /// @param attempt 1 for the first one; more if somebody crashed over it
  record Count(Chunk chunk, int attempt) implements Request<Count, Tally> {}

  static Actor<Count> worker(Alphabet alphabet, Chaos chaos) {
    Actor<Count> worker =
        Actor.handler(
            () ->
                (count, ctx) -> {
                  long id = count.chunk().id();
                  chaos.strike(Moment.BEFORE_COUNTING, id, count.attempt());
                  Tally tally = WordScanner.count(count.chunk(), alphabet);
                  chaos.strike(Moment.BEFORE_ANSWERING, id, count.attempt());
                  ctx.reply(count, tally);
                  chaos.strike(Moment.AFTER_ANSWERING, id, count.attempt());
                });
    return worker.supervised(
        Restart.always().backoff(Backoff.between(Duration.ofMillis(1), Duration.ofMillis(20))));
  }

  // @end region=word-count-worker

  private Worker() {}
}
