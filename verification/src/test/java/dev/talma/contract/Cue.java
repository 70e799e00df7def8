package dev.talma.contract;

import dev.talma.Context;
import dev.talma.Request;

/// What one tells a [Puppet]: its tests read like a script, from top to bottom.
sealed interface Cue {

  /// To be noted in the journal.
  record Note(String text) implements Cue {
    @Override
    public String toString() {
      return text;
    }
  }

  /// To be done.
  record Act(String name, Deed deed) implements Cue {
    @Override
    public String toString() {
      return name;
    }
  }

  /// To be answered, or whatever the test wants to happen to it.
  record Question(String name, Treatment treatment) implements Cue, Request<Cue, String> {
    @Override
    public String toString() {
      return name;
    }
  }

  /// What an actor does.
  @FunctionalInterface
  interface Deed {
    void in(Context<Cue> ctx) throws Exception;
  }

  /// What an actor does with a request.
  @FunctionalInterface
  interface Treatment {
    void of(Question question, Context<Cue> ctx) throws Exception;
  }

  static Cue note(String text) {
    return new Note(text);
  }

  static Cue act(Deed deed) {
    return new Act("act", deed);
  }

  static Cue act(String name, Deed deed) {
    return new Act(name, deed);
  }

  /// {@return to crash}
  static Cue crash(String message) {
    return new Act(
        "crash",
        ctx -> {
          throw new IllegalStateException(message);
        });
  }

  static Question question(Treatment treatment) {
    return new Question("question", treatment);
  }

  static Question question(String name, Treatment treatment) {
    return new Question(name, treatment);
  }

  /// {@return a question that is answered with this}
  static Question echo(String answer) {
    return new Question("echo " + answer, (question, ctx) -> ctx.reply(question, answer));
  }
}
