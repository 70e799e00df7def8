package dev.talma.otp;

import dev.talma.Actor;
import java.util.function.Function;

/// What a child runs: made by the methods of [ChildSpec].
///
/// @param <M> the type of the messages that it understands
public final class Recipe<M> {
  private final String kind;
  private final boolean awaited;
  private final Function<Start.Note, Actor<M>> make;

  private Recipe(String kind, boolean awaited, Function<Start.Note, Actor<M>> make) {
    this.kind = kind;
    this.awaited = awaited;
    this.make = make;
  }

  /// One that tells when it has begun.
  static <M> Recipe<M> awaited(String kind, Function<Start.Note, Actor<M>> make) {
    return new Recipe<>(kind, true, make);
  }

  /// One that has begun when it was spawned.
  static <M> Recipe<M> plain(String kind, Actor<M> actor) {
    return new Recipe<>(kind, false, _ -> actor);
  }

  boolean isAwaited() {
    return awaited;
  }

  Actor<M> make(Start.Note note) {
    return make.apply(note);
  }

  /// {@return what kind of child it makes}
  @Override
  public String toString() {
    return kind;
  }
}
