package dev.talma.cluster.internal.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.swim.SwimMessages;
import io.scalecube.cluster.transport.api.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class SessionTransportTest {

  private static final class Heard implements Subscriber<Message> {
    final List<Message> messages = new CopyOnWriteArrayList<>();

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Message message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  /// SWIM listens from early on, but does not tell of what it hears until it has started.
  @Test
  void nothingComesBeforeTheBeginningAndAfterTheEnd() {
    try (MemoryFabric fabric = new MemoryFabric()) {
      OpenSessions sessions = new OpenSessions();
      Network network =
          fabric.open(new NodeId("a", "1"), new Address("h", 1), new Receiver(sessions));
      SessionTransport transport = new SessionTransport(network, sessions, Duration.ofSeconds(1));
      Heard heard = new Heard();
      transport.listen().subscribe(heard);
      Message message = SwimMessages.emptySync("h:2");
      transport.received(message);
      assertTrue(heard.messages.isEmpty());
      transport.begin();
      transport.received(message);
      assertEquals(List.of(message), heard.messages);
      Ending.of(transport.stop()).join();
      transport.received(message);
      assertEquals(1, heard.messages.size());
    }
  }
}
