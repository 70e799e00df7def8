package dev.talma.verification.chaos;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.cluster.Tls;
import dev.talma.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/// The nodes of one scenario, the load on them, and what has to be true in the end. Each name has a
/// port, which its runs use one after the other, and all have the same seeds.
final class Arena implements AutoCloseable {
  private static final List<Integer> NAMES = List.of(40, 8, 300);
  private static final int CLIENTS = 2;
  private static final int PACE_MILLIS = 2;
  private static final int LOWEST_PORT = 12_000;
  private static final int HIGHEST_PORT = 32_000;
  private static final Duration FORMATION = Duration.ofSeconds(20);

  private final String scenario;
  private final long seed;
  private final Optional<Wires> wires;
  private final Duration askTimeout;
  private final List<String> settings = new ArrayList<>();
  private final Map<String, List<String>> special = new HashMap<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
  private final List<NodeProcess> all = new ArrayList<>();
  private final List<NodeProcess> leaving = new ArrayList<>();
  private final Ledger clients = new Ledger();

  /// The clients on nodes that have left.
  private final Set<String> leavers = new HashSet<>();

  private Set<String> seeds = Set.of();
  private final int names;
  private int burst = 8;
  private int loads;

  Arena(
      String scenario,
      long seed,
      Optional<Wires> wires,
      Duration askTimeout,
      int minMembers,
      String... nodeNames) {
    this.scenario = scenario;
    this.seed = seed;
    this.wires = wires;
    this.askTimeout = askTimeout;
    this.names = NAMES.get((int) Math.floorMod(seed, (long) NAMES.size()));
    for (String name : nodeNames) {
      ports.put(name, wires.isPresent() ? 7000 : freePort());
      wires.ifPresent(there -> there.add(name));
    }
    settings.add("minMembers=" + minMembers);
    // of two rounds with seeds in a row, one is with TLS
    Optional<Tls> tls = seed % 2 == 0 ? Optional.empty() : Optional.of(Pem.of(nodeHosts()));
    tls.ifPresent(
        pem -> settings.add("tls=" + pem.certificate() + "," + pem.key() + "," + pem.authority()));
    say("seed " + seed + ", " + names + " names" + (tls.isPresent() ? ", TLS" : ""));
  }

  private List<String> nodeHosts() {
    return ports.keySet().stream().map(this::host).distinct().toList();
  }

  /// Gives one node settings of its own.
  Arena special(String name, String... own) {
    special.put(name, List.of(own));
    return this;
  }

  /// The actors live on nodes with the role "worker" alone.
  Arena workers() {
    settings.add("type=worker");
    return this;
  }

  /// Gives the nodes fewer seeds than all.
  Arena seeds(String... names) {
    seeds = Set.of(names);
    return this;
  }

  /// Lets each client send more at a time.
  Arena burst(int messages) {
    burst = messages;
    return this;
  }

  /// Lets fewer messages wait for each other node.
  Arena outbound(int frames) {
    settings.add("outbound=" + frames);
    return this;
  }

  void say(String what) {
    System.out.println("chaos: " + scenario + ": " + what);
  }

  /// Below those that the system gives to connections: it is used seconds later, and again.
  private int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
      if (ports.containsValue(port)) {
        continue;
      }
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException e) {
        // it is taken: another one
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private String host(String name) {
    return wires.map(there -> there.address(name)).orElse("127.0.0.1");
  }

  // --- nodes

  /// Starts nodes, and a load on them that has come so far when they are one cluster.
  ///
  /// @param answers how many answers the clients of each have got
  void begin(int answers, String... names) {
    start(names);
    awaitOneMembership();
    load();
    awaitProgress(answers, names);
  }

  /// Starts nodes, at the same time.
  void start(String... names) {
    for (String name : names) {
      List<String> arguments = new ArrayList<>(settings);
      arguments.addAll(special.getOrDefault(name, List.of()));
      arguments.addAll(
          List.of(
              "name=" + name,
              "host=" + host(name),
              "port=" + ports.get(name),
              "seeds="
                  + ports.keySet().stream()
                      .filter(each -> seeds.isEmpty() || seeds.contains(each))
                      .map(each -> host(each) + ":" + ports.get(each))
                      .collect(joining(","))));
      NodeProcess node =
          NodeProcess.start(
              name,
              wires.map(there -> there.within(name)).orElse(List.of()),
              scenario.replace(' ', '-') + "-" + seed + "-" + name + ".log",
              arguments);
      nodes.put(name, node);
      all.add(node);
    }
    for (String name : names) {
      nodes.get(name).awaitStart();
    }
  }

  NodeProcess node(String name) {
    return nodes.get(name);
  }

  /// Ends the load on a node, and lets it leave.
  void leave(String name) {
    NodeProcess node = node(name);
    node.tell("stop");
    node.leave();
    nodes.remove(name);
    clients.add(left(node));
  }

  /// Lets nodes leave at the same time, while their own clients are at work. Those may find them
  /// closed.
  void leaveAtWork(String... names) {
    beginToLeave(names);
    awaitLeft();
  }

  /// As [#leaveAtWork], but does not wait for it.
  void beginToLeave(String... names) {
    for (String name : names) {
      NodeProcess node = Objects.requireNonNull(nodes.remove(name));
      node.leave();
      leaving.add(node);
    }
  }

  void awaitLeft() {
    for (NodeProcess node : leaving) {
      Ledger last = left(node);
      last.accounts().forEach(account -> leavers.add(account.client()));
      clients.add(last);
    }
    leaving.clear();
  }

  private Ledger left(NodeProcess node) {
    Ledger last = Ledger.of(node.awaitLeft());
    say(node.name() + " has left");
    return last;
  }

  /// Kills a node, and with it the books of its clients.
  void kill(String name) {
    node(name).kill();
    nodes.remove(name);
  }

  /// Waits until all nodes that run see each other, the same runs of them, and nobody else.
  void awaitOneMembership() {
    awaitOneMembership(nodes.keySet());
  }

  void awaitOneMembership(Collection<String> of) {
    Map<String, List<String>> seen = new TreeMap<>();
    Await.until(
        of + " see each other and nobody else",
        FORMATION,
        () -> {
          for (String name : of) {
            seen.put(name, node(name).tell("members"));
          }
          Set<List<String>> different = new HashSet<>(seen.values());
          return different.size() == 1
              && seen.values().iterator().next().size() == of.size()
              && seen.values().iterator().next().stream().allMatch(m -> m.endsWith(" UP"))
              && of.stream().allMatch(name -> isSettled(name, of.size()));
        });
  }

  private boolean isSettled(String name, int members) {
    return node(name).tell("settled " + members).equals(List.of("true"));
  }

  /// Waits until a node sees so many members that are up.
  void awaitUp(String name, int members) {
    Await.until(
        name + " sees " + members + " members up",
        FORMATION,
        () ->
            node(name).tell("members").stream().filter(m -> m.endsWith(" UP")).count() == members);
  }

  void awaitNothingRuns(String name) {
    Await.until("nothing runs on " + name, FORMATION, () -> node(name).tell("running").isEmpty());
  }

  /// Waits until a node is answered by an actor, or until it is told that there is nobody to have
  /// one.
  void awaitAvailable(boolean available, String name) {
    Await.until(
        (available ? "an actor answers " : "nobody has an actor for ") + name,
        FORMATION,
        () -> {
          String answer = node(name).tell("try n0").getFirst();
          return available
              ? ports.containsKey(answer)
              : answer.equals("ClusterUnavailableException");
        });
  }

  /// {@return how many names there are}
  int names() {
    return names;
  }

  /// {@return how many states were dropped on the nodes that run}
  long conflicts() {
    return nodes.values().stream()
        .mapToLong(node -> Long.parseLong(node.tell("conflicts").getFirst()))
        .sum();
  }

  /// {@return who owns each name, as a node sees it}
  Map<String, String> owners(String name) {
    return owners(name, names);
  }

  Map<String, String> owners(String name, int count) {
    return node(name).tell("owners " + count).stream()
        .map(line -> line.split(" ", -1))
        .collect(toMap(words -> words[0], words -> words[1]));
  }

  // --- load

  /// Starts clients on nodes.
  void load(Collection<String> on) {
    for (String name : on) {
      node(name)
          .tell(
              "load %d %d %d %d %d %d"
                  .formatted(
                      CLIENTS,
                      names,
                      seed * 1000 + 10L * loads++,
                      askTimeout.toMillis(),
                      PACE_MILLIS,
                      burst));
    }
  }

  void load() {
    load(nodes.keySet());
  }

  /// Waits until each node's clients have had so many more answers.
  void awaitProgress(long answers, String... names) {
    Map<String, Long> before = new HashMap<>();
    for (String name : names) {
      before.put(name, acknowledged(name));
    }
    for (String name : names) {
      Await.until(
          answers + " answers to clients on " + name,
          Duration.ofSeconds(30),
          () -> acknowledged(name) - before.get(name) >= answers);
    }
  }

  private long acknowledged(String name) {
    return Long.parseLong(node(name).tell("progress").getFirst());
  }

  private void stopLoad(String name) {
    clients.add(node(name).tell("stop"));
  }

  // --- the end

  /// Stops the load, and checks that everything is as it should be.
  Ledger check(boolean lossless) {
    nodes.keySet().forEach(this::stopLoad);
    awaitOneMembership();
    Map<String, Ledger> seen = new TreeMap<>();
    for (String name : nodes.keySet()) {
      seen.put(name, Ledger.of(node(name).tell("books " + names)));
    }
    say(clients.sums());
    Ledger actors = seen.values().iterator().next();
    for (Map.Entry<String, Ledger> each : seen.entrySet()) {
      assertEquals(
          actors.lives, each.getValue().lives, "the lives that " + each.getKey() + " meets");
      assertEquals(actors.nodes, owners(each.getKey()), "the owners as seen by " + each.getKey());
    }
    List<String> faults = new ArrayList<>();
    Map<String, String> running = new TreeMap<>();
    for (String name : nodes.keySet()) {
      for (String actor : node(name).tell("running")) {
        String other = running.put(actor, name);
        if (other != null) {
          faults.add(actor + " runs on " + other + " and on " + name);
        }
      }
    }
    faults.addAll(
        lossless ? Audit.lossless(clients, leavers, actors) : Audit.lossy(clients, actors));
    say(
        actors.faults.stream().filter(Audit::isOfOrder).count()
            + " messages seen after later ones of their senders");
    assertEquals(actors.nodes, running, "where each name runs");
    if (!faults.isEmpty()) {
      nodes.values().forEach(node -> say(node.name() + " " + node.tell("counters")));
    }
    assertEquals(List.of(), faults);
    return clients;
  }

  /// Says how long after a moment the first answers came, for actors of some names.
  void sayFirstAnswers(
      String what, long sinceMillis, Predicate<String> names, Predicate<Ledger.Move> fits) {
    Map<String, Long> first = new TreeMap<>();
    clients.moves.stream()
        .filter(move -> move.millis() >= sinceMillis && names.test(move.name()) && fits.test(move))
        .forEach(move -> first.merge(move.name(), move.millis() - sinceMillis, Math::min));
    List<Long> sorted = first.values().stream().sorted().toList();
    say(
        sorted.isEmpty()
            ? what + ": no answers"
            : "%s: %d names, first after %d ms, half after %d ms, last after %d ms"
                .formatted(
                    what,
                    sorted.size(),
                    sorted.getFirst(),
                    sorted.get(sorted.size() / 2),
                    sorted.getLast()));
  }

  @Override
  public void close() {
    for (NodeProcess node : all) {
      try {
        node.kill();
      } catch (AssertionError e) {
        say(String.valueOf(e.getMessage()));
      }
    }
  }
}
