package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Request;
import dev.talma.Restart;
import dev.talma.Router;
import dev.talma.Routing;
import dev.talma.testkit.TestSystem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the javadoc of [Router] shows, run. [DocumentationTest] compares the two.
class RouterSnippetsTest {
  record Page(String text) {}

  record Report(int words, String writtenBy) {}

  sealed interface Job {
    record Count(Page page) implements Job, Request<Job, Report> {}
  }

  private static Actor<Job> worker() {
    return Actor.handler(
        () ->
            (job, ctx) -> {
              switch (job) {
                case Job.Count count -> {
                  int words = count.page().text().split(" ").length;
                  ctx.reply(count, new Report(words, ctx.self().name()));
                }
              }
            });
  }

  @Test
  void oneOfTheWorkersOfAPoolAnswersAndEachOfThemInTurn() {
    try (var system = TestSystem.create("library")) {
      Page page = new Page("to be or not to be");

      Actor<Job> workers =
          Router.pool(8, worker().supervised(Restart.upTo(3)), Routing.roundRobin());
      ActorRef<Job> ref = system.spawn("workers", workers);
      Report report = ref.ask(new Job.Count(page)); // one of the eight answers

      assertEquals(new Report(6, "worker-1"), report);
      List<String> next =
          IntStream.range(0, 8).mapToObj(i -> ref.ask(new Job.Count(page)).writtenBy()).toList();
      assertEquals(
          List.of(
              "worker-2",
              "worker-3",
              "worker-4",
              "worker-5",
              "worker-6",
              "worker-7",
              "worker-8",
              "worker-1"),
          next);
    }
  }
}
