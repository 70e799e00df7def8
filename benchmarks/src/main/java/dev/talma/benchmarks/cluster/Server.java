package dev.talma.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The process that is sent to. Says where it is, and ends with the process that has started it.
public final class Server {
  /// What stands before the address.
  static final String READY = "ready ";

  private Server() {}

  /// Serves.
  ///
  /// @param args the side: `pekko` or `events`; the directory of the certificate, if there is one
  public static void main(String... args) throws IOException {
    Optional<Certificates> certificates =
        args.length > 1 ? Optional.of(new Certificates(Path.of(args[1]))) : Optional.empty();
    var address =
        switch (args[0]) {
          case "pekko" -> PekkoSide.serve(certificates);
          case "events" -> TalmaSide.serve(certificates);
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.println(READY + address);
    while (System.in.read() >= 0) {
      Thread.onSpinWait(); // nothing is said; the end is what counts
    }
    Runtime.getRuntime().halt(0);
  }
}
