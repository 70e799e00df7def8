package dev.talma.cluster.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Lets connections of others in: as many at once as may be in their handshake, each through TLS if
/// there is TLS, and counts those that were refused.
final class Entrance {
  private final SessionScope scope;
  private final Optional<TlsSource> tls;
  private final ConcurrentHashMap<Handshake, Boolean> inside = new ConcurrentHashMap<>();
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

  Entrance(SessionScope scope, Optional<TlsSource> tls) {
    this.scope = scope;
    this.tls = tls;
    for (Refusal kind : Refusal.values()) {
      refused.put(kind, new LongAdder());
    }
  }

  void initChannel(SocketChannel channel) {
    if (inside.size() >= scope.settings().maxHandshakes()) {
      String why = "too many connections are in their handshake";
      refused(channel, Refusal.TOO_MANY, true, "A connection was refused: " + why);
      if (tls.isEmpty()) {
        Connections.refuse(channel, false, Refusal.TOO_MANY, why);
      } else {
        Connections.closeNow(channel);
      }
      return;
    }
    var reception = new Reception(scope, channel, this);
    inside.put(reception, true);
    var reader = new FrameReader(tls.isPresent(), reception);
    reception.readWith(reader);
    tls.ifPresent(source -> channel.pipeline().addLast(new Doorman(source, reception)));
    channel.pipeline().addLast(reader);
  }

  void left(Handshake handshake) {
    inside.remove(handshake);
  }

  void refused(Channel channel, Refusal kind, boolean alarming, String sentence) {
    count(kind).increment();
    if (alarming) {
      scope.complaints().about(Connections.ip(channel), kind.name(), sentence);
    } else {
      Complaints.aside("{} [{}]", sentence, Connections.ip(channel));
    }
  }

  private LongAdder count(Refusal kind) {
    LongAdder count = refused.get(kind);
    if (count == null) {
      throw new IllegalStateException("No counter for " + kind);
    }
    return count;
  }

  int handshakes() {
    return inside.size();
  }

  Map<Refusal, Long> refused() {
    Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
    refused.forEach(
        (kind, count) -> {
          if (count.sum() > 0) {
            counts.put(kind, count.sum());
          }
        });
    return counts;
  }
}
