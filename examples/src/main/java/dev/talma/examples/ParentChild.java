package dev.talma.examples;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Escalate;
import dev.talma.Request;
import dev.talma.Restart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A theatre: the stage owns its crew. Who crashes is restarted, or takes the owner down and is
/// built anew with it; who is stopped takes the children along first, the last started one before
/// the others.
final class ParentChild {

  // @start region=parent-child-protocol
  sealed interface Crew {
    /// Answered with how many cues there were since the start.
    record Cue() implements Crew, Request<Crew, Integer> {}

    record Trip(String over) implements Crew {}
  }

  /// Asks for a member of the crew.
  record Member(String name) implements Request<Member, ActorRef<Crew>> {}

  // @end region=parent-child-protocol

  // @start region=parent-child-actors
  static Actor<Crew> crew(String name) {
    return (mailbox, ctx) -> {
      int cues = 0; // a restart begins at zero again
      for (var msg : mailbox) {
        switch (msg) {
          case Crew.Cue cue -> ctx.reply(cue, ++cues);
          case Crew.Trip(String over) -> throw new IllegalStateException("tripped over " + over);
        }
      }
      IO.println("  " + name + ": off"); // the clean-up, after the loop
    };
  }

  static Actor<Member> stage() {
    return (mailbox, ctx) -> {
      List<ActorRef<Crew>> crew = new ArrayList<>();
      crew.add(ctx.spawn("lights", crew("lights").supervised(Restart.upTo(3))));
      crew.add(ctx.spawn("sound", crew("sound"))); // without supervision, a crash ends it
      crew.add(ctx.spawn("curtain", crew("curtain").supervised(new Escalate())));
      IO.println("  stage: open");
      for (var member : mailbox) {
        ctx.reply(
            member,
            crew.stream().filter(each -> each.name().equals(member.name())).findFirst().get());
      }
      IO.println("  stage: closed"); // by now, the children are gone
    };
  }

  // @end region=parent-child-actors

  static void main(String[] args) throws InterruptedException {
    try (var system = ActorSystem.create("theatre")) {
      ActorRef<Member> stage = system.spawn("stage", stage().supervised(Restart.upTo(1)));

      ActorRef<Crew> lights = stage.ask(new Member("lights"));
      IO.println("the lights have had " + lights.ask(new Crew.Cue()) + " cue");
      IO.println("the lights have had " + lights.ask(new Crew.Cue()) + " cues");

      IO.println("the lights trip and are restarted: the same reference, fresh state");
      lights.send(new Crew.Trip("a cable"));
      IO.println("the lights have had " + lights.ask(new Crew.Cue()) + " cue");

      IO.println("the sound trips and is gone; the others do not care");
      ActorRef<Crew> sound = stage.ask(new Member("sound"));
      sound.send(new Crew.Trip("a cello"));
      sound.awaitTermination(Duration.ofSeconds(5));
      IO.println("  is the sound alive? " + sound.isAlive());
      IO.println("the lights have had " + lights.ask(new Crew.Cue()) + " cues");

      IO.println("the curtain trips and escalates: the stage is built anew");
      ActorRef<Crew> curtain = stage.ask(new Member("curtain"));
      curtain.send(new Crew.Trip("itself"));
      curtain.awaitTermination(Duration.ofSeconds(5));
      lights.awaitTermination(Duration.ofSeconds(5));
      ActorRef<Crew> newLights = stage.ask(new Member("lights"));
      IO.println("the lights have had " + newLights.ask(new Crew.Cue()) + " cue");

      IO.println("the show is over: the last one in is the first one out");
      stage.stop();
      stage.awaitTermination(Duration.ofSeconds(5));
    }
  }

  private ParentChild() {}
}
