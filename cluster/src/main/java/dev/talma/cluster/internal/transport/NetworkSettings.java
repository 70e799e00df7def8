package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// How a node takes part in the network.
///
/// @param bind where to listen; port 0 lets the system choose
/// @param advertised where others reach this node, if that is another address than the one it
///   binds; its port 0 stands for the port that the node really has
/// @param cluster the name of the cluster; nodes of another one are refused
/// @param tls how connections are encrypted and peers authenticated; without it, the loopback
///   interface is all that is used
/// @param insecure whether to do without TLS on other interfaces than loopback, too
/// @param maxFrame the longest frame that this node takes, in bytes
/// @param messages the room for what waits to be sent in the lane of messages, for each session
/// @param control the same for the lane of control
/// @param heartbeat after how long without a frame to send, or to receive, a ping is sent
/// @param silence after how long without a byte from the peer, or without one that it takes, a
///   session is closed
/// @param connectTimeout how long one try to reach one IP address may take
/// @param handshakeTimeout how long a new connection may take to become a session
/// @param lowWater below how many bytes in a connection's buffer writing goes on
/// @param highWater above how many bytes in a connection's buffer writing pauses
/// @param maxHandshakes how many accepted connections may be in their handshake at the same time
public record NetworkSettings(
    Address bind,
    Optional<Address> advertised,
    String cluster,
    Optional<Tls> tls,
    boolean insecure,
    int maxFrame,
    Room messages,
    Room control,
    Duration heartbeat,
    Duration silence,
    Duration connectTimeout,
    Duration handshakeTimeout,
    int lowWater,
    int highWater,
    int maxHandshakes) {

  /// How much may wait in a lane.
  ///
  /// @param frames how many frames, at most
  /// @param bytes how many bytes of frames, at most
  public record Room(int frames, long bytes) {
    /// Refuses what cannot be a room.
    public Room {
      if (frames < 1 || frames >= 1 << 22 || bytes < 1 || bytes >= 1L << 40) {
        throw new IllegalArgumentException(
            "A lane has room for 1 to 4194303 frames and for less than 1 TiB, but this is "
                + frames
                + " frames and "
                + bytes
                + " bytes");
      }
    }
  }

  /// Refuses what cannot work.
  public NetworkSettings {
    Objects.requireNonNull(bind, "bind");
    Objects.requireNonNull(advertised, "advertised");
    Objects.requireNonNull(tls, "tls");
    if (cluster.isBlank() || cluster.length() > 200) {
      throw new IllegalArgumentException(
          "The name of a cluster has 1 to 200 characters, but this is \"" + cluster + "\"");
    }
    if (maxFrame < 1024 || maxFrame > 256 << 20) {
      throw new IllegalArgumentException(
          "The longest frame is from 1 KiB to 256 MiB, but this is " + maxFrame + " bytes");
    }
    // A sender that waits is woken when half of the room is free.
    if (messages.bytes() < 2L * maxFrame || control.bytes() < 2L * maxFrame) {
      throw new IllegalArgumentException(
          "Each lane needs room for two frames of the longest kind, which is "
              + 2L * maxFrame
              + " bytes");
    }
    positive(heartbeat, "heartbeat");
    positive(silence, "silence limit");
    positive(connectTimeout, "connect timeout");
    positive(handshakeTimeout, "handshake timeout");
    if (silence.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "The silence limit has to be at least two heartbeats, but it is "
              + silence
              + " and the heartbeat "
              + heartbeat);
    }
    if (lowWater < 1 || highWater < lowWater) {
      throw new IllegalArgumentException(
          "The water marks have to be 1 <= low <= high, but are " + lowWater + ", " + highWater);
    }
    if (maxHandshakes < 1) {
      throw new IllegalArgumentException(
          "At least one handshake has to be allowed, but this is " + maxHandshakes);
    }
  }

  private static void positive(Duration duration, String what) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0
        || duration.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "The " + what + " is from 1 ms to 1 h, but this is " + duration);
    }
  }

  /// {@return the defaults}
  ///
  /// @param bind where to listen
  /// @param cluster the name of the cluster
  public static NetworkSettings of(Address bind, String cluster) {
    return new NetworkSettings(
        bind,
        Optional.empty(),
        cluster,
        Optional.empty(),
        false,
        4 << 20,
        new Room(65_536, 64L << 20),
        new Room(10_000, 64L << 20),
        Duration.ofSeconds(1),
        Duration.ofSeconds(4),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        256 << 10,
        512 << 10,
        128);
  }

  /// {@return these, with another address for others}
  ///
  /// @param advertised where others reach this node
  public NetworkSettings advertising(Address advertised) {
    return new NetworkSettings(
        bind,
        Optional.of(advertised),
        cluster,
        tls,
        insecure,
        maxFrame,
        messages,
        control,
        heartbeat,
        silence,
        connectTimeout,
        handshakeTimeout,
        lowWater,
        highWater,
        maxHandshakes);
  }

  /// {@return these, with TLS}
  ///
  /// @param tls how
  public NetworkSettings with(Tls tls) {
    return with(Optional.of(tls), insecure);
  }

  /// {@return these, without TLS on whichever interface}
  public NetworkSettings withoutProtection() {
    return with(Optional.empty(), true);
  }

  private NetworkSettings with(Optional<Tls> tls, boolean insecure) {
    return new NetworkSettings(
        bind,
        advertised,
        cluster,
        tls,
        insecure,
        maxFrame,
        messages,
        control,
        heartbeat,
        silence,
        connectTimeout,
        handshakeTimeout,
        lowWater,
        highWater,
        maxHandshakes);
  }

  /// {@return these, with other limits for what is sent}
  ///
  /// @param maxFrame the longest frame, in bytes
  /// @param messages the room for messages
  /// @param control the room for control
  public NetworkSettings withRoom(int maxFrame, Room messages, Room control) {
    return new NetworkSettings(
        bind,
        advertised,
        cluster,
        tls,
        insecure,
        maxFrame,
        messages,
        control,
        heartbeat,
        silence,
        connectTimeout,
        handshakeTimeout,
        lowWater,
        highWater,
        maxHandshakes);
  }

  /// {@return these, with other times}
  ///
  /// @param heartbeat after how long a ping is sent
  /// @param silence after how long a silent session is closed
  /// @param connectTimeout how long one try to connect may take
  /// @param handshakeTimeout how long a handshake may take
  public NetworkSettings withTimes(
      Duration heartbeat, Duration silence, Duration connectTimeout, Duration handshakeTimeout) {
    return new NetworkSettings(
        bind,
        advertised,
        cluster,
        tls,
        insecure,
        maxFrame,
        messages,
        control,
        heartbeat,
        silence,
        connectTimeout,
        handshakeTimeout,
        lowWater,
        highWater,
        maxHandshakes);
  }

  /// {@return whether what goes to or comes from an interface may do without TLS, or has it}
  boolean allows(InetAddress there) {
    return tls.isPresent() || insecure || there.isLoopbackAddress();
  }

  /// {@return where to listen} Resolves the name, so it may block.
  ///
  /// @throws UnknownHostException if the host has no IP address
  /// @throws IllegalArgumentException if the address may not be used without TLS, or others could
  ///   not be told how to reach it
  InetSocketAddress bindAddress() throws UnknownHostException {
    InetAddress ip;
    try {
      ip = InetAddress.getByName(bind.host());
    } catch (UnknownHostException e) {
      var unknown =
          new UnknownHostException(
              "Cannot listen on " + bind + ": the host name has no IP address on this machine");
      unknown.initCause(e);
      throw unknown;
    }
    if (!allows(ip)) {
      throw new IllegalArgumentException(
          "Without TLS a node listens on the loopback interface only, but "
              + bind
              + " is reached from outside. Give it certificates (Tls.pem), or say insecure() if"
              + " everybody in that network may take part in the cluster");
    }
    if (ip.isAnyLocalAddress() && advertised.isEmpty()) {
      throw new IllegalArgumentException(
          bind
              + " means every interface, which tells others nothing. Say which address they reach"
              + " this node at with advertise(host, port), or bind one interface");
    }
    return new InetSocketAddress(ip, bind.port());
  }

  /// {@return where others reach this node}
  ///
  /// @param port the port that it has
  Address reachedAt(int port) {
    Address base = advertised.orElse(bind);
    return base.port() == 0 ? new Address(base.host(), port) : base;
  }
}
