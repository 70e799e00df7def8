package dev.talma;

import java.util.Map;

/// What has happened in a system since its start. Every message that a `send` or ask accepted is in
/// the end either handled or a dead letter, so that when nothing waits, the sum of the two is the
/// number of messages accepted.
///
/// @param handled messages that were handled to their end
/// @param deadLetters messages that were accepted and not handled, by reason; every reason is there
/// @param rejected messages that were not accepted, because a bounded mailbox rejected them
/// @param lateReplies answers to askers that had given up, that had an answer, or that never asked
/// @param crashes how often an actor's code threw
/// @param restarts how often an actor ran again, after a crash of its own or of a sibling
/// @param started how many actors were started
/// @param live how many actors have not ended
/// @param ending how many actors are ending at this instant: what waits for them is being settled,
///   or those who wanted to know of their end are being told
public record Counters(
    long handled,
    Map<DeadLetter.Reason, Long> deadLetters,
    long rejected,
    long lateReplies,
    long crashes,
    long restarts,
    long started,
    long live,
    long ending) {

  /// Copies the map.
  public Counters {
    deadLetters = Map.copyOf(deadLetters);
  }

  /// {@return the dead letters of all reasons}
  public long deadLettersTotal() {
    return deadLetters.values().stream().mapToLong(Long::longValue).sum();
  }

  /// {@return the dead letters of one reason}
  ///
  /// @param reason the reason
  public long deadLetters(DeadLetter.Reason reason) {
    return deadLetters.getOrDefault(reason, 0L);
  }
}
