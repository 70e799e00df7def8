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

  /// {@return why no link can be made a bad one here, if so}
  static Optional<String> problemOfBadLinks() {
    try (Wires wires = open()) {
      wires.add("a");
      wires.add("b");
      wires.worsen("a", "b");
      wires.mend("a", "b");
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of("no bad links here: " + e.getMessage());
    }
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

  /// Makes a link a bad one, each way in another manner: a fifth of what one sends to the other is
  /// lost, and what comes back goes through 128 kbit/s, before which a dozen packets wait and more
  /// are lost. It is done where the packets leave the bridge, so that no sender knows of it.
  void worsen(String one, String other) {
    classes(other);
    filter(other, "bpf", "bytecode", lossOf(one), "flowid", "1:3");
    classes(one);
    filter(one, "u32", "match", "ip", "src", address(other) + "/32", "flowid", "1:2");
  }

  /// As it was before [#worsen(String, String)].
  void mend(String one, String other) {
    tc("qdisc", "del", outside(one), "root");
    tc("qdisc", "del", outside(other), "root");
  }

  /// What goes to a node falls into one of three: all that is well, what is slow, and what is lost.
  private void classes(String to) {
    String device = outside(to);
    tc("qdisc", "add", device, "root", "handle", "1:", "htb", "default", "1");
    tc("class", "add", device, "parent", "1:", "classid", "1:1", "htb", "rate", "1gbit");
    tc("class", "add", device, "parent", "1:", "classid", "1:2", "htb", "rate", "128kbit");
    tc("class", "add", device, "parent", "1:", "classid", "1:3", "htb", "rate", "1mbit");
    tc("qdisc", "add", device, "parent", "1:2", "pfifo", "limit", "12");
    tc("qdisc", "add", device, "parent", "1:3", "pfifo", "limit", "0");
  }

  private void filter(String to, String... rest) {
    List<String> all = new ArrayList<>(List.of("parent", "1:", "protocol", "ip", "prio", "1"));
    all.addAll(List.of(rest));
    tc("filter", "add", outside(to), all.toArray(String[]::new));
  }

  /// {@return a program of the packet filter that takes a fifth of what comes from an address} As
  /// netem does, which not every kernel has.
  private String lossOf(String from) {
    long source = 0;
    for (String part : address(from).split("\\.", -1)) {
      source = source * 256 + Long.parseLong(part);
    }
    List<String> program =
        List.of(
            "32 0 0 26", // load the source
            "21 0 3 " + source, // another one: 0
            "32 0 0 4294963256", // load a random number
            "53 1 0 858993459", // not below a fifth: 0
            "6 0 0 4294967295", // return: this class
            "6 0 0 0"); // return: another class
    return program.size() + "," + String.join(",", program);
  }

  private static void tc(String what, String how, String device, String... rest) {
    List<String> all = new ArrayList<>(List.of("tc", what, how, "dev", device));
    all.addAll(List.of(rest));
    Shell.run(all.toArray(String[]::new));
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
