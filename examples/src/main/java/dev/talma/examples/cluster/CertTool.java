package dev.talma.examples.cluster;

import dev.talma.cluster.Certificates;
import dev.talma.cluster.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Makes certificates for a cluster of one's own.
final class CertTool {
  private CertTool() {}

  static int run(List<String> arguments) throws Exception {
    CommandLine line = CommandLine.parse(arguments, Set.of(), Set.of());
    if (line.rest().size() < 2) {
      throw new UsageException("a directory and the name of a node at least are needed");
    }
    Path directory = Path.of(line.rest().getFirst());
    List<Certificates.Node> nodes = new ArrayList<>();
    for (String text : line.rest().subList(1, line.rest().size())) {
      try {
        nodes.add(Certificates.Node.parse(text));
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
    List<Tls> made;
    try {
      made = Certificates.create(directory, nodes);
    } catch (IOException e) {
      System.err.println("talma cert: " + e.getMessage());
      return 1;
    }
    say(directory, nodes, made);
    return 0;
  }

  private static void say(Path directory, List<Certificates.Node> nodes, List<Tls> made) {
    System.out.println("The authority that signs, which all nodes trust:");
    System.out.println("  " + made.getFirst().authority());
    for (int i = 0; i < nodes.size(); i++) {
      Certificates.Node node = nodes.get(i);
      System.out.println(
          "For " + node.name() + ", reached at " + String.join(", ", node.hosts()) + ":");
      System.out.println("  " + made.get(i).certificate());
      System.out.println("  " + made.get(i).key() + "   (secret)");
    }
    Certificates.Node first = nodes.getFirst();
    System.out.println();
    System.out.println(
        "Each node needs its two files and the authority's certificate, and no more.");
    System.out.println("For development only: who has the authority's key can make nodes.");
    System.out.println();
    System.out.println("  ./talma node --name " + first.name() + " --port 8001 --tls " + directory);
    System.out.println("  Tls.pem(certificate, key, authority)   in a program");
  }
}
