package dev.talma;

/// What a bounded mailbox does with a message that finds it full. Signals, ticks of the actor's own
/// timers and notices of monitors are exempt: they are never dropped and never wait.
public enum Overflow {
  /// The sender waits for room; no thread of others is held up by it. An actor that sends to itself
  /// would wait for ever and is refused with a [MailboxFullException]. Interrupting the wait throws
  /// [SendInterruptedException], and the message was not sent.
  BLOCK,
  /// The sender gets a [MailboxFullException], and the message was not sent.
  REJECT,
  /// The new message becomes a dead letter.
  DROP_NEWEST,
  /// The message that waited longest becomes a dead letter, and the new one takes its place. Those
  /// that a selective receive has looked at are out of reach; if there are no others, the new one
  /// becomes a dead letter.
  DROP_OLDEST
}
