package dev.talma.contract;

import dev.talma.Context;
import dev.talma.SystemMessage;
import dev.talma.SystemRequest;

/// What one tells the behaviour that an actor is built on: a script as a [Cue] is, outside of the
/// actor's protocol.
sealed interface Whisper extends SystemMessage {

  /// To be done.
  record Act(String name, Deed deed) implements Whisper {
    @Override
    public String toString() {
      return name;
    }
  }

  /// To be answered, or whatever the test wants to happen to it.
  record Question(String name, Treatment treatment) implements Whisper, SystemRequest<String> {
    @Override
    public String toString() {
      return name;
    }
  }

  /// What no behaviour here understands.
  record Gibberish() implements SystemRequest<String> {}

  /// What an actor does.
  @FunctionalInterface
  interface Deed {
    void in(Context<?> ctx) throws Exception;
  }

  /// What an actor does with a request.
  @FunctionalInterface
  interface Treatment {
    void of(Question question, Context<?> ctx) throws Exception;
  }

  static Act act(Deed deed) {
    return new Act("whisper", deed);
  }

  static Act note(Journal journal, String text) {
    return new Act(text, _ -> journal.add(text));
  }

  static Question question(Treatment treatment) {
    return new Question("whispered question", treatment);
  }

  /// {@return a question that is answered with this}
  static Question echo(String answer) {
    return question((question, ctx) -> ctx.replySystem(question, answer));
  }

  /// Has an actor heed what is whispered to it, in this run.
  static void heed(Context<?> ctx) {
    ctx.onSystemMessage(message -> understood(message, ctx));
  }

  private static boolean understood(SystemMessage message, Context<?> ctx) {
    try {
      switch (message) {
        case Act(_, Deed deed) -> deed.in(ctx);
        case Question question -> question.treatment().of(question, ctx);
        default -> {
          return false;
        }
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return true;
  }
}
