package dev.talma.verification.blocking;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/// A file that another process has locked. A thread that wants a lock of it waits in the operating
/// system, which a thread's state does not show.
@SuppressWarnings("try") // closing waits, and may be interrupted
final class LockedFile implements AutoCloseable {
  private final Path path;
  private final Process holder;

  private LockedFile(Path path, Process holder) {
    this.path = path;
    this.holder = holder;
  }

  static LockedFile create() throws IOException {
    Path path = Files.createTempFile("talma-lock", null);
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockedFile.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = holder.inputReader();
    if (!"locked".equals(said.readLine())) {
      throw new IOException("the other process did not lock the file");
    }
    return new LockedFile(path, holder);
  }

  /// Waits for a lock of one byte of it.
  void lock(int position) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        FileLock lock = channel.lock(position, 1, false)) {
      if (!lock.isValid()) {
        throw new IOException("lost the lock");
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    holder.destroy();
    if (!holder.waitFor(30, TimeUnit.SECONDS)) {
      throw new IOException("the process that holds the lock does not end");
    }
    Files.delete(path);
  }

  /// The other process: locks all of the file that it is given, and waits to be ended.
  public static void main(String[] args) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      System.out.println(lock.isValid() ? "locked" : "not locked");
      int _ = System.in.read(); // until the parent ends, too
    }
  }
}
