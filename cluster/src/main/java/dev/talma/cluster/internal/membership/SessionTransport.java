package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import dev.talma.swim.MalformedSwimMessageException;
import dev.talma.swim.SwimCodec;
import dev.talma.swim.SwimMessages;
import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/// What SWIM sends and gets, over the sessions of this node.
///
/// Where there is no session with whom a message is for, and none can be opened, another member
/// passes it on. So SWIM hears from a member as long as anybody does, and one cut link looks to it
/// like none. Without this it would drop that member sooner or later: it takes nobody for alive
/// whom it has not asked for its metadata itself.
final class SessionTransport implements Transport {
  private static final int RELAYS = 2;

  private final Network network;
  private final String self;
  private final OpenSessions sessions;
  private final long heardNanos;
  private final Map<String, NodeId> relays = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Session>> connecting = new ConcurrentHashMap<>();
  private final Map<String, List<CompletableFuture<Message>>> asked = new ConcurrentHashMap<>();
  private final Object emitting = new Object();
  private final Sinks.Many<Message> incoming = Sinks.many().multicast().directBestEffort();
  private volatile boolean begun;
  private volatile boolean stopped;

  /// @param pingInterval within which a member has to be heard
  SessionTransport(Network network, OpenSessions sessions, Duration pingInterval) {
    this.network = network;
    this.self = network.self().toString();
    this.sessions = sessions;
    this.heardNanos = pingInterval.toNanos();
  }

  /// Says who reaches an address that this node does not reach.
  void relay(Address address, NodeId by) {
    relays.put(address.toString(), by);
  }

  /// Nobody does, or this node does again.
  void noRelay(Address address) {
    relays.remove(address.toString());
  }

  /// SWIM is ready. What came before is lost: ScaleCube begins to listen before it tells of what it
  /// hears, so a member that it met in between would be known to it and to nobody else, for good.
  void begin() {
    begun = true;
  }

  /// A message has come, or is to be taken as if it had.
  void received(Message message) {
    if (!begun) {
      return;
    }
    String correlation = message.correlationId();
    List<CompletableFuture<Message>> waiting =
        correlation == null ? null : asked.remove(correlation);
    if (waiting != null) {
      waiting.forEach(answer -> answer.complete(message));
      return;
    }
    synchronized (emitting) { // a sink takes one at a time, and sessions have threads of their own
      if (!stopped) {
        incoming.tryEmitNext(message);
      }
    }
  }

  /// Passes a message on, if there is a session with whom it is for.
  void passOn(ControlFrame.Relay relay) {
    sessions.at(relay.address()).ifPresent(s -> offer(s, new ControlFrame.Swim(relay.message())));
  }

  /// Sends over one session.
  void send(Session session, Message message) {
    try {
      offer(session, new ControlFrame.Swim(SwimCodec.encode(message)));
    } catch (MalformedSwimMessageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public String address() {
    return network.address().toString();
  }

  @Override
  public Mono<Transport> start() {
    return Mono.just(this);
  }

  @Override
  public Mono<Void> stop() {
    return Mono.fromRunnable(
        () -> {
          synchronized (emitting) {
            stopped = true;
            incoming.tryEmitComplete();
          }
        });
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public Flux<Message> listen() {
    return incoming.asFlux().onBackpressureBuffer();
  }

  @Override
  public Mono<Void> send(@Nullable String address, Message message) {
    return Mono.fromFuture(() -> dispatch(address, message));
  }

  @Override
  public Mono<Message> requestResponse(String address, Message request) {
    Optional<Message> known = acknowledged(address, request);
    if (known.isPresent()) {
      return Mono.just(known.get());
    }
    return Mono.fromFuture(
        () -> {
          CompletableFuture<Message> answer = new CompletableFuture<>();
          String correlation = request.correlationId();
          // Several may be asked with one correlation; the first answer is everybody's.
          asked.compute(
              correlation,
              (c, waiting) -> {
                List<CompletableFuture<Message>> all =
                    waiting == null ? new CopyOnWriteArrayList<>() : waiting;
                all.add(answer);
                return all;
              });
          var ignored =
              answer.whenComplete(
                  (message, failure) ->
                      asked.computeIfPresent(
                          correlation,
                          (c, waiting) -> {
                            waiting.removeIf(other -> other == answer);
                            return waiting.isEmpty() ? null : waiting;
                          }));
          var _ =
              dispatch(address, request)
                  .exceptionally(
                      failure -> {
                        answer.completeExceptionally(failure);
                        return null;
                      });
          return answer;
        });
  }

  /// The answer to a ping of a member that was heard just now. On a busy link a ping waits behind
  /// what was sent before it, and a member that sends as fast as it can would be taken for dead.
  private Optional<Message> acknowledged(String address, Message request) {
    return sessions
        .at(address)
        .filter(session -> session.hasHeardWithin(heardNanos))
        .flatMap(session -> SwimMessages.acknowledged(request));
  }

  private CompletableFuture<Void> dispatch(@Nullable String address, Message message) {
    try {
      if (address == null) {
        throw new IOException("A message of SWIM did not say whom to answer");
      }
      if (SwimMessages.isHearsay(message, self)) {
        return CompletableFuture.completedFuture(null);
      }
      return dispatch(address, SwimCodec.encode(message));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Void> dispatch(String address, byte[] message) {
    Optional<Session> direct = sessions.at(address);
    if (direct.isPresent()) {
      offer(direct.get(), new ControlFrame.Swim(message));
      return CompletableFuture.completedFuture(null);
    }
    NodeId known = relays.get(address);
    Optional<Session> relay = known == null ? Optional.empty() : sessions.with(known);
    if (relay.isPresent()) {
      offer(relay.get(), new ControlFrame.Relay(address, message));
      return CompletableFuture.completedFuture(null);
    }
    return connect(address)
        .handle(
            (session, failure) -> {
              if (session != null) {
                offer(session, new ControlFrame.Swim(message));
              } else if (!relayed(address, message)) {
                throw new CompletionException(failure);
              }
              return null;
            });
  }

  private CompletableFuture<Session> connect(String address) {
    if (stopped) {
      return CompletableFuture.failedFuture(new IOException("This node has left"));
    }
    CompletableFuture<Session> mine = new CompletableFuture<>();
    CompletableFuture<Session> others = connecting.putIfAbsent(address, mine);
    if (others != null) {
      return others;
    }
    CompletableFuture<Session> attempt;
    try {
      attempt = network.connect(Address.parse(address));
    } catch (IllegalArgumentException e) {
      attempt = CompletableFuture.failedFuture(e);
    }
    var ignored =
        attempt.whenComplete(
            (session, failure) -> {
              connecting.remove(address, mine);
              if (session != null) {
                mine.complete(session);
              } else {
                mine.completeExceptionally(
                    failure == null ? new IOException("No session with " + address) : failure);
              }
            });
    return mine;
  }

  private boolean relayed(String address, byte[] message) {
    List<Session> others = new ArrayList<>(sessions.all());
    Collections.shuffle(others);
    others.stream().limit(RELAYS).forEach(s -> offer(s, new ControlFrame.Relay(address, message)));
    return !others.isEmpty();
  }

  private static void offer(Session session, ControlFrame frame) {
    // A full or closed session loses it, as a network may: whoever waits for an answer has a limit.
    Offer ignored = session.offer(Lane.CONTROL, frame.frame());
  }
}
