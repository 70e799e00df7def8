package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// What a server tells those who look into it: traces and statistics. Made when somebody first
/// looks, so that a server which nobody looks into pays nothing.
final class Inspection {
  private final ActorRef<?> server;
  private final TimeSource time;
  private final List<Consumer<? super ServerEvent>> listeners = new ArrayList<>();
  private boolean counting;
  private long since;
  private long in;
  private long out;

  Inspection(ActorRef<?> server, TimeSource time) {
    this.server = server;
    this.time = time;
  }

  void add(Consumer<? super ServerEvent> listener) {
    listeners.add(listener);
  }

  void remove(Consumer<? super ServerEvent> listener) {
    listeners.remove(listener);
  }

  void count(boolean on) {
    counting = on;
    since = time.nanoTime();
    in = 0;
    out = 0;
  }

  Optional<ServerStatistics> statistics() {
    return counting
        ? Optional.of(new ServerStatistics(Duration.ofNanos(time.nanoTime() - since), in, out))
        : Optional.empty();
  }

  void received(ServerEvent.Kind kind, Object message) {
    in++;
    tell(ref -> new ServerEvent.Received(ref, kind, message));
  }

  void replied(Object value) {
    out++;
    tell(ref -> new ServerEvent.Replied(ref, value));
  }

  void newState(Object state) {
    tell(ref -> new ServerEvent.NewState(ref, state));
  }

  private void tell(Function<ActorRef<?>, ServerEvent> event) {
    if (listeners.isEmpty()) {
      return;
    }
    ServerEvent made = event.apply(server);
    for (Consumer<? super ServerEvent> listener : List.copyOf(listeners)) {
      try {
        listener.accept(made);
      } catch (Exception | AssertionError e) { // a listener may throw what it does not declare
        ServerLog.traceFailed(server, e);
        listeners.remove(listener);
      }
    }
  }
}
