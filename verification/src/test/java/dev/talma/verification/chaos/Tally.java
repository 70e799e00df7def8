package dev.talma.verification.chaos;

import dev.talma.Actor;
import dev.talma.ActorType;
import dev.talma.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What the named actors understand. Each keeps books on whose message it has handled, and in which
/// life: that is one state, from an activation without a state to the loss of it.
sealed interface Tally {
  ActorType<Tally> TYPE = ActorType.of("tally", Tally.class, Tally::actor).withState(Books.class);

  /// The same, on nodes with a role alone.
  ActorType<Tally> WORKER =
      ActorType.of("worker", Tally.class, Tally::actor).withState(Books.class).withRole("worker");

  /// A fault: a message was handled twice.
  String AGAIN = "again";

  /// A fault: a message was handled after one that was sent later.
  String LATE = "late";

  /// The names of those that run in this JVM now.
  Queue<String> RUNNING = new ConcurrentLinkedQueue<>();

  /// A message that is answered when it was handled.
  record Add(String client, long number) implements Tally, Request<Tally, Added> {}

  /// A message that is not answered.
  record Note(String client, long number) implements Tally {}

  record Read() implements Tally, Request<Tally, Books> {}

  /// Who has handled a message.
  ///
  /// @param life of the actor
  /// @param node where it is
  record Added(String life, String node) {}

  /// What an actor knows, and takes along when it moves.
  ///
  /// @param life of the actor
  /// @param node where it is; meant for replies
  /// @param handled for each client the numbers of its messages
  /// @param faults what should not be
  record Books(String life, String node, Map<String, List<Range>> handled, List<String> faults) {}

  static Actor<Tally> actor() {
    return (mailbox, ctx) -> {
      String name = ctx.self().name().replaceFirst(".*:", "");
      String node = ctx.system().name();
      Books former =
          ctx.handedOver(Books.class)
              .orElseGet(() -> new Books(UUID.randomUUID().toString(), "", Map.of(), List.of()));
      Map<String, List<Range>> handled = new TreeMap<>();
      former.handled().forEach((client, ranges) -> handled.put(client, new ArrayList<>(ranges)));
      List<String> faults = new ArrayList<>(former.faults());
      RUNNING.add(name);
      try {
        for (var msg : mailbox) {
          switch (msg) {
            case Note(String client, long number) -> handle(handled, faults, client, number, node);
            case Add(String client, long number) -> {
              handle(handled, faults, client, number, node);
              ctx.reply((Add) msg, new Added(former.life(), node));
            }
            case Read read -> ctx.reply(read, new Books(former.life(), node, handled, faults));
          }
        }
        ctx.handOver(new Books(former.life(), "", handled, faults));
      } finally {
        boolean _ = RUNNING.remove(name);
      }
    };
  }

  private static void handle(
      Map<String, List<Range>> handled,
      List<String> faults,
      String client,
      long number,
      String node) {
    List<Range> ranges = handled.computeIfAbsent(client, _ -> new ArrayList<>());
    if (ranges.isEmpty() || ranges.getLast().to() < number) {
      Range.append(ranges, number);
      return;
    }
    boolean again = Range.contain(ranges, number);
    String fault =
        "%s on %s: %d of %s after %d"
            .formatted(again ? AGAIN : LATE, node, number, client, ranges.getLast().to());
    if (!again) {
      handled.put(client, new ArrayList<>(Range.plus(ranges, List.of(new Range(number, number)))));
    }
    if (faults.size() < 20) {
      faults.add(fault);
    }
  }
}
