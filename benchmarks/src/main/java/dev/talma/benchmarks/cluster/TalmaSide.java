package dev.talma.benchmarks.cluster;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Context;
import dev.talma.Handler;
import dev.talma.benchmarks.cluster.TalmaMessages.Event;
import dev.talma.benchmarks.cluster.TalmaMessages.Get;
import dev.talma.benchmarks.cluster.TalmaMessages.Handled;
import dev.talma.benchmarks.cluster.TalmaMessages.Report;
import dev.talma.benchmarks.cluster.TalmaMessages.ToSink;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.Member;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Talma: a cluster of two nodes, and a named actor that the server's node owns.
final class TalmaSide {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SERVER = "server";

  private static final ActorType<ToSink> SINK =
      ActorType.of("sink", ToSink.class, () -> Actor.handler(Sink::new));

  private TalmaSide() {}

  /// {@return where the server listens}
  static String serve(Optional<Certificates> certificates) {
    return join(SERVER, certificates).address().toString();
  }

  static Client connect(Optional<Certificates> certificates, String server)
      throws InterruptedException {
    return new TalmaClient(join("client", certificates, server));
  }

  private static Cluster join(String node, Optional<Certificates> certificates, String... seeds) {
    return Cluster.join(
        settings -> {
          var made =
              settings
                  .node(node)
                  .bind("127.0.0.1", 0)
                  .seeds(seeds)
                  .types(SINK)
                  .messages(Handled.class);
          return certificates.map(each -> made.tls(each.forTalma())).orElse(made);
        });
  }

  private static final class TalmaClient implements Client {
    private final Cluster node;
    private final ActorRef<ToSink> sink;
    private volatile long handled;

    TalmaClient(Cluster node) throws InterruptedException {
      this.node = node;
      if (!node.awaitMembers(2, PATIENCE)) {
        throw new IllegalStateException("the nodes do not find each other: " + node.members());
      }
      sink = node.actor(SINK, nameOnServer());
      sink.send(
          new Report(
              node.spawn(
                  Actor.handler(() -> (Handled message, Context<Handled> _) -> take(message)))));
    }

    private String nameOnServer() {
      return IntStream.iterate(0, i -> i + 1)
          .mapToObj(i -> "sink-" + i)
          .filter(name -> node.owner(SINK, name).map(Member::name).equals(Optional.of(SERVER)))
          .findFirst()
          .orElseThrow();
    }

    private void take(Handled message) {
      handled = message.messages();
    }

    @Override
    public void send(long number) {
      sink.send(new Event(number, number * 0.25, Payload.SOURCE, Payload.TEXT));
    }

    @Override
    public long handled() {
      return handled;
    }

    @Override
    public long ask(long number) {
      return sink.ask(new Get(number));
    }

    @Override
    public CompletionStage<Long> askAsync(long number) {
      return sink.askAsync(new Get(number));
    }

    @Override
    public void close() {
      node.close();
    }
  }

  private static final class Sink implements Handler<ToSink> {
    private @Nullable ActorRef<Handled> report;
    private long handled;

    @Override
    public void handle(ToSink message, Context<ToSink> ctx) {
      switch (message) {
        case Event _ -> {
          handled++;
          if (handled % Client.BATCH == 0 && report != null) {
            report.send(new Handled(handled));
          }
        }
        case Report(var to) -> report = to;
        case Get get -> ctx.reply(get, get.number());
      }
    }
  }
}
