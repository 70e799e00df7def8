package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RejoinTest {
  private static final Address NOBODY = new Address("127.0.0.1", 9999);

  private final Loop loop = new Loop("test");
  private final AtomicInteger found = new AtomicInteger();
  private final Fake network = new Fake();
  private final Rejoin rejoin =
      new Rejoin(loop, network, Duration.ofMillis(20), _ -> found.incrementAndGet());

  @AfterEach
  void end() {
    loop.end();
  }

  @Test
  void aSeedIsTriedAgainWhenItsSessionHasEnded() {
    loop.execute(() -> rejoin.seeds(List.of(seed(1), NOBODY)));
    await("found", () -> found.get() == 1);
    network.sessions.get(seed(1)).close("over");
    await("found again", () -> found.get() == 2);
  }

  /// Each look-up asks the network for its own address: it may be one of those that are found.
  @Test
  void seedsWithASessionAreNotLookedUpAgain() {
    List<Address> seeds = IntStream.rangeClosed(1, 50).mapToObj(RejoinTest::seed).toList();
    loop.execute(() -> rejoin.seeds(Stream.concat(seeds.stream(), Stream.of(NOBODY)).toList()));
    await("all are found", () -> found.get() == seeds.size());
    int tries = network.tries(NOBODY);
    int questions = network.questions.get();
    await("nobody is tried again and again", () -> network.tries(NOBODY) >= tries + 8);
    int more = network.questions.get() - questions;
    assertTrue(more < 2 * seeds.size(), () -> "asked " + more + " times for the own address");
  }

  private static Address seed(int port) {
    return new Address("127.0.0.1", port);
  }

  private static void await(String what, BooleanSupplier condition) {
    Await.until(what, Duration.ofSeconds(20), condition::getAsBoolean);
  }

  /// Reaches everybody but one.
  private static final class Fake implements Network {
    final Map<Address, FakeSession> sessions = new ConcurrentHashMap<>();
    final Map<Address, Integer> tries = new ConcurrentHashMap<>();
    final AtomicInteger questions = new AtomicInteger();

    int tries(Address address) {
      return tries.getOrDefault(address, 0);
    }

    @Override
    public NodeId self() {
      return new NodeId("self", "1");
    }

    @Override
    public Address address() {
      questions.incrementAndGet();
      return new Address("127.0.0.1", 8888);
    }

    @Override
    public Optional<Session> session(NodeId peer) {
      return Optional.empty();
    }

    @Override
    public CompletableFuture<Session> connect(Address address) {
      tries.merge(address, 1, Integer::sum);
      if (address.equals(NOBODY)) {
        return CompletableFuture.failedFuture(new IOException("nobody there"));
      }
      FakeSession session = new FakeSession(address);
      sessions.put(address, session);
      return CompletableFuture.completedFuture(session);
    }

    @Override
    public long waiting() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static final class FakeSession implements Session {
    private final Address address;
    private volatile boolean open = true;

    FakeSession(Address address) {
      this.address = address;
    }

    @Override
    public NodeId peer() {
      return new NodeId("n" + address.port(), "1");
    }

    @Override
    public Address address() {
      return address;
    }

    @Override
    public byte[] greeting() {
      return new byte[0];
    }

    @Override
    public Offer offer(Lane lane, Frame frame) {
      return Offer.ACCEPTED;
    }

    @Override
    public Offer offer(Lane lane, Frame frame, long nanos) {
      return Offer.ACCEPTED;
    }

    @Override
    public boolean hasHeardWithin(long nanos) {
      return open;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close(String why) {
      open = false;
    }
  }
}
