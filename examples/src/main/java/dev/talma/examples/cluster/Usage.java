package dev.talma.examples.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What `--help` says of a command of `./talma`. It is in files, as the script prints them too, and
/// need not build anything for that.
public final class Usage {
  private Usage() {}

  /// {@return what to write on the command line}
  ///
  /// @param command such as `node`
  public static String of(String command) {
    String file = command + ".txt";
    try (var in = Usage.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
