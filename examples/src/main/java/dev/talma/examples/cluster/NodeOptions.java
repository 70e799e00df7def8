package dev.talma.examples.cluster;

import dev.talma.cluster.Address;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Timing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The command line of a node.
///
/// @param name the name of the node
/// @param bind where it listens
/// @param advertised where others reach it, if not there
/// @param seeds where to look for others
/// @param tls the directory with certificates
/// @param roles further roles, besides that of the examples
/// @param insecure whether it may listen anywhere without certificates
/// @param attached whether it ends when its standard input does
record NodeOptions(
    String name,
    Address bind,
    Optional<Address> advertised,
    List<String> seeds,
    Optional<Path> tls,
    List<String> roles,
    boolean insecure,
    boolean attached) {

  private static final Set<String> VALUED =
      Set.of("name", "port", "bind", "advertise", "seed", "tls", "roles");
  private static final Set<String> FLAGS = Set.of("insecure", "attached");

  static NodeOptions parse(List<String> arguments) throws UsageException {
    CommandLine line = CommandLine.parse(arguments, VALUED, FLAGS);
    line.noRest();
    List<String> seeds = line.all("seed");
    for (String seed : seeds) {
      Address _ = address(seed, "--seed");
    }
    Optional<String> advertise = line.find("advertise");
    return new NodeOptions(
        line.get("name"),
        new Address(line.find("bind").orElse("127.0.0.1"), port(line.get("port"))),
        advertise.isPresent() ? Optional.of(advertised(advertise.get())) : Optional.empty(),
        seeds,
        line.find("tls").map(Path::of),
        line.all("roles").stream().flatMap(each -> Arrays.stream(each.split(",", -1))).toList(),
        line.has("insecure"),
        line.has("attached"));
  }

  private static int port(String text) throws UsageException {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("--port needs a number from 0 to 65535, and not " + text);
  }

  /// {@return an address}
  ///
  /// @throws UsageException if the text says none
  static Address address(String text, String option) throws UsageException {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }

  /// Without a port, it is the one that the node listens at.
  private static Address advertised(String text) throws UsageException {
    boolean hasPort = text.matches("(\\[.*]|[^:]*):[0-9]+");
    return hasPort ? address(text, "--advertise") : address(text + ":0", "--advertise");
  }

  /// {@return the settings of the node}
  ClusterSettings applyTo(ClusterSettings settings) throws ToolException {
    ClusterSettings made =
        ExampleTypes.known(settings)
            .node(name)
            .bind(bind.host(), bind.port())
            .seeds(seeds.toArray(String[]::new))
            .roles(
                Stream.concat(Stream.of(ExampleTypes.ROLE), roles.stream())
                    .distinct()
                    .toArray(String[]::new))
            .timing(timing(bind.host()));
    if (advertised.isPresent()) {
      made = made.advertise(advertised.get().host(), advertised.get().port());
    }
    if (tls.isPresent()) {
      made = made.tls(CertificateFiles.of(tls.get(), name));
    }
    return insecure ? made.insecure() : made;
  }

  /// {@return what suits a node that listens there} All nodes of a cluster have the same: one on
  /// the loopback interface meets none but such.
  static Timing timing(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress() ? Timing.local() : Timing.lan();
    } catch (UnknownHostException e) {
      return Timing.lan();
    }
  }
}
