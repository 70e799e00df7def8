package dev.talma.internal;

/// What an actor heeds before its next message, whatever waits.
sealed interface Urgent {

  /// It is killed.
  record Kill() implements Urgent {
    static final Kill INSTANCE = new Kill();
  }

  /// It shall end its run, to restart together with its siblings.
  record Recall(Regroup regroup) implements Urgent {}

  /// It shall end, and another one takes its place.
  record Depart(Move move) implements Urgent {}

  /// It has ended, and another one takes its place: what is asked of it is asked of that one.
  record Departed(Move move) implements Urgent {}

  /// Somebody buries it: nothing that comes from now on is heeded.
  record Over() implements Urgent {
    static final Over INSTANCE = new Over();
  }
}
