package dev.talma.cluster.internal.placement;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Ledger.Msg;
import dev.talma.cluster.internal.placement.ModelLinks.Link;
import dev.talma.cluster.internal.placement.ModelNode.App;
import dev.talma.cluster.internal.placement.ModelNode.Frame;
import dev.talma.cluster.internal.placement.ModelNode.Mail;
import dev.talma.cluster.internal.placement.ModelNode.Moved;
import dev.talma.cluster.internal.placement.ModelNode.Payload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// Nodes and links without threads and clocks: what happens next is drawn from a random generator.
/// Each node hears each fact about the others at a time of its own, in an order of its own.
final class ModelCluster {
  /// How a node is.
  enum Status {
    UP,
    LEAVING,
    GONE,
    CRASHED
  }

  /// What there is to know about a node; a greater version is newer.
  record Fact(int version, Status status, int weight, Set<String> roles) {}

  /// What a run may do.
  ///
  /// @param crashes nodes may crash, and sessions may break
  /// @param partitions nodes may not see each other, and the time for settling may be over
  /// @param isolations one node at a time is taken for lost when all is at rest, and comes back as
  ///   the same; nothing else happens then
  record Chaos(boolean crashes, boolean partitions, boolean isolations) {
    boolean splits() {
      return partitions || isolations;
    }
  }

  final Ledger ledger;
  final SplittableRandom random;
  final Map<NodeId, ModelNode> nodes = new LinkedHashMap<>();
  final List<Key> keys = new ArrayList<>();
  private final Map<NodeId, Fact> truth = new LinkedHashMap<>();
  private final ModelLinks links;

  /// On which side of a cut each node is.
  private final Map<NodeId, Integer> sides = new LinkedHashMap<>();

  private final Chaos chaos;
  private final List<String> trace = new ArrayList<>();
  private final boolean traced;
  private final int minMembers;

  /// How much happens between two changes.
  private final int calm;

  private final int maxNodes;
  private int born;
  int mostHops;

  ModelCluster(long seed, Chaos chaos, boolean traced) {
    this.random = new SplittableRandom(seed);
    this.links = new ModelLinks(random, this::drop);
    this.calm = 3 + random.nextInt(20);
    this.maxNodes = 3 + random.nextInt(4);
    this.chaos = chaos;
    this.traced = traced;
    this.ledger = new Ledger(!chaos.splits(), !chaos.partitions());
    this.minMembers = chaos.partitions() && random.nextInt(3) == 0 ? 2 : 1;
    int last = random.nextInt(6);
    for (int i = 0; i <= last; i++) {
      keys.add(new Key("t", "k" + i, i == 5 ? Optional.of("r") : Optional.empty()));
    }
  }

  void trace(Supplier<String> line) {
    if (traced) {
      trace.add(line.get());
    }
  }

  List<String> trace() {
    return trace;
  }

  void send(NodeId from, NodeId to, Frame frame) {
    if (frame instanceof App app && !chaos.splits()) {
      mostHops = Math.max(mostHops, app.route().hops());
    }
    ModelNode source = nodes.get(from);
    boolean open = source == null || !source.cutOff.contains(to);
    if (nodes.containsKey(to) && open && !isCut(from, to)) {
      links.add(new Link(from, to), frame);
    } else {
      drop(frame, to);
    }
  }

  private boolean isCut(NodeId a, NodeId b) {
    return !sides.getOrDefault(a, 0).equals(sides.getOrDefault(b, 0));
  }

  private void drop(Frame frame, NodeId to) {
    if (frame instanceof App app) {
      assertTrue(
          chaos.crashes() || chaos.splits(), () -> app + " was sent to " + to + ", who is gone");
      lost(app.payload());
    }
  }

  void lost(Payload payload) {
    switch (payload) {
      case Mail(Msg msg) -> ledger.lost(msg);
      case Moved(int _, var _, var waiting, var _) -> waiting.forEach(ledger::lost);
    }
  }

  void refused(Payload payload, String why) {
    assertTrue(chaos.splits(), () -> why + ": " + payload);
    lost(payload);
  }

  void activated(ModelNode where, Key key) {
    if (!chaos.splits()) {
      for (ModelNode other : nodes.values()) {
        if (other.activations.containsKey(key)) {
          fail(key + " is started at " + where.id + " and runs at " + other.id);
        }
      }
    }
  }

  void join() {
    NodeId id = new NodeId("n" + ++born, "x");
    ModelNode node = new ModelNode(id, this, minMembers);
    List<ModelNode> up = up();
    if (!up.isEmpty()) {
      ModelNode contact = pick(up);
      node.known.putAll(contact.known);
      truth.forEach(
          (other, fact) -> {
            Fact there = node.known.get(other);
            if (there == null || there.version() < fact.version()) {
              // a contact that crashes before it has told everything is as good as a partition
              (chaos.crashes() ? node.known : node.unheard).put(other, fact);
            }
          });
    }
    sides.put(id, up.isEmpty() ? 0 : sides.getOrDefault(pick(up).id, 0));
    nodes.put(id, node);
    fact(id, Status.UP);
    trace(() -> id + " joins, knows " + node.known);
    if (random.nextBoolean()) {
      node.form();
    }
  }

  private void fact(NodeId about, Status status) {
    Fact old = truth.get(about);
    // mostly between two states, so that views come back
    int weight = old == null ? 1 : random.nextInt(4) == 0 ? old.weight() : 3 - old.weight();
    Set<String> roles =
        about.name().equals("n1")
            ? Set.of("r")
            : old == null || random.nextInt(10) == 0
                ? (random.nextBoolean() ? Set.of("r") : Set.of())
                : old.roles();
    Fact fact = new Fact(old == null ? 1 : old.version() + 1, status, weight, roles);
    truth.put(about, fact);
    trace(() -> "fact about " + about + ": " + fact);
    for (ModelNode node : nodes.values()) {
      if (node.id.equals(about)) {
        node.known.put(about, fact);
      } else {
        node.unheard.put(about, fact);
      }
    }
  }

  private void change(ModelNode node) {
    fact(node.id, Status.UP);
    node.look();
  }

  private void leave(ModelNode node) {
    fact(node.id, Status.LEAVING);
    node.form();
  }

  void left(ModelNode node) {
    trace(() -> node.id + " has left");
    if (!chaos.splits()) {
      node.assertEmptyHanded();
    }
    node.die();
    nodes.remove(node.id);
    links.remove(node.id, false);
    fact(node.id, Status.GONE);
  }

  private void crash(ModelNode node) {
    trace(() -> node.id + " crashes");
    nodes.remove(node.id);
    node.die();
    links.remove(node.id, true);
    fact(node.id, Status.CRASHED);
  }

  private void reset(ModelNode a, ModelNode b) {
    trace(() -> "new session of " + a.id + " and " + b.id);
    for (Link link : List.of(new Link(a.id, b.id), new Link(b.id, a.id))) {
      if (a.cutOff.contains(b.id) || b.cutOff.contains(a.id)) {
        links.clear(link);
      }
      links.cutShort(link);
      links.add(link, new ModelNode.Opened());
    }
    a.cutOff.add(b.id);
    b.cutOff.add(a.id);
  }

  private void hear(ModelNode node) {
    NodeId about = pick(new ArrayList<>(node.unheard.keySet()));
    Fact fact = node.unheard.remove(about);
    node.known.put(about, fact);
    trace(() -> node.id + " hears about " + about + ": " + fact);
    if (fact.status() == Status.CRASHED) {
      links.clear(new Link(about, node.id));
      node.perform(node.placement.sessionClosed(about));
    }
    node.look();
  }

  /// Two sides that neither see nor reach each other, or views that differ with all links well.
  private void split() {
    heal();
    boolean cut = random.nextBoolean();
    trace(() -> "split, links cut: " + cut);
    for (ModelNode node : nodes.values()) {
      if (cut) {
        sides.put(node.id, random.nextInt(2));
      }
    }
    for (ModelNode a : List.copyOf(nodes.values())) {
      for (ModelNode b : List.copyOf(nodes.values())) {
        if (a != b && (cut ? isCut(a.id, b.id) : random.nextInt(4) == 0)) {
          a.excluded.add(b.id);
          if (cut) {
            links.cutShort(new Link(a.id, b.id));
          }
        }
      }
    }
  }

  /// One node is taken for lost by all others, and may find it so itself, or not.
  private void isolate(ModelNode lost) {
    heal();
    trace(() -> "split: " + lost.id);
    sides.put(lost.id, 1);
    for (ModelNode each : List.copyOf(nodes.values())) {
      if (each != lost) {
        each.excluded.add(lost.id);
        if (random.nextBoolean()) {
          lost.excluded.add(each.id);
        }
        links.cutShort(new Link(lost.id, each.id));
        links.cutShort(new Link(each.id, lost.id));
      }
    }
    nodes.values().forEach(ModelNode::look);
  }

  private void heal() {
    trace(() -> "heal");
    Map<NodeId, Integer> before = Map.copyOf(sides);
    sides.clear();
    for (ModelNode a : List.copyOf(nodes.values())) {
      for (ModelNode b : List.copyOf(nodes.values())) {
        boolean cut = !before.getOrDefault(a.id, 0).equals(before.getOrDefault(b.id, 0));
        if (a.id.name().compareTo(b.id.name()) < 0 && cut) {
          reset(a, b);
        }
      }
    }
  }

  /// Something happens. {@return whether anything could}
  ///
  /// @param storm whether new things may begin
  boolean step(boolean storm) {
    List<Runnable> choices = new ArrayList<>();
    for (Link link : links.busy()) {
      if (nodes.containsKey(link.to())) {
        choices.add(() -> deliver(link));
      }
    }
    for (ModelNode node : nodes.values()) {
      for (Key key : node.busy()) {
        choices.add(() -> node.handle(key));
      }
      List<Key> goers = node.goers();
      goers.stream().filter(node::mayGo).forEach(key -> choices.add(() -> node.handOver(key)));
      if (node.moving && goers.isEmpty()) {
        choices.add(node::reportHandedOver);
      } else if (node.moving && !node.reported && node.mayTell()) {
        choices.add(node::reportBusy);
      }
      if (node.held.isReleasing()) {
        choices.add(node::release);
      }
      if (!node.unheard.isEmpty()) {
        choices.add(() -> hear(node));
      }
      if (!node.formed) {
        choices.add(node::form);
      }
      if (chaos.splits()) {
        if (!node.excluded.isEmpty() && sides.values().stream().allMatch(s -> s == 0)) {
          choices.add(
              () -> {
                node.excluded.remove(pick(new ArrayList<>(node.excluded)));
                node.look();
              });
        }
        if (chaos.partitions() && random.nextInt(100) == 0) {
          choices.add(() -> node.perform(node.placement.settleTimeout(node.timer)));
        }
      }
    }
    if (storm) {
      for (ModelNode node : nodes.values()) {
        for (int i = 0; i < 4; i++) {
          choices.add(() -> node.send(pick(keys)));
        }
      }
      if (random.nextInt(calm) == 0) {
        choices.clear();
        choices.add(this::happening);
      }
    }
    if (choices.isEmpty()) {
      return false;
    }
    pick(choices).run();
    return true;
  }

  private void deliver(Link link) {
    Frame frame = links.take(link);
    trace(() -> link.to() + " gets from " + link.from() + " " + frame);
    nodes.get(link.to()).receive(link.from(), frame);
  }

  private void happening() {
    List<ModelNode> up = up();
    ModelNode node = pick(up);
    // one with the role stays
    boolean mayGo = up.size() > 2 && !node.id.name().equals("n1");
    if (chaos.isolations()) {
      if (up.size() < maxNodes) {
        join();
      } else if (sides.values().stream().anyMatch(s -> s != 0)) {
        heal();
      } else if (nodes.values().stream().allMatch(ModelNode::isAtRest)) {
        isolate(node);
      }
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        if (up.size() < maxNodes) {
          join();
        }
      }
      case 2 -> {
        if (mayGo) {
          leave(node);
        }
      }
      case 3, 4 -> change(node);
      case 5 -> {
        ModelNode other = pick(up);
        if (node != other) {
          node.perform(node.placement.sessionOpened(other.id));
        }
      }
      case 6 -> {
        if (chaos.crashes() && mayGo) {
          crash(node);
        }
      }
      case 7 -> {
        ModelNode other = pick(up);
        if (chaos.crashes() && node != other) {
          reset(node, other);
        }
      }
      case 8 -> {
        if (chaos.partitions()) {
          split();
          for (ModelNode each : List.copyOf(nodes.values())) {
            each.look();
          }
        }
      }
      default -> {
        if (chaos.partitions()) {
          heal();
        }
      }
    }
  }

  void settle() {
    if (chaos.splits()) {
      heal();
    }
    int steps = 0;
    while (step(false)) {
      assertTrue(++steps < 200_000, "it never comes to rest");
    }
  }

  private List<ModelNode> up() {
    return nodes.values().stream().filter(n -> truth.get(n.id).status() == Status.UP).toList();
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
