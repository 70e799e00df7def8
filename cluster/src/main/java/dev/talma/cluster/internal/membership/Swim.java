package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.Timing;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.swim.SwimMessages;
import io.scalecube.cluster.ClusterConfig;
import io.scalecube.cluster.ClusterImpl;
import io.scalecube.cluster.ClusterMessageHandler;
import io.scalecube.cluster.membership.MembershipEvent;
import io.scalecube.cluster.metadata.MetadataCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ScaleCube's SWIM, set up for this node. It gets no seeds: whoever a session is opened with and
/// is no member is made one, and seeds are asked for all members that they know, which comes to the
/// same and does not wait for the dice to fall on the seed.
final class Swim {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster");
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final SessionTransport transport;
  private final String namespace;
  private final ClusterImpl cluster;

  Swim(
      MembershipSettings settings,
      Node self,
      SessionTransport transport,
      Consumer<MembershipEvent> events) {
    this.transport = transport;
    this.namespace = settings.cluster();
    Timing timing = settings.timing();
    ClusterMessageHandler handler =
        new ClusterMessageHandler() {
          @Override
          public void onMembershipEvent(MembershipEvent event) {
            events.accept(event);
          }
        };
    ClusterConfig config =
        ClusterConfig.defaultConfig()
            .memberId(self.id().toString())
            .memberAlias(self.id().name())
            .metadata(self.published().encode())
            .metadataCodec(new Bytes())
            .metadataTimeout(millis(timing.pingInterval().multipliedBy(4)))
            .transport(t -> t.transportFactory(ignored -> transport))
            .membership(
                m ->
                    m.namespace(settings.cluster())
                        .syncInterval(millis(timing.syncInterval()))
                        .suspicionMult(timing.suspicionMultiplier()))
            .failureDetector(
                f ->
                    f.pingInterval(millis(timing.pingInterval()))
                        .pingTimeout(millis(timing.pingTimeout()))
                        .pingReqMembers(timing.indirectProbes()))
            .gossip(
                g ->
                    g.gossipInterval(timing.gossipInterval().toMillis())
                        .gossipFanout(timing.gossipFanout())
                        .gossipRepeatMult(timing.gossipRepeat()));
    this.cluster = new ClusterImpl(config).handler(c -> handler);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }

  void start() {
    try {
      Ending.of(cluster.start()).orTimeout(START_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Membership cannot start. It needs the host's own name to have an address (see"
              + " /etc/hosts), if that is what failed: "
              + e,
          e);
    }
  }

  void publish(Published published) {
    var ignored =
        Ending.of(cluster.updateMetadata(published.encode()))
            .exceptionally(
                e -> {
                  LOG.debug("What was published is spread with the next change", e);
                  return null;
                });
  }

  /// This node has met one that is no member yet. It becomes one as soon as it has said what it
  /// publishes; the others are told.
  void met(Session session) {
    NodeId id = session.peer();
    var member =
        new io.scalecube.cluster.Member(
            id.toString(), id.name(), session.address().toString(), namespace);
    // Far from the numbers that the node counts by itself; the same for all who meet it just now.
    long number = Long.MAX_VALUE / 2 + System.currentTimeMillis() / 1000;
    transport.received(SwimMessages.alive(member, number));
  }

  /// Asks whom there is a session with for all members that it knows.
  void ask(Session session) {
    transport.send(session, SwimMessages.emptySync(transport.address()));
  }

  /// Takes a member for dead, whatever the protocol thinks. It comes back if it is alive.
  void dead(Node node) {
    transport.received(SwimMessages.dead(node.swim(), transport.address()));
  }

  /// Leaves. Goes on for some moments by itself.
  void end() {
    cluster.shutdown();
  }

  /// Metadata are bytes to SWIM.
  private static final class Bytes implements MetadataCodec {
    @Override
    public Object deserialize(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }

    @Override
    public ByteBuffer serialize(@Nullable Object metadata) {
      return metadata instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : ByteBuffer.allocate(0);
    }
  }
}
