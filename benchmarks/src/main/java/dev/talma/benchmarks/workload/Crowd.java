package dev.talma.benchmarks.workload;

import dev.talma.Actor;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Many actors that do what they are told: their messages are functions to run.
interface Crowd {

  /// Tells one of them to run the function.
  void tell(int actor, Runnable function);

  /// {@return a crowd of so many actors}
  ///
  /// @param side `pekko`, `events` or `loop`
  /// @param size how many actors
  static Crowd of(String side, int size) {
    return switch (side) {
      case "pekko" -> new PekkoCrowd(size);
      case "events" -> new TalmaCrowd(size, Actor.handler(() -> (function, ctx) -> function.run()));
      case "loop" ->
          new TalmaCrowd(
              size,
              (mailbox, ctx) -> {
                for (var function : mailbox) {
                  function.run();
                }
              });
      default -> throw new IllegalArgumentException(side);
    };
  }

  /// A crowd of Talma's actors.
  final class TalmaCrowd extends TalmaState implements Crowd {
    private final java.util.List<dev.talma.ActorRef<Runnable>> actors;

    TalmaCrowd(int size, Actor<Runnable> actor) {
      actors = Stream.generate(() -> system.spawn(actor)).limit(size).toList();
    }

    @Override
    public void tell(int actor, Runnable function) {
      actors.get(actor).send(function);
    }
  }

  /// A crowd of Pekko's actors.
  final class PekkoCrowd extends PekkoState implements Crowd {
    private final java.util.List<org.apache.pekko.actor.typed.ActorRef<Runnable>> actors;

    PekkoCrowd(int size) {
      actors =
          Stream.generate(
                  () ->
                      spawn(
                          Behaviors.<Runnable>receiveMessage(
                              function -> {
                                function.run();
                                return Behaviors.same();
                              })))
              .limit(size)
              .toList();
    }

    @Override
    public void tell(int actor, Runnable function) {
      actors.get(actor).tell(function);
    }
  }
}
