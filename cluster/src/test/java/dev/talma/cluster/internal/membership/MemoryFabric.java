package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.SessionListener;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A network in memory that can be cut, and whose nodes can crash and pause. One thread does all:
/// every state here is its own.
final class MemoryFabric implements AutoCloseable {
  /// After so long without a word from the other side a session is closed, as by heartbeats.
  static final Duration SILENCE = Duration.ofMillis(600);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("memory-fabric").factory());
  private final Map<Address, Node> nodes = new HashMap<>();
  private final Set<Set<Address>> cuts = new HashSet<>();

  MemoryFabric() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRejectedExecutionHandler((task, executor) -> {});
  }

  Network open(NodeId self, Address address, SessionListener listener) {
    Node node = new Node(self, address, listener);
    run(() -> nodes.put(address, node));
    return node;
  }

  /// Nothing goes over the link any more.
  void cut(Network one, Network other) {
    run(
        () -> {
          cuts.add(Set.of(one.address(), other.address()));
          thread.schedule(
              () -> silent((Node) one, (Node) other), SILENCE.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  private void silent(Node one, Node other) {
    Pipe pipe = one.pipes.get(other.self);
    if (pipe != null && isCut(one, other)) {
      pipe.end("silent");
    }
  }

  void heal() {
    run(cuts::clear);
  }

  /// The process is gone: its sessions are reset, and nobody listens.
  void crash(Network network) {
    run(() -> ((Node) network).end("reset by peer"));
  }

  /// What comes to the node waits, as it is stopped; what it would send is not sent.
  void pause(Network network) {
    run(
        () -> {
          Node node = (Node) network;
          node.paused = true;
          thread.schedule(
              () -> {
                if (node.paused) {
                  List.copyOf(node.pipes.values()).forEach(p -> p.end("silent"));
                }
              },
              SILENCE.toMillis(),
              TimeUnit.MILLISECONDS);
        });
  }

  void resume(Network network) {
    run(
        () -> {
          Node node = (Node) network;
          node.paused = false;
          List<Runnable> held = List.copyOf(node.held);
          node.held.clear();
          held.forEach(Runnable::run);
        });
  }

  private void run(Runnable task) {
    CompletableFuture.runAsync(task, thread).join();
  }

  private boolean isCut(Node one, Node other) {
    return one.paused || other.paused || cuts.contains(Set.of(one.address, other.address));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private final class Node implements Network {
    final NodeId self;
    final Address address;
    final SessionListener listener;
    final Map<NodeId, Pipe> pipes = new ConcurrentHashMap<>();
    final List<Runnable> held = new ArrayList<>();
    boolean paused;
    boolean ended;

    Node(NodeId self, Address address, SessionListener listener) {
      this.self = self;
      this.address = address;
      this.listener = listener;
    }

    void tell(Runnable what) {
      if (ended) {
        return;
      }
      if (paused) {
        held.add(what);
      } else {
        what.run();
      }
    }

    void end(String why) {
      ended = true;
      nodes.remove(address, this);
      List.copyOf(pipes.values()).forEach(p -> p.end(why));
    }

    @Override
    public NodeId self() {
      return self;
    }

    @Override
    public Address address() {
      return address;
    }

    @Override
    public Optional<Session> session(NodeId peer) {
      return Optional.ofNullable(pipes.get(peer)).map(p -> p.endOf(this));
    }

    @Override
    public CompletableFuture<Session> connect(Address to) {
      CompletableFuture<Session> result = new CompletableFuture<>();
      thread.execute(() -> connect(to, result));
      return result;
    }

    private void connect(Address to, CompletableFuture<Session> result) {
      Node other = nodes.get(to);
      if (ended || other == null || other == this) {
        result.completeExceptionally(new IOException("Connection refused: " + to));
      } else if (isCut(this, other)) {
        thread.schedule(
            () -> result.completeExceptionally(new IOException("Timed out: " + to)),
            SILENCE.toMillis(),
            TimeUnit.MILLISECONDS);
      } else {
        Pipe pipe = pipes.get(other.self);
        if (pipe == null) {
          Pipe fresh = new Pipe(this, other);
          pipes.put(other.self, fresh);
          other.pipes.put(self, fresh);
          tell(() -> listener.opened(fresh.left));
          other.tell(() -> other.listener.opened(fresh.right));
          pipe = fresh;
        }
        result.complete(pipe.endOf(this));
      }
    }

    @Override
    public long waiting() {
      return 0;
    }

    @Override
    public void close() {
      MemoryFabric.this.run(() -> end("closed"));
    }
  }

  private final class Pipe {
    final Node one;
    final Node two;
    final End left;
    final End right;
    volatile boolean ended;

    Pipe(Node one, Node two) {
      this.one = one;
      this.two = two;
      this.left = new End(this, one, two);
      this.right = new End(this, two, one);
    }

    End endOf(Node node) {
      return node == one ? left : right;
    }

    void end(String why) {
      if (!ended) {
        ended = true;
        one.pipes.remove(two.self, this);
        two.pipes.remove(one.self, this);
        one.tell(() -> one.listener.closed(left, why));
        two.tell(() -> two.listener.closed(right, why));
      }
    }
  }

  private final class End implements Session {
    private final Pipe pipe;
    private final Node here;
    private final Node there;

    End(Pipe pipe, Node here, Node there) {
      this.pipe = pipe;
      this.here = here;
      this.there = there;
    }

    @Override
    public NodeId peer() {
      return there.self;
    }

    @Override
    public Address address() {
      return there.address;
    }

    @Override
    public byte[] greeting() {
      return new byte[0];
    }

    @Override
    public Offer offer(Lane lane, Frame frame) {
      if (pipe.ended) {
        return Offer.CLOSED;
      }
      thread.execute(
          () -> {
            if (!pipe.ended && !isCut(here, there)) {
              there.tell(
                  () ->
                      there.listener.received(
                          pipe.endOf(there), lane, Unpooled.wrappedBuffer(frame.bytes())));
            }
          });
      return Offer.ACCEPTED;
    }

    @Override
    public Offer offer(Lane lane, Frame frame, long nanos) {
      return offer(lane, frame);
    }

    @Override
    public boolean isOpen() {
      return !pipe.ended;
    }

    @Override
    public boolean hasHeardWithin(long nanos) {
      return false;
    }

    @Override
    public void close(String why) {
      thread.execute(() -> pipe.end(why));
    }
  }
}
