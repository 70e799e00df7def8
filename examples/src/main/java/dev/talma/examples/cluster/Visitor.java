package dev.talma.examples.cluster;

import dev.talma.cluster.Address;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Member;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// A member for a short time. It does not have the role of the nodes, so that no actor moves to it.
final class Visitor implements AutoCloseable {
  /// The options that say where to go.
  static final Set<String> VALUED = Set.of("seed", "bind", "tls");

  /// As [#VALUED]; those without a value.
  static final Set<String> FLAGS = Set.of("insecure");

  private static final Duration FIRST = Duration.ofSeconds(8);
  private static final Duration ALL = Duration.ofMillis(400);

  private final Cluster cluster;

  private Visitor(Cluster cluster) {
    this.cluster = cluster;
  }

  /// {@return a visitor that has met the cluster}
  ///
  /// @throws ToolException if the options make no sense, or nobody answers
  static Visitor join(CommandLine line) throws ToolException, InterruptedException {
    List<String> seeds = line.all("seed");
    if (seeds.isEmpty()) {
      throw new UsageException("--seed is missing: where is a node of the cluster?");
    }
    Address first = NodeOptions.address(seeds.getFirst(), "--seed");
    for (String seed : seeds) {
      Address _ = NodeOptions.address(seed, "--seed");
    }
    String host = line.find("bind").orElseGet(() -> towards(first));
    ClusterSettings made =
        ExampleTypes.known(ClusterSettings.defaults())
            .node("visitor-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()))
            .bind(host, 0)
            .seeds(seeds.toArray(String[]::new))
            .timing(NodeOptions.timing(host));
    Optional<String> tls = line.find("tls");
    if (tls.isPresent()) {
      made = made.tls(CertificateFiles.any(Path.of(tls.get())));
    }
    ClusterSettings settings = line.has("insecure") ? made.insecure() : made;
    var visitor = new Visitor(Cluster.join(_ -> settings));
    if (!visitor.meet()) {
      visitor.close();
      throw new ToolException(
          "no node has answered at "
              + String.join(" or ", seeds)
              + " within "
              + FIRST.toSeconds()
              + " s. Does one run there, and with --tls if and only if this has it?");
    }
    return visitor;
  }

  /// {@return the address of this machine that a node there can answer to}
  private static String towards(Address seed) {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(seed.host(), Math.max(1, seed.port()))); // sends nothing
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException | RuntimeException e) {
      return "127.0.0.1";
    }
  }

  /// Waits until the seed has answered, and until it has told of no further member for a while.
  private boolean meet() throws InterruptedException {
    if (!cluster.awaitMembers(2, FIRST)) {
      return false;
    }
    int known = 2;
    while (cluster.awaitMembers(known + 1, ALL)) {
      known++;
    }
    return true;
  }

  Cluster cluster() {
    return cluster;
  }

  /// {@return the members, without this one}
  List<Member> others() {
    return cluster.members().stream().filter(member -> !member.id().equals(cluster.id())).toList();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
