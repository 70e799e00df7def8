package dev.talma.examples.cluster;

import dev.talma.cluster.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds the files that `./talma cert` has made.
final class CertificateFiles {
  private static final String KEY = "-key.pem";
  private static final String AUTHORITY = "authority";

  private CertificateFiles() {}

  /// {@return the certificate of a node}
  ///
  /// @param directory where it is
  /// @param name of the node
  static Tls of(Path directory, String name) throws ToolException {
    Path certificate = directory.resolve(name + ".pem");
    if (!Files.isReadable(certificate)) {
      throw new ToolException(
          "--tls: "
              + certificate
              + " cannot be read. This makes it: ./talma cert "
              + directory
              + " "
              + name);
    }
    return tls(directory, name);
  }

  /// {@return the certificate of one who is no node: that for `client`, or any}
  ///
  /// @param directory where it is
  static Tls any(Path directory) throws ToolException {
    List<String> names;
    try (Stream<Path> files = Files.list(directory)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(KEY) && !file.startsWith(AUTHORITY))
              .map(file -> file.substring(0, file.length() - KEY.length()))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new ToolException("--tls: " + directory + " cannot be read");
    }
    if (names.isEmpty()) {
      throw new ToolException(
          "--tls: there is no certificate in "
              + directory
              + ". This makes one: ./talma cert "
              + directory
              + " client");
    }
    return tls(directory, names.contains("client") ? "client" : names.getFirst());
  }

  private static Tls tls(Path directory, String name) throws ToolException {
    try {
      return Tls.pem(
          directory.resolve(name + ".pem"),
          directory.resolve(name + KEY),
          directory.resolve(AUTHORITY + ".pem"));
    } catch (IllegalArgumentException e) {
      throw new ToolException("--tls: " + e.getMessage());
    }
  }
}
