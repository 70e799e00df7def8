package dev.talma.verification.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/// A network of its own: a bridge, and a network namespace for each node. A link is cut by giving
/// one end a wrong hardware address for the other: what is sent then vanishes without a word, as on
/// a wire that is cut. Needs Linux and the rights of root.
final class Wires implements AutoCloseable {
  private static final String NOWHERE = "02:00:00:00:de:ad";

  private final String prefix;
  private final String network;
  private final Map<String, Integer> hosts = new TreeMap<>();

  private Wires(String prefix, String network) {
    this.prefix = prefix;
    this.network = network;
  }

  /// {@return why there cannot be such a network here, if so}
  static Optional<String> problem() {
    String name = "tc" + ProcessHandle.current().pid() + "t";
    Optional<String> problem = Shell.tryToRun("ip", "netns", "add", name);
    if (problem.isEmpty()) {
      problem = Shell.tryToRun("ip", "netns", "del", name);
    }
    return problem.map(why -> "no network namespaces here: " + why);
  }

  static Wires open() {
    int some = ThreadLocalRandom.current().nextInt(0x10000);
    Wires wires =
        new Wires(
            "tc%d%c".formatted(ProcessHandle.current().pid() % 100_000, 'a' + some % 26),
            "10.%d.%d.".formatted(100 + some / 256 % 100, some % 256));
    try {
      Shell.run("ip", "link", "add", wires.bridge(), "type", "bridge");
      Shell.run("ip", "link", "set", wires.bridge(), "up");
      return wires;
    } catch (AssertionError e) {
      wires.close();
      throw e;
    }
  }

  private String bridge() {
    return prefix + "br";
  }

  private String outside(String node) {
    return prefix + "o" + hosts.get(node);
  }

  private String namespace(String node) {
    return prefix + node;
  }

  String address(String node) {
    return network + hosts.get(node);
  }

  /// Adds a namespace for a node.
  void add(String node) {
    int host = hosts.size() + 1;
    hosts.put(node, host);
    String namespace = namespace(node);
    String outside = outside(node);
    String inside = prefix + "i" + host;
    Shell.run("ip", "netns", "add", namespace);
    Shell.run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside);
    Shell.run("ip", "link", "set", inside, "netns", namespace);
    Shell.run("ip", "link", "set", outside, "master", bridge());
    Shell.run("ip", "link", "set", outside, "up");
    in(node, "ip", "link", "set", "lo", "up");
    in(node, "ip", "link", "set", inside, "address", hardware(node));
    in(node, "ip", "addr", "add", address(node) + "/24", "dev", inside);
    in(node, "ip", "link", "set", inside, "up");
  }

  private String hardware(String node) {
    return "02:00:00:00:01:%02x".formatted(hosts.get(node));
  }

  /// {@return what a command has to begin with to run where the node is}
  List<String> within(String node) {
    return List.of("ip", "netns", "exec", namespace(node));
  }

  private void in(String node, String... command) {
    List<String> all = new ArrayList<>(within(node));
    all.addAll(List.of(command));
    Shell.run(all.toArray(String[]::new));
  }

  /// Nothing of one reaches the other any more, both ways.
  void cut(String one, String other) {
    knows(one, other, NOWHERE);
    knows(other, one, NOWHERE);
  }

  void heal(String one, String other) {
    knows(one, other, hardware(other));
    knows(other, one, hardware(one));
  }

  private void knows(String node, String other, String hardware) {
    String device = prefix + "i" + hosts.get(node);
    in(
        node,
        "ip",
        "neigh",
        "replace",
        address(other),
        "lladdr",
        hardware,
        "nud",
        "permanent",
        "dev",
        device);
  }

  @Override
  public void close() {
    for (String node : hosts.keySet()) {
      Shell.tryToRun("ip", "link", "del", outside(node)).ifPresent(System.err::println);
      Shell.tryToRun("ip", "netns", "del", namespace(node)).ifPresent(System.err::println);
    }
    Shell.tryToRun("ip", "link", "del", bridge()).ifPresent(System.err::println);
  }
}
