package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Starts nodes on loopback for a test, and closes them after it.
final class Nodes implements AutoCloseable {
  /// A node with its ears.
  record Node(NettyNetwork network, Ears ears) {
    Session connect(Node other) throws Exception {
      return network.connect(other.network.address()).get(20, TimeUnit.SECONDS);
    }

    NodeId id() {
      return network.self();
    }
  }

  private final Deque<NettyNetwork> started = new ArrayDeque<>();

  static NetworkSettings settings() {
    return NetworkSettings.of(new Address("127.0.0.1", 0), "test");
  }

  /// Quick to notice that somebody is gone.
  static NetworkSettings hasty() {
    return settings()
        .withTimes(
            Duration.ofMillis(200),
            Duration.ofMillis(1500),
            Duration.ofSeconds(2),
            Duration.ofMillis(1500));
  }

  Node start(String name) throws IOException {
    return start(name, settings());
  }

  Node start(String name, NetworkSettings settings) throws IOException {
    return start(new NodeId(name, UUID.randomUUID().toString()), settings);
  }

  Node start(NodeId id, NetworkSettings settings) throws IOException {
    var ears = new Ears();
    byte[] greeting = ("greetings from " + id.name()).getBytes(StandardCharsets.UTF_8);
    var network = NettyNetwork.start(settings, id, greeting, ears);
    started.push(network);
    return new Node(network, ears);
  }

  /// Waits for what comes about by itself, for 20 seconds at most.
  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Not in time: " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    started.forEach(NettyNetwork::close);
  }
}
