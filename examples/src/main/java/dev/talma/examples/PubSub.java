package dev.talma.examples;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.Request;
import dev.talma.otp.DuplicateRegistry;
import dev.talma.otp.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Readers subscribe to topics, and an editor publishes. Nobody keeps a list of who has gone: a
/// reader that stops or crashes is not in the registry any more.
final class PubSub {

  // @start region=pub-sub-protocol
  sealed interface Mail {
    /// What is published.
    record News(String text) implements Mail {}

    /// Asks a reader what it has got.
    record Got() implements Mail, Request<Mail, List<String>> {}
  }

  // @end region=pub-sub-protocol

  // @start region=pub-sub-reader
  /// A reader subscribes by itself, to what the registry sends: a part of what it understands.
  static Actor<Mail> reader(DuplicateRegistry<String, Mail.News> topics, String... interests) {
    return (mailbox, ctx) -> {
      for (String topic : interests) {
        topics.subscribe(topic, ctx.self());
      }
      List<String> got = new ArrayList<>();
      for (var mail : mailbox) {
        switch (mail) {
          case Mail.News(String text) when text.contains("scandal") ->
              throw new IllegalStateException("cannot bear: " + text);
          case Mail.News(String text) -> got.add(text);
          case Mail.Got all -> ctx.reply(all, List.copyOf(got));
        }
      }
    };
  }

  // @end region=pub-sub-reader

  static void main(String[] args) throws InterruptedException {
    try (var system = ActorSystem.create("press")) {
      DuplicateRegistry<String, Mail.News> topics = Registry.duplicate(system, "topics");
      ActorRef<Mail> anna = system.spawn("anna", reader(topics, "weather", "sports"));
      ActorRef<Mail> berta = system.spawn("berta", reader(topics, "weather"));
      ActorRef<Mail> carla = system.spawn("carla", reader(topics, "sports"));
      for (ActorRef<Mail> each : List.of(anna, berta, carla)) {
        IO.println(each.name() + " begins with " + each.ask(new Mail.Got())); // has subscribed
      }

      publish(topics, "weather", "rain");
      publish(topics, "sports", "a draw");

      IO.println("berta stops reading");
      berta.stop();
      boolean _ = berta.awaitTermination(Duration.ofSeconds(5));
      publish(topics, "weather", "sun");

      IO.println("there is a scandal, and carla crashes over it");
      carla.send(new Mail.News("a scandal"));
      boolean _ = carla.awaitTermination(Duration.ofSeconds(5));
      publish(topics, "sports", "a win");

      IO.println("anna has got " + anna.ask(new Mail.Got()));
      IO.println("topics with readers: " + topics.registered().stream().sorted().toList());
    }
  }

  private static void publish(
      DuplicateRegistry<String, Mail.News> topics, String topic, String text) {
    int readers = topics.send(topic, new Mail.News(text));
    IO.println(topic + ": " + text + ", to " + readers + (readers == 1 ? " reader" : " readers"));
  }

  private PubSub() {}
}
