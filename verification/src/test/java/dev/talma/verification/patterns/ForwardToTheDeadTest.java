package dev.talma.verification.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.NoProcessException;
import dev.talma.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What becomes of an ask that is forwarded to those who have ended, or end soon.
class ForwardToTheDeadTest {
  record Who() implements Request<Who, String> {}

  private final ActorSystem system = ActorSystem.create("forward-to-the-dead-test");

  @AfterEach
  void close() {
    system.close();
  }

  private static Actor<Who> forwarder(List<ActorRef<Who>> targets) {
    return Actor.handler(() -> (who, ctx) -> targets.forEach(target -> ctx.forward(who, target)));
  }

  private ActorRef<Who> crashing(String name) {
    Actor<Who> crashing =
        Actor.handler(
            () ->
                (_, _) -> {
                  throw new IllegalStateException("on purpose");
                });
    return system.spawn(name, crashing);
  }

  @Test
  void anAskThatIsForwardedToTheDeadFailsAsIfTheDeadHadBeenAsked() throws Exception {
    ActorRef<Who> dead = crashing("dead");
    dead.stop();
    assertTrue(dead.awaitTermination(Duration.ofMinutes(1)));
    ActorRef<Who> forwarder = system.spawn("forwarder", forwarder(List.of(dead)));
    assertThrows(NoProcessException.class, () -> forwarder.ask(new Who()));
  }

  @RepeatedTest(100)
  void anAskThatIsForwardedToManyWaitsForTheLastWhoCanAnswer() {
    ActorRef<Who> living =
        system.spawn("living", Actor.handler(() -> (who, ctx) -> ctx.reply(who, "living")));
    List<ActorRef<Who>> all = List.of(crashing("a"), crashing("b"), crashing("c"), living);
    ActorRef<Who> forwarder = system.spawn("forwarder", forwarder(all));
    assertEquals("living", forwarder.ask(new Who()));
  }
}
