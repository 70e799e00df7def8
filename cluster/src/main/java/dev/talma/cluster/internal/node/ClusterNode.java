package dev.talma.cluster.internal.node;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorScope;
import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Cancellable;
import dev.talma.Counters;
import dev.talma.SystemEvent;
import dev.talma.SystemSettings;
import dev.talma.cluster.Address;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterCounters;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Member;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.placement.Key;
import dev.talma.remote.Extension;
import dev.talma.remote.Gateway;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A node, as its users see it. What is of this machine alone is done by the system that it is made
/// of; the rest by [NodeParts].
public final class ClusterNode implements Cluster, Extension {
  private static final long LOOK_NANOS = 5_000_000;

  private final ClusterSettings settings;
  private final NodeId id;
  private final Gateway gateway;
  private final ActorSystem local;
  private final NodeParts parts;
  private final ReentrantLock closing = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);

  private ClusterNode(ClusterSettings settings, Gateway gateway) {
    this.settings = settings;
    this.gateway = gateway;
    this.local = gateway.local();
    this.id =
        new NodeId(
            settings.node(), HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    this.parts = new NodeParts(settings, id, gateway, this::terminate);
  }

  /// Starts a node.
  public static Cluster join(ClusterSettings settings) {
    ClusterNode[] made = new ClusterNode[1];
    Gateway opened =
        Gateway.open(
            settings.node(),
            settings.system(),
            gateway -> {
              made[0] = new ClusterNode(settings, gateway);
              return made[0];
            });
    boolean started = false;
    made[0].closing.lock(); // one that is refused at once is closed, but not before it has started
    try {
      made[0].parts.start();
      started = true;
      return made[0];
    } finally {
      made[0].closing.unlock();
      if (!started) {
        made[0].parts.close();
        opened.local().close();
      }
    }
  }

  ClusterSettings clusterSettings() {
    return settings;
  }

  AddressBook addresses() {
    return parts.addresses();
  }

  NodeParts parts() {
    return parts;
  }

  // --- the cluster

  @Override
  public NodeId id() {
    return id;
  }

  @Override
  public Address address() {
    return parts.address();
  }

  @Override
  public <M> ActorRef<M> actor(ActorType<M> type, String actorName) {
    return parts.ref(type, actorName);
  }

  @Override
  public ActorRef<?> own(ActorRef<?> ref) {
    return parts.addresses().own(ref);
  }

  @Override
  public List<Member> members() {
    return parts.members().stream()
        .sorted(Comparator.comparing(Member::name).thenComparing(m -> m.id().incarnation()))
        .toList();
  }

  @Override
  public <E extends MemberEvent> Cancellable onMember(Class<E> type, Consumer<? super E> listener) {
    return parts.events().add(local, type, listener);
  }

  @Override
  public boolean awaitMembers(int members, Duration timeout) throws InterruptedException {
    return await(() -> parts.isFormed(members), timeout);
  }

  /// As [#awaitMembers(int, Duration)], for as many members and no more.
  public boolean awaitExactly(int members, Duration timeout) throws InterruptedException {
    return await(() -> parts.isFormed(members) && parts.members().size() == members, timeout);
  }

  private boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(this, LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while waiting for members");
      }
    }
    return true;
  }

  @Override
  public void publish(String key, String value) {
    parts.membership().publish(key, value);
  }

  @Override
  public void unpublish(String key) {
    parts.membership().unpublish(key);
  }

  @Override
  public Optional<Member> owner(ActorType<?> type, String actorName) {
    Optional<NodeId> owner = parts.barrier().owner(new Key(type.name(), actorName, type.role()));
    return parts.members().stream()
        .filter(member -> owner.equals(Optional.of(member.id())))
        .findFirst();
  }

  @Override
  public Map<NodeId, Double> shares() {
    return parts.shares();
  }

  @Override
  public ClusterCounters clusterCounters() {
    return parts.traffic().counters();
  }

  // --- the extension

  @Override
  public ActorSystem system() {
    return this;
  }

  // --- the system

  @Override
  public String name() {
    return local.name();
  }

  @Override
  public SystemSettings settings() {
    return local.settings();
  }

  @Override
  public <M> ActorRef<M> spawn(String actorName, Actor<M> actor) {
    return local.spawn(actorName, actor);
  }

  @Override
  public <M> ActorRef<M> spawn(Actor<M> actor) {
    return local.spawn(actor);
  }

  @Override
  public <M> ActorRef<M> via(
      String shownName, Supplier<? extends Optional<? extends ActorRef<M>>> lookup) {
    return local.via(shownName, lookup);
  }

  @Override
  public ActorScope scope() {
    return local.scope();
  }

  @Override
  public Optional<ActorRef<?>> find(String path) {
    return local.find(path);
  }

  @Override
  public <E extends SystemEvent> Cancellable subscribe(
      Class<E> type, ActorRef<? super E> subscriber) {
    return local.subscribe(type, subscriber);
  }

  @Override
  public <E extends SystemEvent> Cancellable onEvent(Class<E> type, Consumer<? super E> listener) {
    return local.onEvent(type, listener);
  }

  @Override
  public Counters counters() {
    return local.counters();
  }

  @Override
  public ActorSnapshot snapshot() {
    return local.snapshot();
  }

  @Override
  public void terminate() {
    var _ = Thread.ofVirtual().name("talma-leave").start(this::leaveAndClose);
  }

  @Override
  public boolean awaitTermination(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    return local.awaitTermination(timeout)
        && closed.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean isTerminated() {
    return local.isTerminated() && closed.getCount() == 0;
  }

  @Override
  public void close() {
    if (gateway.isInside()) {
      throw new IllegalStateException(
          "An actor of "
              + this
              + " closes the node that it lives on, and would wait for itself; call terminate()"
              + " instead");
    }
    leaveAndClose();
  }

  /// Who comes second waits for the first, who hands over.
  private void leaveAndClose() {
    closing.lock();
    try {
      parts.leave();
      local.close();
      parts.close();
    } finally {
      closed.countDown();
      closing.unlock();
    }
  }

  /// This node and all others are about to be closed, one after the other.
  public void allClose() {
    parts.barrier().allClose();
  }

  /// Ends the node without a word to the others, as a crash of its process would.
  public void crash() {
    parts.crash();
    local.close();
    closed.countDown();
  }

  @Override
  public String toString() {
    return local.name();
  }
}
