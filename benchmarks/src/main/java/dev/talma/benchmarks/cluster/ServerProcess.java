package dev.talma.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The other process, with the same options as this one.
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final String address;

  ServerProcess(String side, Optional<Certificates> certificates) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Server.class.getName(), side));
    certificates.ifPresent(each -> command.add(each.directory().toString()));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    address = address(process.inputReader(StandardCharsets.UTF_8));
  }

  private static String address(BufferedReader output) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(Server.READY)) {
        return line.substring(Server.READY.length());
      }
    }
    throw new IOException("the server has ended before it was ready");
  }

  String address() {
    return address;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
