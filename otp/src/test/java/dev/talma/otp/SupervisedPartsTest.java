package dev.talma.otp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.NoProcessException;
import dev.talma.TargetStoppedException;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Registries, agents and task supervisors as children of supervisors.
class SupervisedPartsTest {
  private final TestSystem system = TestSystem.create("parts", TestSettings::toleratingCrashes);

  @AfterEach
  void close() {
    system.close();
  }

  @Test
  void aChildThatComesAfterARegistryFindsItRunningAgainAndAgain() {
    UniqueRegistry<String, String> names = Registry.unique("names");
    ChildSpec<String> member =
        ChildSpec.handler(
            "member",
            () ->
                new Handler<>() {
                  @Override
                  public void init(Context<String> ctx) {
                    names.register("member", ctx.self());
                  }

                  @Override
                  public void handle(String message, Context<String> ctx) {}
                });
    SupervisorSpec spec =
        Supervisor.spec(Strategy.REST_FOR_ONE).child(names.childSpec("names")).child(member);
    ActorRef<Supervisor.Message> top = Supervisor.start(system, "top", spec);
    ActorRef<?> first = names.ref();
    ActorRef<String> before = names.lookup("member").orElseThrow();
    first.kill();
    system.await(
        "the registry and its member run again",
        () -> names.lookup("member").filter(now -> !now.equals(before)).isPresent());
    assertEquals(
        Optional.of(Supervisor.child(system, top, member).path()),
        names.lookup("member").map(ActorRef::path));
  }

  @Test
  void anAgentBeginsWithItsFirstStateWhenItsSupervisorStartsItAgain() {
    ChildSpec<Agent.Message<Integer>> stock = Agent.childSpec("stock", () -> 10);
    ActorRef<Supervisor.Message> top =
        Supervisor.start(system, "top", Supervisor.spec(Strategy.ONE_FOR_ONE).child(stock));
    Agent<Integer> agent = Agent.of(Supervisor.child(system, top, stock));
    agent.update(n -> n - 1);
    int left = agent.get(n -> n);
    assertEquals(9, left);
    agent.ref().kill();
    system.await("it begins again", () -> value(agent) == 10);
  }

  private static int value(Agent<Integer> agent) {
    try {
      return agent.get(n -> n);
    } catch (NoProcessException | TargetStoppedException between) {
      return -1;
    }
  }

  @Test
  void aTaskSupervisorIsAChildAsOthers() {
    ChildSpec<TaskSupervisor.Message> mails = TaskSupervisor.childSpec("mails", 10);
    ActorRef<Supervisor.Message> top =
        Supervisor.start(system, "top", Supervisor.spec(Strategy.ONE_FOR_ONE).child(mails));
    TaskSupervisor tasks = TaskSupervisor.of(Supervisor.child(system, top, mails));
    assertEquals(1, tasks.asyncNolink(() -> 1).join());
    assertThrows(IllegalArgumentException.class, () -> TaskSupervisor.childSpec("mails", 0));
  }
}
