package dev.talma.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.Request;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.DevelopmentCluster;
import dev.talma.otp.CallResult;
import dev.talma.otp.CastResult;
import dev.talma.otp.GenServer;
import dev.talma.otp.InitResult;
import org.junit.jupiter.api.Test;

/// A generic server behind a name: calls, casts, and a state that moves.
class GenServerAcrossNodesTest {
  sealed interface Message {
    record Get() implements Message, Request<Message, Integer> {}

    record Add(int n) implements Message {}
  }

  static final class Sum extends GenServer<Message, Integer> {
    @Override
    protected InitResult<Integer> init() {
      return ok(0);
    }

    @Override
    protected CallResult<Integer> handleCall(Request<Message, ?> request, Integer sum) {
      return switch (request) {
        case Message.Get get -> reply(get, sum, sum);
        default -> unexpected(request);
      };
    }

    @Override
    protected CastResult<Integer> handleCast(Message message, Integer sum) {
      return switch (message) {
        case Message.Add(int n) -> noReply(sum + n);
        default -> unexpected(message);
      };
    }
  }

  static final ActorType<Message> SUM =
      ActorType.of("sum", Message.class, () -> GenServer.actor(Sum::new)).withState(Integer.class);

  @Test
  void itIsCalledAndCastAndMovesWithItsState() {
    try (var cluster = DevelopmentCluster.start(2, SUM)) {
      for (int i = 0; i < 30; i++) {
        ActorRef<Message> ref = cluster.actor(SUM, "s" + i);
        GenServer.cast(ref, new Message.Add(i));
        GenServer.cast(ref, new Message.Add(1));
        assertEquals(i + 1, GenServer.call(ref, new Message.Get()));
      }
      Cluster third = cluster.add();
      assertTrue(third.clusterCounters().movedIn() > 0);
      for (int i = 0; i < 30; i++) {
        ActorRef<Message> ref = third.actor(SUM, "s" + i);
        assertEquals(i + 1, GenServer.call(ref, new Message.Get()));
      }
    }
  }
}
