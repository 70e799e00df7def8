package dev.talma.cluster;

import dev.talma.cluster.internal.transport.DevelopmentAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Makes certificates for development and tests: an authority of one's own, and a certificate for
/// each node. In production an authority of the organisation signs them, with its own tools; a node
/// needs the same three files (see [Tls#pem]).
///
/// The directory then holds `authority.pem` and `authority-key.pem`, which are made once and kept,
/// and `NAME.pem` and `NAME-key.pem` for each node, which are made anew each time. Only the owner
/// can read the keys. Keys are of the curve P-256; the authority lasts ten years, a node's
/// certificate one.
public final class Certificates {
  private Certificates() {}

  /// A node that needs a certificate.
  ///
  /// @param name its name, of letters, digits, dots, dashes and underscores; also the names of the
  ///   files
  /// @param hosts the host names and IP addresses that others connect to; localhost, `127.0.0.1`
  ///   and `::1` if there are none
  public record Node(String name, List<String> hosts) {
    /// Refuses names that cannot be those of files, and hosts that are none.
    public Node {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}") || name.startsWith("authority")) {
        throw new IllegalArgumentException(
            "The name of a node with a certificate has up to 63 letters, digits, dots, dashes and"
                + " underscores and does not begin with \"authority\", but this is \""
                + name
                + "\"");
      }
      hosts = hosts.isEmpty() ? List.of("localhost", "127.0.0.1", "::1") : List.copyOf(hosts);
      for (String host : hosts) {
        if (!host.matches("[A-Za-z0-9.:_-]{1,253}")) {
          throw new IllegalArgumentException(
              "\""
                  + host
                  + "\", for the node "
                  + name
                  + ", is neither a host name nor an IP address");
        }
      }
    }

    /// {@return the node that a text says}
    ///
    /// @param text `name`, or `name=host,host`
    public static Node parse(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Node(text, List.of())
          : new Node(
              text.substring(0, equals), Arrays.asList(text.substring(equals + 1).split(",", -1)));
    }
  }

  /// Makes a certificate for each node, and the authority if the directory holds none.
  ///
  /// *Threading*: blocks, for about a second per certificate; it runs the JDK's `keytool`.
  ///
  /// @param directory where to; made if it does not exist
  /// @param nodes for whom
  /// @return the files with which each node starts, in the order of the nodes
  /// @throws IOException if files cannot be written, or there is no `keytool`, or it fails
  public static List<Tls> create(Path directory, List<Node> nodes) throws IOException {
    var authority = DevelopmentAuthority.in(directory);
    List<Tls> files = new ArrayList<>();
    for (Node node : nodes) {
      files.add(authority.sign(node));
    }
    return files;
  }

  /// Makes certificates from the command line, and prints which files.
  ///
  /// @param arguments the directory, then for each node `NAME` or `NAME=HOST,HOST`
  /// @throws IOException if files cannot be written, or there is no `keytool`, or it fails
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println(
          "Makes certificates for development. Usage: DIRECTORY NAME[=HOST,HOST...]...");
      System.exit(2);
    }
    List<Node> nodes = Arrays.stream(arguments).skip(1).map(Node::parse).toList();
    for (Tls tls : create(Path.of(arguments[0]), nodes)) {
      System.out.println(tls.certificate() + " " + tls.key() + " " + tls.authority());
    }
  }
}
