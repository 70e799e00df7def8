package dev.talma.benchmarks.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.talma.benchmarks.cluster.PekkoMessages.Answer;
import dev.talma.benchmarks.cluster.PekkoMessages.Cbor;
import dev.talma.benchmarks.cluster.PekkoMessages.Event;
import dev.talma.benchmarks.cluster.PekkoMessages.Get;
import dev.talma.benchmarks.cluster.PekkoMessages.Handled;
import dev.talma.benchmarks.cluster.PekkoMessages.Report;
import dev.talma.benchmarks.cluster.PekkoMessages.ToSink;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/// Pekko Typed over Artery's TCP with its defaults, but for the queue of what is to be sent: it is
/// as long as Talma's, since Pekko drops what finds no room in it.
final class PekkoSide {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private PekkoSide() {}

  private static Config config(Optional<Certificates> certificates) {
    var plain =
        ConfigFactory.parseString(
            """
            pekko {
              actor {
                provider = remote
                serialization-bindings { "%s" = jackson-cbor }
              }
              remote.artery {
                transport = tcp
                canonical { hostname = "127.0.0.1", port = 0 }
                advanced.outbound-message-queue-size = 65536
              }
            }
            """
                .formatted(Cbor.class.getName()));
    return ConfigFactory.parseString(certificates.map(Certificates::forPekko).orElse(""))
        .withFallback(plain)
        .withFallback(ConfigFactory.load());
  }

  /// {@return the address of the actor}
  static String serve(Optional<Certificates> certificates) {
    var system = ActorSystem.create(sink(), "server", config(certificates));
    return ActorRefResolver.get(system).toSerializationFormat(system);
  }

  static Client connect(Optional<Certificates> certificates, String server) {
    return new PekkoClient(config(certificates), server);
  }

  private static final class PekkoClient implements Client {
    private final ActorSystem<Handled> system;
    private final ActorRef<ToSink> sink;
    private volatile long handled;

    PekkoClient(Config config, String server) {
      system = ActorSystem.create(Behaviors.receiveMessage(this::take), "client", config);
      sink = ActorRefResolver.get(system).resolveActorRef(server);
      sink.tell(new Report(system));
    }

    private Behavior<Handled> take(Handled message) {
      handled = message.messages();
      return Behaviors.same();
    }

    @Override
    public void send(long number) {
      sink.tell(new Event(number, number * 0.25, Payload.SOURCE, Payload.TEXT));
    }

    @Override
    public long handled() {
      return handled;
    }

    @Override
    public long ask(long number) {
      return askAsync(number).toCompletableFuture().join();
    }

    @Override
    public CompletionStage<Long> askAsync(long number) {
      return AskPattern.<ToSink, Answer>ask(
              sink, replyTo -> new Get(number, replyTo), TIMEOUT, system.scheduler())
          .thenApply(Answer::number);
    }

    @Override
    public void close() {
      system.terminate();
    }
  }

  private static Behavior<ToSink> sink() {
    return Behaviors.setup(
        _ -> {
          var sink = new Sink();
          return Behaviors.receiveMessage(
              message -> {
                sink.handle(message);
                return Behaviors.same();
              });
        });
  }

  private static final class Sink {
    private @Nullable ActorRef<Handled> report;
    private long handled;

    void handle(ToSink message) {
      switch (message) {
        case Event _ -> {
          handled++;
          if (handled % Client.BATCH == 0 && report != null) {
            report.tell(new Handled(handled));
          }
        }
        case Report(var to) -> report = to;
        case Get(long number, var replyTo) -> replyTo.tell(new Answer(number));
      }
    }
  }
}
