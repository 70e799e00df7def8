package dev.talma.verification;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.TaskResult;
import dev.talma.testkit.Probe;
import dev.talma.testkit.TestSystem;
import org.junit.jupiter.api.Test;

/// What the javadoc of a context shows of work beside an actor, runs. [DocumentationTest] compares
/// the two.
class AsyncSnippetsTest {
  @FunctionalInterface
  interface Store {
    String load(String key) throws Exception;
  }

  sealed interface Reading {}

  record Read(String key) implements Reading {}

  record Loaded(String key, TaskResult<String> result) implements Reading {}

  private static Actor<Reading> reader(Store store, ActorRef<Loaded> customer) {
    return (mailbox, ctx) -> {
      for (Reading message : mailbox) {
        switch (message) {
          case Read(String key) ->
              ctx.async(() -> store.load(key), result -> new Loaded(key, result));
          case Loaded loaded -> customer.send(loaded);
        }
      }
    };
  }

  @Test
  void whatWasLoadedBecomesAMessage() {
    try (TestSystem system = TestSystem.create("shop")) {
      Probe<Loaded> customer = system.probe("customer");
      ActorRef<Reading> reader = system.spawn(reader(key -> key + " of today", customer.ref()));
      reader.send(new Read("price"));
      customer.expect(new Loaded("price", new TaskResult.Success<>("price of today")));
    }
  }
}
