package dev.talma.verification.blocking;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/// Something that actors get stuck at until it is taken away.
@SuppressWarnings("try") // closing waits, and may be interrupted
abstract class Obstacle implements AutoCloseable {

  /// The kinds of it.
  enum Kind {
    SLEEP(10_000) {
      @Override
      Obstacle raise() {
        return new Sleep();
      }
    },
    LATCH(10_000) {
      @Override
      Obstacle raise() {
        return new Latch();
      }
    },
    LOCK(10_000) {
      @Override
      Obstacle raise() {
        return new Lock();
      }
    },
    MONITOR(10_000) {
      @Override
      Obstacle raise() throws InterruptedException {
        return new Monitor();
      }
    },
    OBJECT_WAIT(10_000) {
      @Override
      Obstacle raise() {
        return new ObjectWait();
      }
    },
    QUEUE(10_000) {
      @Override
      Obstacle raise() {
        return new Queue();
      }
    },
    FUTURE(10_000) {
      @Override
      Obstacle raise() {
        return new Future();
      }
    },
    /// Fewer, as each needs two file descriptors.
    SOCKET(400) {
      @Override
      Obstacle raise() throws IOException {
        return new Sockets(crowd);
      }
    },
    /// Fewer, as the JDK replaces a carrier that waits in the operating system, up to 256.
    FILE_LOCK(30) {
      @Override
      Obstacle raise() throws Exception {
        return new FileLocks();
      }
    };

    /// How many actors get stuck at it.
    final int crowd;

    Kind(int crowd) {
      this.crowd = crowd;
    }

    abstract Obstacle raise() throws Exception;
  }

  /// Blocks the calling thread until [#close()].
  ///
  /// @param who a number of the caller's own
  abstract void run(int who) throws Exception;

  /// Takes it away.
  @Override
  public abstract void close() throws Exception;

  private static final class Sleep extends Obstacle {
    private volatile boolean open;

    @Override
    void run(int who) throws InterruptedException {
      while (!open) {
        Thread.sleep(Duration.ofMillis(100));
      }
    }

    @Override
    public void close() {
      open = true;
    }
  }

  private static final class Latch extends Obstacle {
    private final CountDownLatch latch = new CountDownLatch(1);

    @Override
    void run(int who) throws InterruptedException {
      latch.await();
    }

    @Override
    public void close() {
      latch.countDown();
    }
  }

  private static final class Lock extends Obstacle {
    private final ReentrantLock lock = new ReentrantLock();

    Lock() {
      lock.lock();
    }

    @Override
    @SuppressWarnings("LockNotBeforeTry") // nothing is done with it
    void run(int who) {
      lock.lock();
      lock.unlock();
    }

    @Override
    public void close() {
      lock.unlock();
    }
  }

  /// Held by a thread of its own, as it can only be held by a block of code.
  private static final class Monitor extends Obstacle {
    private final Object monitor = new Object();
    private final CountDownLatch end = new CountDownLatch(1);
    private int passed;

    Monitor() throws InterruptedException {
      CountDownLatch held = new CountDownLatch(1);
      Thread.ofPlatform()
          .start(
              () -> {
                synchronized (monitor) {
                  held.countDown();
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }
              });
      held.await();
    }

    @Override
    void run(int who) {
      synchronized (monitor) {
        passed++;
      }
    }

    @Override
    public void close() {
      end.countDown();
    }
  }

  private static final class ObjectWait extends Obstacle {
    private boolean open;

    @Override
    synchronized void run(int who) throws InterruptedException {
      while (!open) {
        wait();
      }
    }

    @Override
    public synchronized void close() {
      open = true;
      notifyAll();
    }
  }

  private static final class Queue extends Obstacle {
    private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();

    @Override
    void run(int who) throws InterruptedException {
      queue.put(queue.take());
    }

    @Override
    public void close() {
      queue.add("go on");
    }
  }

  private static final class Future extends Obstacle {
    private final CompletableFuture<String> future = new CompletableFuture<>();

    @Override
    void run(int who) {
      String _ = future.join();
    }

    @Override
    public void close() {
      future.complete("go on");
    }
  }

  /// Connections over which nothing is ever sent. All of them are accepted before any is closed, as
  /// one that still waits to be accepted would be reset.
  private static final class Sockets extends Obstacle {
    private final ServerSocket server =
        new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    private final List<Socket> accepted = new ArrayList<>();
    private final Semaphore allAccepted = new Semaphore(0);

    Sockets(int crowd) throws IOException {
      Thread.ofVirtual().start(() -> accept(crowd));
    }

    private void accept(int crowd) {
      try {
        while (accepted.size() < crowd) {
          accepted.add(server.accept());
        }
        allAccepted.release();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    void run(int who) throws IOException {
      try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
        int _ = socket.getInputStream().read();
      }
    }

    @Override
    public void close() throws IOException, InterruptedException {
      allAccepted.acquire();
      server.close();
      for (Socket each : accepted) {
        each.close();
      }
    }
  }

  /// Locks of a file that another process holds.
  private static final class FileLocks extends Obstacle {
    private final LockedFile file = LockedFile.create();

    FileLocks() throws Exception {}

    @Override
    void run(int who) throws IOException {
      file.lock(who);
    }

    @Override
    public void close() throws Exception {
      file.close();
    }
  }
}
