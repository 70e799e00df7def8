package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.TimeSource;
import dev.talma.cluster.Address;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node says to the log.
final class NodeLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster");
  private static final AtomicLong REFUSED = new AtomicLong();
  private static final Seldom REFUSAL = new Seldom();
  private static final Seldom UNKNOWN_TYPE = new Seldom();
  private static final Surge CONFLICTS = new Surge(TimeSource.system());
  private static final Surge LOST_STATES = new Surge(TimeSource.system());

  private NodeLog() {}

  static void started(ClusterSettings settings, Address address) {
    LOG.info(
        "The node {} of the cluster {} is reached at {}, {} TLS; its roles are {}, its weight is {},"
            + " its seeds are {}",
        settings.node(),
        settings.clusterName(),
        address,
        settings.tls().isPresent() ? "with" : "without",
        new TreeSet<>(settings.roles()),
        settings.weight(),
        settings.seeds());
  }

  static void conflict(ActorRef<?> here) {
    CONFLICTS.happened(
        more ->
            LOG.warn(
                "{} has come from another node and runs here already, as happens after the network"
                    + " was cut; the state that came was dropped{}",
                here,
                andMore(more)));
  }

  static void stateLost(Object ref, String why) {
    LOST_STATES.happened(
        more ->
            LOG.warn(
                "The state of {} could not be handed over, so it starts afresh: {}{}",
                ref,
                why,
                andMore(more)));
  }

  static void stateLostWithItsActor(Object ref, StartFailure failure) {
    LOST_STATES.happened(
        more ->
            LOG.warn(
                "The state of {} was dropped, as the actor does not start: {}{}",
                ref,
                failure.getMessage(),
                andMore(more)));
  }

  private static String andMore(long more) {
    return more == 0 ? "" : " (and " + more + " more like this since the last line)";
  }

  /// A node ends: what was not said yet is said now.
  static void flush() {
    CONFLICTS.flush();
    LOST_STATES.flush();
  }

  static void notStarted(Target.Named target, Throwable cause) {
    LOG.error("{} could not be started; what was sent to it is dropped", target, cause);
  }

  static void unknownType(Target.Named target) {
    if (UNKNOWN_TYPE.isDue()) {
      LOG.warn(
          "{} belongs here, and this node does not know its type; what is sent to it is dropped. Add"
              + " the type to types(…), on all nodes",
          target);
    }
  }

  static void settledLate(Set<NodeId> missing) {
    LOG.warn(
        "{} have not said in time that they handed over what belongs here now; it is started afresh"
            + " where it does not come",
        missing);
  }

  static void departsLate(List<String> busy) {
    LOG.warn(
        "{} named actors have to leave this node and have not finished their message in time, such"
            + " as {}. Whoever has such a name now may start it afresh, and drop what it hands over",
        busy.size(),
        busy.getFirst());
  }

  static void alone(Duration waited, int minMembers) {
    if (minMembers == 1) {
      LOG.warn(
          "No seed was reached for {} s: works alone from now on, with named actors of its own; see"
              + " minMembers",
          waited.toSeconds());
    } else {
      LOG.warn(
          "No seed was reached for {} s; goes on trying, and named actors wait for {} members",
          waited.toSeconds(),
          minMembers);
    }
  }

  /// @param stop whether they could run until now
  static void tooFew(String why, boolean stop) {
    if (stop) {
      LOG.warn("{}; named actors stop", why);
    } else {
      LOG.info("{}; named actors wait for more", why);
    }
  }

  static void joined(NodeId node) {
    LOG.info("{} has joined", node);
  }

  static void removed(NodeId node, boolean orderly) {
    if (orderly) {
      LOG.info("{} has left", node);
    } else {
      LOG.warn("{} is lost", node);
    }
  }

  static void connectionLost(NodeId node, String why) {
    LOG.info("The connection with {} has ended: {}", node, why);
  }

  static void incompatible(NodeId node, String why) {
    LOG.error("{} cannot be understood: {}", node, why);
  }

  static void misfit(String why) {
    LOG.error(why);
  }

  static void listenerFailed(Object event, Throwable cause) {
    LOG.error("A listener failed to handle {}", event, cause);
  }

  static void failed(NodeId from, Throwable cause) {
    LOG.error("What {} has sent could not be handled", from, cause);
  }

  static void notDone(Object what, Throwable cause) {
    LOG.error("This could not be done, and is left out: {}", what, cause);
  }

  static void leaveTimeout() {
    LOG.warn("Not everything could be handed over in time; this node leaves without that");
  }

  static void nameTaken(String why) {
    LOG.error("This node cannot be a member: {}", why);
  }

  /// One line in ten seconds at most: whoever sends nonsense sends much of it.
  static void refused(NodeId from, String why) {
    long count = REFUSED.incrementAndGet();
    if (REFUSAL.isDue()) {
      LOG.warn("What {} has sent was refused ({} in all): {}", from, count, why);
    }
  }
}
