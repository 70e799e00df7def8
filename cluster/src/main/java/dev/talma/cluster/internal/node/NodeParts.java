package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.TimeSource;
import dev.talma.cluster.Address;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Member;
import dev.talma.cluster.MemberEvent;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.Schema;
import dev.talma.cluster.internal.membership.Membership;
import dev.talma.cluster.internal.membership.MembershipListener;
import dev.talma.cluster.internal.membership.MembershipSettings;
import dev.talma.cluster.internal.membership.SwimMembership;
import dev.talma.cluster.internal.placement.Placement;
import dev.talma.cluster.internal.transport.NettyNetwork;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.remote.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The parts of a node, and what one tells the other.
final class NodeParts implements MembershipListener {
  /// For how many peers there is room for all that they may have on its way here: where it waits
  /// until it is clear where it belongs, and on the way to where it is passed on.
  private static final int PEERS = 4;

  private static final long LOOK_NANOS = 1_000_000;

  /// How long the last words of the actors here may take to leave.
  private static final Duration FLUSH = Duration.ofSeconds(3);

  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final ClusterSettings settings;
  private final NodeId id;
  private final Gateway gateway;
  private final Runnable end;
  private final SystemMessages systemMessages;
  private final Greeting greeting;
  private final Map<String, ActorType<?>> types = new LinkedHashMap<>();
  private final Traffic traffic = new Traffic();
  private final Links links = new Links();
  private final Correlations correlations = new Correlations();
  private final MemberEvents events = new MemberEvents();
  private final Outgoing outgoing;
  private final Processes processes;
  private final Barrier barrier;
  private final NamedActors actors;
  private final AddressBook addresses;
  private final Sessions sessions;
  private final Membership membership;
  private final Views views;
  private @Nullable Network network;
  private final Repeated sweep = new Repeated(TimeSource.system(), SWEEP, this::sweep);

  /// @param end begins to close the node, and does not wait
  NodeParts(ClusterSettings settings, NodeId id, Gateway gateway, Runnable end) {
    this.settings = settings;
    this.end = end;
    this.id = id;
    this.gateway = gateway;
    for (ActorType<?> type : settings.types()) {
      gateway.learn(type);
      if (types.put(type.name(), type) != null) {
        throw new IllegalArgumentException(
            "The type \"" + type.name() + "\" is given twice; the names of types are unique");
      }
    }
    this.systemMessages =
        new SystemMessages(types.values().stream().<Class<?>>map(ActorType::protocol).toList());
    Schema schema = Schema.ofRoots(Roots.of(settings, systemMessages));
    this.greeting = Greeting.of(settings, schema.table());
    this.outgoing =
        new Outgoing(id, links, correlations, new Post(settings.outbound(), traffic), traffic);
    Desk desk = new Desk(gateway, outgoing, traffic);
    this.processes = new Processes(id, gateway, links, outgoing);
    int passing = PEERS * settings.outbound().frames();
    this.barrier =
        new Barrier(
            new Placement(id, settings.minMembers()),
            links,
            outgoing,
            settings.handOverTimeout(),
            passing);
    this.actors = new NamedActors(settings.clusterName(), Map.copyOf(types), desk, links, barrier);
    this.addresses = new AddressBook(id, settings.clusterName(), gateway, processes, actors);
    ProcessWatches processWatches = new ProcessWatches(gateway, processes, outgoing);
    Incoming incoming =
        new Incoming(desk, correlations, processes, processWatches, actors, barrier);
    this.membership =
        new SwimMembership(
            new MembershipSettings(
                settings.clusterName(),
                settings.seeds().stream().map(Address::parse).toList(),
                settings.roles(),
                settings.weight(),
                Map.of(),
                settings.timing()),
            this);
    this.views =
        new Views(id, membership, barrier, actors, TimeSource.system(), settings.minMembers());
    this.sessions =
        new Sessions(
            schema,
            new TypeMisfits(id, Map.copyOf(types), greeting, NodeLog::misfit),
            (session, codec) -> new Link(session, codec, addresses, systemMessages, passing),
            links,
            incoming,
            membership.sessions(),
            link -> {
              barrier.opened(actors, link);
              views.opened(link.peer());
            },
            peer -> {
              String why = "the connection with " + peer.name() + " was lost";
              correlations.lost(peer, why);
              processes.lost(peer);
              processWatches.lost(peer);
              actors.watches().lost(peer);
              barrier.apply(actors, each -> each.sessionClosed(peer));
              views.closed(peer);
            });
  }

  void start() {
    try {
      network = NettyNetwork.start(NodeNetwork.settings(settings), id, greeting.bytes(), sessions);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The node " + settings.node() + " cannot start: " + e.getMessage(), e);
    }
    NodeLog.started(settings, address());
    membership.start(network);
    sweep.start();
    views.begin(isFirst());
  }

  /// Whether there is nobody to wait for: no seed, or none but this node.
  private boolean isFirst() {
    Address own = address();
    return settings.seeds().stream().map(Address::parse).allMatch(own::equals);
  }

  private void sweep() {
    correlations.sweep(outgoing::reaches);
    actors.endIdle();
  }

  // --- what others need

  Address address() {
    if (network == null) {
      throw new IllegalStateException(id + " does not listen yet");
    }
    return network.address();
  }

  Membership membership() {
    return membership;
  }

  Barrier barrier() {
    return barrier;
  }

  Traffic traffic() {
    return traffic;
  }

  MemberEvents events() {
    return events;
  }

  NamedActors actors() {
    return actors;
  }

  AddressBook addresses() {
    return addresses;
  }

  List<Member> members() {
    return barrier.closed().isPresent() ? List.of() : membership.members();
  }

  <M> ActorRef<M> ref(ActorType<M> type, String name) {
    ActorType<?> known = types.get(type.name());
    if (known == null || known.protocol() != type.protocol()) {
      throw new IllegalArgumentException(
          "The type \""
              + type.name()
              + "\" with the protocol "
              + type.protocol().getName()
              + " is none of those that this node has joined with; add it to types(…), on all"
              + " nodes");
    }
    return typed(actors.handle(new Target.Named(type.name(), Gateway.checkedName(name))).ref());
  }

  @SuppressWarnings("unchecked") // the protocols were compared
  private static <M> ActorRef<M> typed(ActorRef<?> ref) {
    return (ActorRef<M>) ref;
  }

  Map<NodeId, Double> shares() {
    Map<NodeId, Double> shares = new HashMap<>();
    barrier
        .routing()
        .view()
        .ifPresent(
            ring -> ring.members().forEach(each -> shares.put(each.id(), ring.share(each.id()))));
    return Map.copyOf(shares);
  }

  boolean isFormed(int count) {
    barrier.requireOpen();
    return views.owners() >= count && barrier.isSettled();
  }

  // --- the membership

  @Override
  public void happened(MemberEvent event) {
    switch (event) {
      case MemberEvent.Joined(Member member) -> NodeLog.joined(member.id());
      case MemberEvent.Removed(Member member, boolean orderly) -> {
        NodeLog.removed(member.id(), orderly);
        views.forget(member.id());
      }
      default -> {}
    }
    views.look();
    events.happened(event);
  }

  @Override
  public void routable(Set<NodeId> routable) {
    views.look();
  }

  @Override
  public void refused(String why) {
    NodeLog.nameTaken(why);
    barrier.close("The node " + id.name() + " cannot be a member: " + why);
    boolean _ = views.leave(); // there is nobody to whom it could hand over
    barrier.leave(closedNow());
    end.run();
  }

  // --- the end

  /// Hands everything over, and waits for that as long as the settings say.
  void leave() {
    if (!views.leave()) {
      return;
    }
    barrier.leave(closedNow());
    var announced = membership.leave();
    views.lookAsOneThatLeaves();
    long end = System.nanoTime() + settings.leaveTimeout().toNanos();
    try {
      announced.get(settings.leaveTimeout().toNanos(), TimeUnit.NANOSECONDS);
      barrier.left().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      NodeLog.leaveTimeout();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String closedNow() {
    return "The node " + id.name() + " is closed";
  }

  /// Who still waits for an answer here is told that this node is closed, and not that the others
  /// are lost, as which they appear once the network is closed.
  private void failAsks() {
    String why = barrier.closed().orElseThrow();
    actors.close(why);
    correlations.close(why);
  }

  /// Ends without a word.
  void crash() {
    sweep.stop();
    barrier.close(closedNow());
    failAsks();
    Optional.ofNullable(network).ifPresent(Network::close);
    membership.close();
  }

  /// Waits until what was sent has left, as closing the network drops it: also what is said of the
  /// end of an actor, which is gone before all have been told.
  private void flush(long end) {
    while (hasToSend() && System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  private boolean hasToSend() {
    return network != null
        && (gateway.local().counters().ending() > 0
            || !links.all().stream().allMatch(Link::isClear)
            || network.waiting() > 0);
  }

  void close() {
    sweep.stop();
    barrier.close(closedNow());
    flush(System.nanoTime() + FLUSH.toNanos());
    failAsks();
    NodeLog.flush();
    membership.close();
    Optional.ofNullable(network).ifPresent(Network::close);
  }
}
