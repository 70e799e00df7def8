package dev.talma.swim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scalecube.cluster.Member;
import io.scalecube.cluster.membership.MemberStatus;
import io.scalecube.cluster.transport.api.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SwimCodecTest {
  private static final long SEED = Long.getLong("talma.seed", System.nanoTime());
  private static final Member A = new Member("a#1", "a", "10.0.0.1:7000", "shop");
  private static final Member B = new Member("b#1", null, "[::1]:7000", "shop");

  private static Message message(String qualifier, Object data) {
    return Message.withData(data)
        .qualifier(qualifier)
        .correlationId("c-1")
        .sender(A.address())
        .build();
  }

  private static Object record(MemberStatus status) {
    return Shape.RECORD.construct(A, status, 7);
  }

  /// One of each message of the protocol.
  static List<Message> samples() {
    List<Message> all = new ArrayList<>();
    Object ack = Shape.ACK.type().getEnumConstants()[1];
    for (String kind : List.of("ping", "pingReq", "pingAck")) {
      all.add(message("sc/fdetector/" + kind, Shape.PING.construct(A, B)));
      Object transit = Shape.PING.construct(A, B, A);
      all.add(message("sc/fdetector/" + kind, transit));
    }
    assertEquals("DEST_GONE", ack.toString());
    all.add(SwimMessages.emptySync(A.address()));
    all.add(SwimMessages.dead(B, A.address()));
    all.add(SwimMessages.alive(A, 3));
    all.add(
        message(
            "sc/membership/sync",
            Shape.SYNC.construct(
                List.of(record(MemberStatus.ALIVE), record(MemberStatus.SUSPECT)))));
    Message rumour =
        Message.withData(record(MemberStatus.LEAVING)).qualifier("sc/membership/gossip").build();
    Object gossip = gossip(rumour);
    all.add(message("sc/gossip/req", Shape.GOSSIPS.construct(List.of(gossip, gossip), "a#1")));
    all.add(message("sc/metadata/req", Shape.METADATA_REQUEST.construct(B)));
    all.add(
        message(
            "sc/metadata/resp",
            Shape.METADATA_RESPONSE.construct(B, ByteBuffer.wrap(new byte[] {1, 2, 3}))));
    return all;
  }

  private static Object gossip(Message message) {
    return Shape.GOSSIP.construct("a#1", message, 5L);
  }

  @Test
  void hearsayIsToldApart() {
    Message alive = SwimMessages.alive(A, 1);
    assertFalse(SwimMessages.isHearsay(alive, "b#1"), "passed on for another");
    assertFalse(SwimMessages.isHearsay(alive, "a#1"), "about itself");
    for (MemberStatus status : MemberStatus.values()) {
      Message rumour = Message.withData(record(status)).qualifier("sc/membership/gossip").build();
      Object gossip = Shape.GOSSIP.construct("b#1", rumour, 5L);
      Message message = message("sc/gossip/req", Shape.GOSSIPS.construct(List.of(gossip), "b#1"));
      assertEquals(status != MemberStatus.SUSPECT, SwimMessages.isHearsay(message, "b#1"));
    }
    assertFalse(SwimMessages.isHearsay(samples().getFirst(), "a#1"));
  }

  @Test
  void everyMessageComesBack() throws MalformedSwimMessageException {
    for (Message message : samples()) {
      byte[] bytes = SwimCodec.encode(message);
      Message back = SwimCodec.decode(bytes);
      assertEquals(message.headers(), back.headers());
      assertEquals(message.<Object>data().toString(), back.<Object>data().toString());
      assertArrayEquals(bytes, SwimCodec.encode(back));
    }
  }

  @Test
  void whatDoesNotBelongIsRefused() throws MalformedSwimMessageException {
    Object ping = Shape.PING.construct(A, B);
    Object sync = Shape.SYNC.construct(List.of());
    for (Message wrong :
        List.of(
            message("sc/gossip/req", ping),
            message("sc/membership/sync", ping),
            message("sc/fdetector/ping", sync),
            message("elsewhere", sync),
            message("sc/membership/gossip", record(MemberStatus.ALIVE)),
            message("sc/gossip/req", "text"),
            Message.withData(ping).build(),
            message(
                "sc/gossip/req",
                Shape.GOSSIPS.construct(List.of(gossip(SwimMessages.emptySync("x"))), "a#1")),
            message("sc/fdetector/ping", Shape.PING.construct()))) {
      assertThrows(
          MalformedSwimMessageException.class,
          () -> SwimCodec.decode(SwimCodec.encode(wrong)),
          wrong.toString());
    }
    assertThrows(
        MalformedSwimMessageException.class,
        () -> SwimCodec.encode(message("sc/membership/sync", new ArrayList<>())));
    byte[] longer = java.util.Arrays.copyOf(SwimCodec.encode(samples().getFirst()), 400);
    assertThrows(MalformedSwimMessageException.class, () -> SwimCodec.decode(longer));
    assertThrows(
        MalformedSwimMessageException.class,
        () -> SwimCodec.decode(new byte[SwimCodec.MAX_BYTES + 1]));
  }

  /// Whatever bytes come: a message that can be written again, or the one exception.
  @Test
  void brokenBytesAreOneException() throws MalformedSwimMessageException {
    System.out.println("SwimCodecTest: -Dtalma.seed=" + SEED);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    List<byte[]> seeds = new ArrayList<>();
    for (Message message : samples()) {
      seeds.add(SwimCodec.encode(message));
    }
    int accepted = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = mutated(seeds.get(random.nextInt(seeds.size())), random);
      try {
        SwimCodec.encode(SwimCodec.decode(bytes));
        accepted++;
      } catch (MalformedSwimMessageException e) {
        assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
      }
    }
    assertTrue(accepted > 0 && accepted < 300_000, "accepted " + accepted);
  }

  private static byte[] mutated(byte[] seed, RandomGenerator random) {
    byte[] bytes = seed.clone();
    if (random.nextInt(4) == 0) {
      bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length * 2));
    }
    for (int n = random.nextInt(5); n >= 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (byte) (bytes[at] ^ (1 << random.nextInt(8)));
            case 2 -> (byte) 0xff;
            default -> (byte) random.nextInt(14);
          };
    }
    return bytes;
  }
}
