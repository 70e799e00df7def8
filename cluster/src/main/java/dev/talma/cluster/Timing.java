package dev.talma.cluster;

import java.time.Duration;
import java.util.Objects;

/// How often the nodes of a cluster look after each other, and how long they wait. All nodes of a
/// cluster should have the same. Start from a preset: [#lan()] unless there is a reason; and change
/// what was measured to be wrong.
///
/// Below, *n* is the number of members, and *log n* is the number of binary digits of n: 2 for 3
/// nodes, 5 for 20, 7 for 100.
///
/// Two mechanisms work side by side. A *connection that is closed or refused* is the quick one: the
/// node asks the others at once, and if none of them reaches the member either, nothing new is sent
/// to it any more; after [#lossTimeout()] it is removed. That finds every crash of a process, in
/// any cluster size, in well below a second. *SWIM* is the other one, for nodes that are silent
/// with their connections open: each node pings one member after the other, and who does not answer
/// is suspected, has the time `suspicionMultiplier × log n × pingInterval` to protest, and is
/// removed then. In a large cluster that takes long, and the first mechanism comes before it: a
/// connection on which nothing is heard is closed after 4.5 s at most, and the member is removed
/// `lossTimeout` after that.
///
/// @param pingInterval how often a node pings one of the others. A silent member is first noticed
///   after about `1.6 × pingInterval` by somebody, whatever n, and by a given node after at most
///   `(2n - 1) × pingInterval`. Shorter finds it sooner; each node sends and answers `1 /
///   pingInterval` pings a second
/// @param pingTimeout how long to wait for the answer before others are asked to ping the same
///   member; they have `pingInterval - pingTimeout` for it. Several times the round trip, plus the
///   longest pause of a healthy process that is not to be noticed
/// @param indirectProbes how many others are asked to ping a member that has not answered. More are
///   less often wrong where messages get lost, and cost so many more messages, only then
/// @param suspicionMultiplier how long a suspected member may protest: `suspicionMultiplier × log n
///   × pingInterval`. More tolerates longer pauses, and finds silent members later
/// @param gossipInterval how often news is passed on. News has reached everybody after about `log n
///   × gossipInterval`
/// @param gossipFanout to how many others news is passed on each time. More is faster and safer;
///   each piece of news costs each node `gossipFanout × gossipRepeat × log n` small messages
/// @param gossipRepeat for how long: `gossipRepeat × log n` times. More is safer where messages get
///   lost
/// @param syncInterval how often a node compares its whole list with one other node. Finds what
///   gossip has missed; costs a message that grows with n
/// @param rejoinInterval how often seeds that are not connected, and members that were lost, are
///   tried. A cluster that was cut in two is one again after this time, about
/// @param lossTimeout how long nobody may have a connection with a member before it is removed.
///   Longer saves the members that come back from being removed and joining again
public record Timing(
    Duration pingInterval,
    Duration pingTimeout,
    int indirectProbes,
    int suspicionMultiplier,
    Duration gossipInterval,
    int gossipFanout,
    int gossipRepeat,
    Duration syncInterval,
    Duration rejoinInterval,
    Duration lossTimeout) {

  /// Refuses what cannot work.
  ///
  /// @throws IllegalArgumentException if a duration is below a millisecond or above an hour, a
  ///   number is below 1 (the indirect probes below 0), or the ping timeout is not shorter than the
  ///   interval
  public Timing {
    duration("pingInterval", pingInterval);
    duration("pingTimeout", pingTimeout);
    duration("gossipInterval", gossipInterval);
    duration("syncInterval", syncInterval);
    duration("rejoinInterval", rejoinInterval);
    duration("lossTimeout", lossTimeout);
    number("indirectProbes", indirectProbes, 0);
    number("suspicionMultiplier", suspicionMultiplier, 1);
    number("gossipFanout", gossipFanout, 1);
    number("gossipRepeat", gossipRepeat, 1);
    if (pingTimeout.compareTo(pingInterval) >= 0) {
      throw new IllegalArgumentException(
          "The pingTimeout has to be shorter than the pingInterval, as others ping in the rest of"
              + " the time, but they are "
              + pingTimeout
              + " and "
              + pingInterval);
    }
  }

  private static void duration(String name, Duration value) {
    Objects.requireNonNull(value, name);
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "The " + name + " of a cluster is from 1 ms to 1 h, but this is " + value);
    }
  }

  private static void number(String name, int value, int least) {
    if (value < least || value > 1000) {
      throw new IllegalArgumentException(
          "The " + name + " of a cluster is from " + least + " to 1000, but this is " + value);
    }
  }

  /// {@return what suits nodes in one data centre; the default} A crashed process gets nothing new
  /// after less than 1 s and is removed after 3 s, a silent one after 3 to 7 s.
  public static Timing lan() {
    return new Timing(
        Duration.ofMillis(500),
        Duration.ofMillis(300),
        3,
        2,
        Duration.ofMillis(200),
        3,
        3,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500));
  }

  /// {@return what suits nodes far apart, or on hosts that pause} A crashed process is removed
  /// after 15 s, a silent one after 20 s.
  public static Timing wan() {
    return new Timing(
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        3,
        4,
        Duration.ofMillis(500),
        4,
        3,
        Duration.ofSeconds(30),
        Duration.ofSeconds(3),
        Duration.ofSeconds(15));
  }

  /// {@return what suits nodes on one machine, as in tests} A crashed process is removed after 1 s,
  /// a silent one after 3 to 6 s; a machine that is busy must not look like a crash.
  public static Timing local() {
    return new Timing(
        Duration.ofMillis(400),
        Duration.ofMillis(300),
        3,
        3,
        Duration.ofMillis(100),
        3,
        2,
        Duration.ofSeconds(5),
        Duration.ofMillis(300),
        Duration.ofSeconds(1));
  }
}
