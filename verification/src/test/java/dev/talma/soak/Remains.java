package dev.talma.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.talma.internal.SystemTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Pattern;

/// What is left in the JVM.
final class Remains {
  private static final Pattern THREAD = Pattern.compile("\"name\": \"([^\"]*)\"");

  private Remains() {}

  /// {@return the bytes in use after a collection}
  static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// {@return how many threads of either kind have a name that begins so} Only a dump shows the
  /// virtual ones.
  static long threads(String beginningOfName) throws IOException {
    Path folder = Files.createTempDirectory("talma-threads");
    Path dump = folder.resolve("dump.json");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
      return THREAD
          .matcher(Files.readString(dump))
          .results()
          .filter(name -> name.group(1).startsWith(beginningOfName))
          .count();
    } finally {
      Files.deleteIfExists(dump);
      Files.delete(folder);
    }
  }

  /// {@return how many timers of the JVM wait} Those that follow up a kill are on the machine's
  /// time whatever time a system has.
  static int machineTimers() throws ReflectiveOperationException {
    Field timers = SystemTime.class.getDeclaredField("timers");
    timers.setAccessible(true);
    return ((ScheduledThreadPoolExecutor) timers.get(SystemTime.INSTANCE)).getQueue().size();
  }
}
