package dev.talma;

import java.util.List;

/// How one router finds the routee for each message: a [Routing] at work, with the state that it
/// needs.
interface Choice<M> {

  /// The routees are now these. Called before the first choice and after each change.
  default void over(List<ActorRef<M>> routees) {}

  /// {@return the index of the routee that shall get the message}
  ///
  /// @param routees the ones of the last [#over(List)], at least one
  int choose(M message, List<ActorRef<M>> routees);

  /// {@return whether any other routee will do as well, when the chosen one is full}
  default boolean anyWillDo() {
    return true;
  }
}
