package dev.talma.verification.chaos;

import dev.talma.cluster.Certificates;
import dev.talma.cluster.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Certificates of an authority that is made for this run.
final class Pem {
  private static final Path DIRECTORY =
      Path.of("target", "chaos", "certificates-" + ProcessHandle.current().pid());

  private Pem() {}

  /// {@return one for all nodes, as good as one for each}
  static Tls of(List<String> hosts) {
    try {
      return Certificates.create(DIRECTORY, List.of(new Certificates.Node("node", hosts)))
          .getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
