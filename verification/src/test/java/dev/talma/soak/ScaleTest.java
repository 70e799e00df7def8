package dev.talma.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Request;
import dev.talma.stress.Both;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Very many actors at once, each of which is reached and answers.
class ScaleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(55);
  private static final int FEWER = System.getProperty("talma.quick") == null ? 1 : 10;

  private sealed interface Message {
    record Hello(int number, ActorRef<Integer> answerTo) implements Message {}

    record Question(int number) implements Message, Request<Message, Integer> {}
  }

  @ParameterizedTest(name = "{1} × {0}")
  @CsvSource({"HANDLER, 1000000", "LOOP, 200000"})
  void allThatLiveAtOnceAnswer(Both style, int full) throws Exception {
    int size = full / FEWER;
    long before = Remains.heap();
    Actor<Message> actor =
        style.of(
            (message, ctx) -> {
              switch (message) {
                case Message.Hello(int number, var answerTo) -> answerTo.send(number);
                case Message.Question question -> ctx.reply(question, question.number());
              }
            });
    ActorSystem system = ActorSystem.create("scale", s -> s.withShutdownTimeout(PATIENCE));
    try (system) {
      List<ActorRef<Message>> refs = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        refs.add(system.spawn(actor));
      }
      assertEquals(size, system.counters().live());

      CountDownLatch answered = new CountDownLatch(size);
      ActorRef<Integer> collector = system.spawn(collector(size, answered));
      for (int i = 0; i < size; i++) {
        refs.get(i).send(new Message.Hello(i, collector));
      }
      assertTrue(
          answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS),
          () -> answered.getCount() + " have not answered");
      System.out.printf(
          "%,d × %s: %,d bytes each%n", size, style, (Remains.heap() - before) / size);

      for (int i = 0; i < size; i += size / 1_000) {
        assertEquals(i, refs.get(i).ask(new Message.Question(i)));
      }
    }
    assertEquals(0, system.counters().live());
    assertEquals(2L * size + 1_000, system.counters().handled());
  }

  private static Actor<Integer> collector(int size, CountDownLatch answered) {
    return Actor.handler(
        () -> {
          BitSet seen = new BitSet(size);
          return (number, ctx) -> {
            if (!seen.get(number)) {
              seen.set(number);
              answered.countDown();
            }
          };
        });
  }
}
