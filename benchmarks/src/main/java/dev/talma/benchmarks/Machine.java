package dev.talma.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.OptionalDouble;

/// What the figures were measured with; without it they say nothing.
///
/// @param date when
/// @param jdk the version of Java and who made it
/// @param processor its name, if the system tells
/// @param cores how many of them
/// @param system the operating system
record Machine(String date, String jdk, String processor, int cores, String system) {

  /// {@return this machine, now}
  static Machine here() {
    return new Machine(
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm")),
        "%s %s".formatted(System.getProperty("java.vendor"), Runtime.version()),
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
  }

  private static String processorName() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("processor unknown");
    } catch (IOException _) {
      return "processor unknown";
    }
  }

  /// {@return how many threads want to run at the moment, if that is more than a quiet machine has}
  static OptionalDouble disturbance() {
    var bean = ManagementFactory.getOperatingSystemMXBean();
    double load = bean.getSystemLoadAverage();
    return load > 0.5 * bean.getAvailableProcessors()
        ? OptionalDouble.of(load)
        : OptionalDouble.empty();
  }
}
