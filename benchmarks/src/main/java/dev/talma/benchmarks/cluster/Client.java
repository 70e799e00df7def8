package dev.talma.benchmarks.cluster;

import java.util.concurrent.CompletionStage;

/// The process that sends, with one framework. The actor that it sends to lives in the other one.
interface Client extends AutoCloseable {
  /// After how many messages the actor says how many it has handled.
  int BATCH = 1_000;

  /// Sends a message of 100 bytes, made for the purpose.
  void send(long number);

  /// {@return how many messages the actor has said to have handled}
  long handled();

  /// Asks, and waits for the answer.
  long ask(long number);

  /// Asks, and does not wait.
  CompletionStage<Long> askAsync(long number);

  @Override
  void close();
}
