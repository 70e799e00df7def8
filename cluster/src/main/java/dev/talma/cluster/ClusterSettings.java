package dev.talma.cluster;

import dev.talma.ActorType;
import dev.talma.SystemSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The settings of a node. Each method with an argument gives a copy in which that one is changed.
///
/// @param node who this node is; unique among the nodes of the cluster
/// @param clusterName the name of the cluster; nodes of another name are refused; `talma` unless
///   set
/// @param bind where it listens; a port of the system's choice on 127.0.0.1 unless set
/// @param advertised where others reach it, if that is not where it listens
/// @param seeds where to look for others, as `host:port`; names are resolved again at each try, to
///   all their addresses. None unless set: then others find this node
/// @param roles what the node is there for; see [ActorType#withRole(String)]
/// @param weight its share of the named actors, relative to others; 1 unless set
/// @param tls its certificate, and whose it trusts
/// @param isInsecure whether it may listen elsewhere than on the loopback interface without TLS;
///   false unless set
/// @param types the kinds of named actors
/// @param messages further classes that may be sent, such as protocols of actors without a type
/// @param minMembers with fewer members than this, named actors stop and cannot be reached; 1
///   unless set
/// @param timing how fast members are found lost; [Timing#lan()] unless set
/// @param outbound what waits to be sent to each other node
/// @param handOverTimeout how long a node waits for others to hand over what it has got from them,
///   before it starts those actors afresh; 10 s unless set
/// @param leaveTimeout how long leaving takes at most; 10 s unless set
/// @param system the settings of the actor system
public record ClusterSettings(
    String node,
    String clusterName,
    Address bind,
    Optional<Address> advertised,
    List<String> seeds,
    Set<String> roles,
    int weight,
    Optional<Tls> tls,
    boolean isInsecure,
    List<ActorType<?>> types,
    List<Class<?>> messages,
    int minMembers,
    Timing timing,
    Outbound outbound,
    Duration handOverTimeout,
    Duration leaveTimeout,
    SystemSettings system) {

  /// Refuses what makes no sense.
  public ClusterSettings {
    notBlank(node, "node");
    notBlank(clusterName, "clusterName");
    Objects.requireNonNull(bind, "bind");
    Objects.requireNonNull(advertised, "advertised");
    seeds = List.copyOf(seeds);
    seeds.forEach(Address::parse);
    roles = Set.copyOf(roles);
    atLeastOne(weight, "weight");
    Objects.requireNonNull(tls, "tls");
    types = List.copyOf(types);
    messages = List.copyOf(messages);
    atLeastOne(minMembers, "minMembers");
    Objects.requireNonNull(timing, "timing");
    Objects.requireNonNull(outbound, "outbound");
    positive(handOverTimeout, "handOverTimeout");
    positive(leaveTimeout, "leaveTimeout");
    Objects.requireNonNull(system, "system");
  }

  /// {@return the default settings}
  public static ClusterSettings defaults() {
    return new ClusterSettings(
        "node",
        "talma",
        new Address("127.0.0.1", 0),
        Optional.empty(),
        List.of(),
        Set.of(),
        1,
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        1,
        Timing.lan(),
        Outbound.defaults(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        SystemSettings.defaults());
  }

  /// {@return these settings with another name of the node}
  ///
  /// @param value letters, digits and `-_.+@$~`
  public ClusterSettings node(String value) {
    return with(draft -> draft.node = value);
  }

  /// {@return these settings with another name of the cluster}
  ///
  /// @param value any text
  public ClusterSettings clusterName(String value) {
    return with(draft -> draft.clusterName = value);
  }

  /// {@return these settings with another address to listen at}
  ///
  /// @param host such as `0.0.0.0`; without TLS only the loopback interface is allowed
  /// @param port 0 for one of the system's choice
  public ClusterSettings bind(String host, int port) {
    return with(draft -> draft.bind = new Address(host, port));
  }

  /// {@return these settings with another address under which others reach the node}
  ///
  /// @param host such as `node-1.example.com`
  /// @param port the port; 0 for the one that it listens at
  public ClusterSettings advertise(String host, int port) {
    return with(draft -> draft.advertised = Optional.of(new Address(host, port)));
  }

  /// {@return these settings with other seeds}
  ///
  /// @param value each as `host:port`
  public ClusterSettings seeds(String... value) {
    return with(draft -> draft.seeds = List.of(value));
  }

  /// {@return these settings with other roles}
  ///
  /// @param value the roles
  public ClusterSettings roles(String... value) {
    return with(draft -> draft.roles = Set.of(value));
  }

  /// {@return these settings with another weight}
  ///
  /// @param value at least 1
  public ClusterSettings weight(int value) {
    return with(draft -> draft.weight = value);
  }

  /// {@return these settings with a certificate: every connection is encrypted, and both ends show
  /// theirs}
  ///
  /// @param value the certificate, its key, and the authority whose certificates are trusted
  public ClusterSettings tls(Tls value) {
    return with(draft -> draft.tls = Optional.of(value));
  }

  /// {@return these settings with leave to listen anywhere without TLS: whoever reaches the port
  /// can send anything to every actor, and read what is sent}
  public ClusterSettings insecure() {
    return with(draft -> draft.isInsecure = true);
  }

  /// {@return these settings with other kinds of named actors}
  ///
  /// @param value the same on all nodes; what a newer version adds is not known to older nodes
  public ClusterSettings types(ActorType<?>... value) {
    return with(draft -> draft.types = List.of(value));
  }

  /// {@return these settings with other further classes that may be sent}
  ///
  /// @param value records, enums or sealed hierarchies of them
  public ClusterSettings messages(Class<?>... value) {
    return with(draft -> draft.messages = List.of(value));
  }

  /// {@return these settings with another number of members that there must be}
  ///
  /// @param value more than half of the nodes keeps a minority from running what it does not own
  public ClusterSettings minMembers(int value) {
    return with(draft -> draft.minMembers = value);
  }

  /// {@return these settings with another timing}
  ///
  /// @param value the timing
  public ClusterSettings timing(Timing value) {
    return with(draft -> draft.timing = value);
  }

  /// {@return these settings with other bounds for what waits to be sent}
  ///
  /// @param value the bounds
  public ClusterSettings outbound(Outbound value) {
    return with(draft -> draft.outbound = value);
  }

  /// {@return these settings with another time to wait for what others hand over}
  ///
  /// @param value a positive duration
  public ClusterSettings handOverTimeout(Duration value) {
    return with(draft -> draft.handOverTimeout = value);
  }

  /// {@return these settings with another time that leaving may take}
  ///
  /// @param value a positive duration
  public ClusterSettings leaveTimeout(Duration value) {
    return with(draft -> draft.leaveTimeout = value);
  }

  /// {@return these settings with other settings of the actor system}
  ///
  /// @param change changes the present ones
  public ClusterSettings system(UnaryOperator<SystemSettings> change) {
    return with(draft -> draft.system = change.apply(system));
  }

  private ClusterSettings with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// A copy that can be changed, so that one change need not name all that it leaves alone.
  private static final class Draft {
    private String node;
    private String clusterName;
    private Address bind;
    private Optional<Address> advertised;
    private List<String> seeds;
    private Set<String> roles;
    private int weight;
    private Optional<Tls> tls;
    private boolean isInsecure;
    private List<ActorType<?>> types;
    private List<Class<?>> messages;
    private int minMembers;
    private Timing timing;
    private Outbound outbound;
    private Duration handOverTimeout;
    private Duration leaveTimeout;
    private SystemSettings system;

    Draft(ClusterSettings from) {
      node = from.node;
      clusterName = from.clusterName;
      bind = from.bind;
      advertised = from.advertised;
      seeds = from.seeds;
      roles = from.roles;
      weight = from.weight;
      tls = from.tls;
      isInsecure = from.isInsecure;
      types = from.types;
      messages = from.messages;
      minMembers = from.minMembers;
      timing = from.timing;
      outbound = from.outbound;
      handOverTimeout = from.handOverTimeout;
      leaveTimeout = from.leaveTimeout;
      system = from.system;
    }

    ClusterSettings settings() {
      return new ClusterSettings(
          node,
          clusterName,
          bind,
          advertised,
          seeds,
          roles,
          weight,
          tls,
          isInsecure,
          types,
          messages,
          minMembers,
          timing,
          outbound,
          handOverTimeout,
          leaveTimeout,
          system);
    }
  }

  private static void notBlank(String value, String what) {
    if (Objects.requireNonNull(value, what).isBlank()) {
      throw new IllegalArgumentException(what + " is blank");
    }
  }

  private static void atLeastOne(int value, String what) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, but is " + value);
    }
  }

  private static void positive(Duration value, String what) {
    if (!Objects.requireNonNull(value, what).isPositive()) {
      throw new IllegalArgumentException(what + " must be positive, but is " + value);
    }
  }
}
