package dev.talma.verification.chaos;

import static java.util.stream.Collectors.toMap;

import dev.talma.ActorType;
import dev.talma.SystemEvent;
import dev.talma.TalmaException;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Member;
import dev.talma.cluster.Tls;
import dev.talma.verification.chaos.Tally.Books;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A node in a JVM of its own. It reads commands, one a line, and answers each with some lines and
/// `ok`, or with `error` and what is wrong. It ends with its input.
final class ChaosNode {
  private static final long TICK_MILLIS = 20;
  private static final Duration TRY = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final ActorType<Tally> type;
  private final PrintStream out;
  private final ScheduledExecutorService executor =
      Executors.newScheduledThreadPool(8, Thread.ofPlatform().daemon().factory());
  private final AtomicLong longestPause = new AtomicLong();
  private final AtomicInteger clientsMade = new AtomicInteger();
  private final List<Client> clients = new ArrayList<>();
  private volatile long lastTick = System.nanoTime();

  private ChaosNode(Cluster cluster, ActorType<Tally> type, PrintStream out) {
    this.cluster = cluster;
    this.type = type;
    this.out = out;
    var _ =
        executor.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Starts the node.
  ///
  /// @param args each `what=value`: see [#settings(ClusterSettings, Map)]
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    Map<String, String> given =
        Stream.of(args)
            .map(arg -> arg.split("=", 2))
            .collect(toMap(words -> words[0], words -> words[1]));
    ActorType<Tally> type = given.containsKey("type") ? Tally.WORKER : Tally.TYPE;
    Cluster cluster = Cluster.join(settings -> settings(settings, given));
    var _ =
        cluster.onEvent(
            SystemEvent.class,
            event -> System.err.println(System.currentTimeMillis() + " " + event));
    out.println("ok");
    new ChaosNode(cluster, type, out).serve();
  }

  private static ClusterSettings settings(ClusterSettings settings, Map<String, String> given) {
    String host = Objects.requireNonNull(given.get("host"));
    ClusterSettings made =
        settings
            .node(Objects.requireNonNull(given.get("name")))
            .bind(host, number(given, "port", 0))
            .minMembers(number(given, "minMembers", 1))
            .weight(number(given, "weight", 1))
            .roles(list(given, "roles"))
            .outbound(settings.outbound().withFrames(number(given, "outbound", 65_536)))
            .seeds(list(given, "seeds"))
            .types(Tally.TYPE, Tally.WORKER);
    String[] pem = list(given, "tls"); // certificate, key, authority
    if (pem.length > 0) {
      return made.tls(Tls.pem(Path.of(pem[0]), Path.of(pem[1]), Path.of(pem[2])));
    }
    return host.startsWith("127.") ? made : made.insecure();
  }

  private static int number(Map<String, String> given, String what, int unless) {
    String value = given.get(what);
    return value == null ? unless : Integer.parseInt(value);
  }

  private static String[] list(Map<String, String> given, String what) {
    String value = given.get(what);
    return value == null || value.isEmpty() ? new String[0] : value.split(",", -1);
  }

  private void tick() {
    long now = System.nanoTime();
    longestPause.accumulateAndGet(now - lastTick, Math::max);
    lastTick = now;
  }

  private long longestPause() {
    return Math.max(longestPause.get(), System.nanoTime() - lastTick);
  }

  private void serve() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        String[] words = line.split(" ", -1);
        for (String answer : answer(words)) {
          out.println(answer);
        }
        out.println("ok");
        if (words[0].equals("leave")) {
          System.exit(0);
        }
      } catch (RuntimeException | InterruptedException | ExecutionException e) {
        out.println("error " + e.toString().replace('\n', ' '));
        e.printStackTrace();
      }
    }
    Runtime.getRuntime().halt(1); // the test is gone
  }

  private List<String> answer(String[] words) throws InterruptedException, ExecutionException {
    return switch (words[0]) {
      case "members" -> members();
      case "settled" ->
          List.of(
              Boolean.toString(
                  cluster.awaitMembers(Integer.parseInt(words[1]), Duration.ofMillis(1))
                      && cluster.shares().size() == Integer.parseInt(words[1])));
      case "running" -> List.copyOf(Tally.RUNNING);
      case "owners" -> owners(Integer.parseInt(words[1]));
      case "load" -> load(words);
      case "progress" ->
          List.of(Long.toString(clients.stream().mapToLong(Client::acknowledged).sum()));
      case "stop" -> stop();
      case "books" -> books(Integer.parseInt(words[1]));
      case "try" -> tryOne(words[1]);
      case "conflicts" -> List.of(Long.toString(cluster.clusterCounters().conflicts()));
      case "counters" -> List.of(cluster.clusterCounters() + " " + cluster.counters());
      case "leave" -> leave();
      default -> throw new IllegalArgumentException("There is no command " + words[0]);
    };
  }

  private List<String> members() {
    return cluster.members().stream()
        .map(m -> m.name() + "/" + m.id().incarnation() + " " + m.status())
        .toList();
  }

  private List<String> owners(int names) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      String name = "n" + i;
      lines.add(name + " " + cluster.owner(type, name).map(Member::name).orElse("nobody"));
    }
    return lines;
  }

  /// load CLIENTS NAMES SEED TIMEOUT-MILLIS PACE-MILLIS BURST
  private List<String> load(String[] words) {
    long seed = Long.parseLong(words[3]);
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      String id = cluster.id() + "#" + clientsMade.incrementAndGet();
      Client client =
          new Client(
              cluster,
              type,
              id,
              Integer.parseInt(words[2]),
              Integer.parseInt(words[6]),
              seed + i,
              Duration.ofMillis(Long.parseLong(words[4])),
              this::longestPause);
      clients.add(client);
      client.start(executor, Duration.ofMillis(Long.parseLong(words[5])));
    }
    return List.of();
  }

  private List<String> stop() {
    clients.forEach(Client::stop);
    return clients.stream().flatMap(client -> client.lines().stream()).toList();
  }

  /// Where an actor is, or why it cannot be asked.
  private List<String> tryOne(String name) {
    try {
      return List.of(cluster.actor(type, name).ask(new Tally.Read(), TRY).node());
    } catch (TalmaException e) {
      return List.of(e.getClass().getSimpleName());
    }
  }

  /// What the actors know, asked all at once.
  private List<String> books(int names) throws InterruptedException, ExecutionException {
    List<Future<Books>> asked = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      asked.add(cluster.actor(type, "n" + i).askAsync(new Tally.Read(), Duration.ofSeconds(10)));
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < names; i++) {
      Books books = asked.get(i).get();
      String name = "n" + i + " ";
      lines.add("life " + name + books.life() + " " + books.node());
      books
          .handled()
          .forEach(
              (client, ranges) -> lines.add("handled " + name + client + " " + Range.text(ranges)));
      books.faults().forEach(fault -> lines.add("fault " + name + fault));
    }
    return lines;
  }

  /// Its clients go on until it has left.
  private List<String> leave() {
    long start = System.nanoTime();
    cluster.close();
    System.err.println("closed in " + (System.nanoTime() - start) / 1_000_000 + " ms");
    return stop();
  }
}
