package dev.talma.benchmarks.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Measures what two processes on one machine can say to each other: one thread in this one, one
/// actor in the other one.
///
/// Prints `sample message NS` for messages without answer, `sample ask US` for the median of asks
/// one after the other, and `sample ask-64 NS` for asks of which 64 are unanswered at any time. Run
/// in a JVM of its own by [dev.talma.benchmarks.Main].
public final class MessagesProbe {
  private static final long ROUND = TimeUnit.MILLISECONDS.toNanos(400);

  private MessagesProbe() {}

  /// Measures one side.
  ///
  /// @param args the side: `pekko` or `events`; `plain` or `tls`; how many rounds
  public static void main(String... args) throws Exception {
    var directory = Files.createTempDirectory("talma-bench-");
    try {
      Optional<Certificates> certificates =
          args[1].equals("tls") ? Optional.of(Certificates.make(directory)) : Optional.empty();
      measure(args[0], certificates, Integer.parseInt(args[2]));
    } finally {
      delete(directory);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // the other process has gone without a word
  }

  private static void measure(String side, Optional<Certificates> certificates, int rounds)
      throws Exception {
    try (var server = new ServerProcess(side, certificates)) {
      var client =
          side.equals("pekko")
              ? PekkoSide.connect(certificates, server.address())
              : TalmaSide.connect(certificates, server.address());
      var load = new Load(client);
      // first as many rounds as it takes until the code is compiled, in both processes
      rounds("message", 10, rounds, () -> load.messages(ROUND));
      rounds("ask", 4, rounds, () -> load.asks(ROUND));
      rounds("ask-64", 3, rounds, () -> load.manyAsks(ROUND));
    }
  }

  private interface Round {
    double run() throws Exception;
  }

  private static void rounds(String metric, int warmups, int count, Round round) throws Exception {
    for (int i = 0; i < warmups; i++) {
      double _ = round.run();
    }
    for (int i = 0; i < count; i++) {
      System.out.println("sample " + metric + " " + round.run());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
