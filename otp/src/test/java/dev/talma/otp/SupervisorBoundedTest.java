package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.Overflow;
import dev.talma.testkit.Await;
import dev.talma.testkit.Gate;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Children with bounded mailboxes, which may be full before they have started.
class SupervisorBoundedTest extends Stage {

  @ParameterizedTest
  @EnumSource(
      value = Overflow.class,
      names = {"DROP_OLDEST", "DROP_NEWEST"})
  void aChildWhoseMailboxIsFullBeforeItHasStartedStarts(Overflow overflow) {
    var sup =
        Supervisor.start(system, "sup", Supervisor.spec(Strategy.ONE_FOR_ONE).child(child("a")));
    ActorRef<Cmd> a = ref(sup, "a");
    Gate gate = system.gate("init");
    onInit("b", gate::pass);
    var spec = child("b").decorated(actor -> actor.bounded(1, overflow));
    CompletableFuture<ActorRef<Cmd>> starting =
        CompletableFuture.supplyAsync(() -> Supervisor.startChild(sup, spec));
    gate.awaitArrival();
    ActorRef<Cmd> b = asCmd(system.find("/sup/b").orElseThrow());
    Await.until("the supervisor waits", PATIENCE, () -> b.waiting() == 1);
    b.send(new Cmd.Act(_ -> note("early")));
    gate.open();
    assertEquals(b, starting.join());
    assertTrue(a.isAlive());
    assertStates(sup, "a running", "b running");
  }
}
