package dev.talma.contract;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;

/// The stage of actors that are built on a behaviour, for both styles.
abstract class SystemContract extends StyledContract {

  /// A puppet that heeds what is whispered to it, in each of its runs.
  private static final class Heeding implements Handler<Cue> {
    private final Puppet puppet;

    Heeding(Puppet puppet) {
      this.puppet = puppet;
    }

    @Override
    public void init(Context<Cue> ctx) {
      Whisper.heed(ctx);
      puppet.init(ctx);
    }

    @Override
    public void handle(Cue cue, Context<Cue> ctx) throws Exception {
      puppet.handle(cue, ctx);
    }

    @Override
    public void terminate(ExitReason reason, Context<Cue> ctx) {
      puppet.terminate(reason, ctx);
    }
  }

  Actor<Cue> heeding(String name) {
    return style().actor(() -> new Heeding(new Puppet(name, journal)));
  }

  /// {@return an actor that heeds what is whispered to it}
  ActorRef<Cue> startHeeding(String name) {
    return start(name, heeding(name));
  }
}
