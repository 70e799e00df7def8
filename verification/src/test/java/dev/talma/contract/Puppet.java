package dev.talma.contract;

import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;

/// An actor that does what it is told, and writes its life into a journal.
final class Puppet implements Handler<Cue> {
  private final String name;
  private final Journal journal;

  Puppet(String name, Journal journal) {
    this.name = name;
    this.journal = journal;
  }

  @Override
  public void init(Context<Cue> ctx) {
    journal.add(name + " starts");
  }

  @Override
  public void handle(Cue cue, Context<Cue> ctx) throws Exception {
    switch (cue) {
      case Cue.Note(String text) -> journal.add(name + ": " + text);
      case Cue.Act(_, Cue.Deed deed) -> deed.in(ctx);
      case Cue.Question question -> question.treatment().of(question, ctx);
    }
  }

  @Override
  public void terminate(ExitReason reason, Context<Cue> ctx) {
    journal.add(name + " cleans up");
  }
}
