package dev.talma.examples.cluster;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Monitor;
import dev.talma.Request;
import dev.talma.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Services say again and again that they are there. A registry notices when one has not said so
/// for a while, for whatever reason, and tells those who want to know. Services and registry live
/// anywhere in the cluster; who wants to know gives a reference to itself, which is good on all
/// nodes.
public final class ServiceRegistry {

  /// The protocol of the registry.
  sealed interface Registry {
    /// A service is there. Also the first one: there is no other registration, so a registry that
    /// starts afresh knows all services again soon.
    record Heartbeat(String service, String node) implements Registry {}

    /// Answered with whom there is, by name and node; the subscriber is told of all changes.
    record Subscribe(ActorRef<Notice> subscriber)
        implements Registry, Request<Registry, Map<String, String>> {}

    /// Answered with whom there is, by name and node.
    record GetServices() implements Registry, Request<Registry, Map<String, String>> {}

    /// The registry tells itself to look who is missing.
    record Look() implements Registry {}

    /// A subscriber has ended, or its node is lost.
    record Gone(ActorRef<Notice> subscriber) implements Registry {}
  }

  /// What the registry tells.
  sealed interface Notice {
    record Up(String service, String node) implements Notice {}

    record Down(String service, String node) implements Notice {}
  }

  /// The protocol of a service.
  sealed interface Service {
    /// Starts it, as any message would; answered with where it is.
    record Start() implements Service, Request<Service, String> {}

    /// It tells itself to give a sign of life.
    record Beat() implements Service {}
  }

  static final ActorType<Registry> REGISTRY =
      ActorType.of("registry", Registry.class, ServiceRegistry::registry)
          .withRole(ExampleTypes.ROLE);

  static final ActorType<Service> SERVICE =
      ActorType.of("service", Service.class, ServiceRegistry::service).withRole(ExampleTypes.ROLE);

  private static final Duration BEAT = Duration.ofMillis(100);
  private static final Duration MISSING = Duration.ofSeconds(1);

  static Actor<Service> service() {
    return (mailbox, ctx) -> {
      ActorRef<Registry> registry = ctx.system().actor(REGISTRY, "services");
      String name = ctx.self().name();
      String service = name.substring(name.indexOf(':') + 1); // without its type
      var sign = new Registry.Heartbeat(service, ctx.system().name());
      registry.send(sign);
      ctx.scheduleEvery(new Service.Beat(), BEAT);
      for (var msg : mailbox) {
        switch (msg) {
          case Service.Start start -> ctx.reply(start, sign.node());
          case Service.Beat() -> registry.send(sign);
        }
      }
    };
  }

  /// A service as the registry knows it.
  private record Known(String node, long lastSign) {}

  static Actor<Registry> registry() {
    return (mailbox, ctx) -> {
      Map<String, Known> services = new HashMap<>();
      List<ActorRef<Notice>> subscribers = new ArrayList<>();
      ctx.scheduleEvery(new Registry.Look(), BEAT);
      for (var msg : mailbox) {
        switch (msg) {
          case Registry.Heartbeat(String service, String node) -> {
            var now = new Known(node, System.nanoTime());
            Known before = services.put(service, now);
            if (before == null || !before.node().equals(node)) {
              subscribers.forEach(each -> each.send(new Notice.Up(service, node)));
            }
          }
          case Registry.Subscribe subscribe -> {
            ActorRef<Notice> subscriber = subscribe.subscriber();
            subscribers.add(subscriber);
            Monitor _ = ctx.monitor(subscriber, _ -> new Registry.Gone(subscriber));
            ctx.reply(subscribe, nodes(services));
          }
          case Registry.GetServices get -> ctx.reply(get, nodes(services));
          case Registry.Look() -> look(services, subscribers);
          case Registry.Gone(ActorRef<Notice> subscriber) -> subscribers.remove(subscriber);
        }
      }
    };
  }

  private static void look(Map<String, Known> services, List<ActorRef<Notice>> subscribers) {
    long now = System.nanoTime();
    List<String> missing = new ArrayList<>();
    services.forEach(
        (service, known) -> {
          if (now - known.lastSign() > MISSING.toNanos()) {
            missing.add(service);
            var down = new Notice.Down(service, known.node());
            subscribers.forEach(each -> each.send(down));
          }
        });
    missing.forEach(services::remove);
  }

  private static Map<String, String> nodes(Map<String, Known> services) {
    Map<String, String> nodes = new TreeMap<>();
    services.forEach((service, known) -> nodes.put(service, known.node()));
    return nodes;
  }

  private static final Set<String> NAMES =
      new TreeSet<>(Set.of("billing", "mail", "prices", "reviews", "search", "shipping"));

  /// Runs the example.
  ///
  /// @param args `--processes`, or none
  /// @throws Exception if a node does not start
  public static void main(String[] args) throws Exception {
    try (var nodes =
        Nodes.start(3, args, settings -> settings.messages(Notice.class), REGISTRY, SERVICE)) {
      Cluster here = nodes.here();
      BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
      ActorRef<Notice> reader = here.spawn("reader", reader(notices));
      var _ = here.actor(REGISTRY, "services").ask(new Registry.Subscribe(reader));

      IO.println("services start:");
      startAll(here, NAMES);
      Map<String, String> places = announced(notices, NAMES, true);

      IO.println("search is killed:");
      here.actor(SERVICE, "search").kill();
      var _ = announced(notices, Set.of("search"), false);

      String victim = victim(here, places);
      Set<String> lost = new TreeSet<>(places.keySet());
      lost.remove("search");
      lost.removeIf(service -> !victim.equals(places.get(service)));
      IO.println(victim + " is killed, with what is on it:");
      nodes.kill(victim);
      var _ = announced(notices, lost, false);

      IO.println("what is missing is started again:");
      lost.add("search");
      startAll(here, lost);
      var _ = announced(notices, lost, true);
      int there = here.actor(REGISTRY, "services").ask(new Registry.GetServices()).size();
      IO.println("services that are up: " + there);
    }
  }

  private static Actor<Notice> reader(BlockingQueue<Notice> notices) {
    return (mailbox, _) -> mailbox.forEach(notices::add);
  }

  private static void startAll(Cluster cluster, Set<String> services) {
    for (String service : services) {
      String _ = cluster.actor(SERVICE, service).ask(new Service.Start());
    }
  }

  /// {@return a node with services, but not this one and not that with the registry}
  private static String victim(Cluster here, Map<String, String> places) {
    String registry = here.owner(REGISTRY, "services").orElseThrow().name();
    return places.values().stream()
        .filter(node -> !node.equals(registry) && !node.equals(here.name()))
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  /// Waits until something was announced of each of some services, and prints it in order.
  private static Map<String, String> announced(
      BlockingQueue<Notice> notices, Set<String> services, boolean up) throws InterruptedException {
    Map<String, String> places = new TreeMap<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!places.keySet().containsAll(services)) {
      Notice notice = notices.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      switch (notice) {
        case null ->
            throw new IllegalStateException(
                "Of " + services + " only " + places.keySet() + " were announced within 20 s");
        case Notice.Up(String service, String node) when up -> places.put(service, node);
        case Notice.Down(String service, String node) when !up -> places.put(service, node);
        default -> IO.println("  meanwhile: " + notice);
      }
    }
    places.forEach(
        (service, node) ->
            IO.println(
                "  %-10s %s".formatted(service, up ? "up on " + node : "down, was on " + node)));
    return places;
  }

  private ServiceRegistry() {}
}
