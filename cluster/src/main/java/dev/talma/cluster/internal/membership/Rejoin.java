package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Address;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.Session;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tries to open a session with the seeds, and with members that were lost, for as long as there is
/// none: seeds for ever, lost members for some time. That brings a node into a cluster, and two
/// halves of one together. What follows from a session is not decided here. Belongs to the thread
/// of the loop.
///
/// All are looked at together, as a cluster of nodes that have all others as seeds has many of
/// them; and one that has a session and no name to look up costs nothing but that look.
final class Rejoin {
  private static final Logger LOG = LoggerFactory.getLogger("dev.talma.cluster");
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Loop loop;
  private final Network network;
  private final Duration interval;
  private final Consumer<Session> found;
  private final Map<Address, Target> targets = new HashMap<>();
  private Duration wait = FIRST_WAIT;
  private Loop.Later next = () -> {};

  Rejoin(Loop loop, Network network, Duration interval, Consumer<Session> found) {
    this.found = found;
    this.loop = loop;
    this.network = network;
    this.interval = interval;
  }

  private static final class Target {
    final Address address;
    final long forgetAt;
    final Map<Address, Session> sessions = new HashMap<>();
    final Set<Address> trying = new LinkedHashSet<>();
    final boolean isName;

    /// Whether nobody has to hear that it cannot be reached: it was said, or it has left.
    boolean quiet;

    Target(Address address, long forgetAt) {
      this.address = address;
      this.forgetAt = forgetAt;
      this.isName = isName(address.host());
    }

    private static boolean isName(String host) {
      try {
        InetAddress _ = InetAddress.ofLiteral(host);
        return false;
      } catch (IllegalArgumentException e) {
        return true;
      }
    }

    /// Whether there is a session, and nobody else can be behind the address.
    boolean isConnected() {
      return !isName && isConnected(address);
    }

    boolean isConnected(Address resolved) {
      return Optional.ofNullable(sessions.get(resolved)).filter(Session::isOpen).isPresent();
    }

    boolean isSeed() {
      return forgetAt == Long.MAX_VALUE;
    }
  }

  void seeds(List<Address> seeds) {
    for (Address seed : seeds) {
      if (!seed.equals(network.address())) {
        add(new Target(seed, Long.MAX_VALUE));
      }
    }
  }

  void lost(Address address) {
    Target known = targets.get(address);
    if (known == null || !known.isSeed()) {
      add(new Target(address, System.nanoTime() + REMEMBERED.toNanos()));
    }
  }

  /// It has come back, or there is no hope that it does.
  void forget(Address address) {
    Target known = targets.get(address);
    if (known != null && !known.isSeed()) {
      targets.remove(address);
    }
  }

  /// A member leaves in good order. If it is a seed, it is tried as before, but is not missed.
  void leaves(Address address) {
    for (Target target : targets.values()) {
      if (target.address.equals(address)
          || target.sessions.values().stream().anyMatch(s -> s.address().equals(address))) {
        target.quiet = true;
      }
    }
  }

  private void add(Target target) {
    targets.put(target.address, target);
    look(target);
    wait = FIRST_WAIT;
    later();
  }

  private void later() {
    next.cancel();
    next = loop.after(Loop.about(wait), this::lookAtAll);
  }

  private void lookAtAll() {
    long now = System.nanoTime();
    targets.values().removeIf(target -> !target.isSeed() && target.forgetAt - now < 0);
    if (targets.isEmpty()) {
      return;
    }
    targets.values().stream().filter(target -> !target.isConnected()).forEach(this::look);
    Duration twice = wait.multipliedBy(2);
    wait = twice.compareTo(interval) < 0 ? twice : interval;
    later();
  }

  private void look(Target target) {
    Thread.startVirtualThread(
        () -> {
          Set<Address> resolved = resolve(target.address); // a look-up may wait
          loop.execute(() -> resolved.forEach(address -> connect(target, address)));
        });
  }

  /// {@return the address itself if its name has one IP address, else one for each of them, as
  /// behind each may be another node; without this node's own}
  private Set<Address> resolve(Address address) {
    Set<Address> all = new LinkedHashSet<>();
    try {
      InetAddress[] found = InetAddress.getAllByName(address.host());
      for (InetAddress ip : found) {
        if (!isOwn(ip, address.port())) {
          all.add(found.length == 1 ? address : new Address(ip.getHostAddress(), address.port()));
        }
      }
    } catch (UnknownHostException e) {
      LOG.trace("To be tried again", e);
      all.add(address); // connecting fails as well, and says why
    }
    return all;
  }

  private boolean isOwn(InetAddress ip, int port) throws UnknownHostException {
    return port == network.address().port()
        && ip.equals(InetAddress.getByName(network.address().host()));
  }

  private void connect(Target target, Address address) {
    boolean useless = target.isConnected(address) || address.equals(network.address());
    if (useless || !target.trying.add(address)) {
      return;
    }
    var ignored =
        network
            .connect(address)
            .whenComplete(
                (session, failure) -> loop.execute(() -> tried(target, address, session, failure)));
  }

  private void tried(
      Target target, Address address, @Nullable Session session, @Nullable Throwable failure) {
    target.trying.remove(address);
    if (session != null) {
      target.sessions.put(address, session);
      target.quiet = false;
      found.accept(session);
    } else {
      target.sessions.remove(address);
      boolean missed = target.isSeed() && target.sessions.isEmpty();
      if (missed && !target.quiet && wait.equals(interval)) {
        target.quiet = true;
        LOG.warn(
            "The seed {} cannot be reached; it is tried every {} ms. {}",
            address,
            interval.toMillis(),
            cause(failure));
      } else {
        LOG.debug("{} cannot be reached: {}", address, String.valueOf(failure));
      }
    }
  }

  private static String cause(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause().toString()
        : String.valueOf(failure);
  }
}
