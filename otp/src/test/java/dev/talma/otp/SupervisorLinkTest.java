package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Supervisors trap exits, as in OTP.
class SupervisorLinkTest extends Stage {

  @Test
  void theCrashOfALinkedActorIsNoEndOfASupervisor() {
    var sup =
        Supervisor.start(system, "sup", Supervisor.spec(Strategy.ONE_FOR_ONE).child(child("a")));
    var dyn = DynamicSupervisor.start(system, "dyn", DynamicSupervisor.spec());
    ActorRef<Cmd> a = ref(sup, "a");
    ActorRef<Cmd> b = DynamicSupervisor.startChild(dyn, child("b"));
    for (ActorRef<?> each : List.of(sup, dyn)) {
      ActorRef<Cmd> stranger = system.spawn(child("x").actor(new Start.Note()));
      stranger.send(new Cmd.Act(ctx -> ctx.link(each)));
      stranger.send(Cmd.crash());
      awaitEnd(stranger);
      system.settle();
    }
    assertTrue(a.isAlive());
    assertTrue(b.isAlive());
    assertStates(sup, "a running");
    Supervisor.terminateChild(sup, "a");
    GenServer.stop(sup);
    assertEquals(ExitReason.normal(), sup.exitReason().orElseThrow());
  }
}
