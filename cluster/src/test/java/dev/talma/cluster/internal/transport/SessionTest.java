package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Ears.Heard;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two nodes that are well.
final class SessionTest {
  private final Nodes nodes = new Nodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void framesGoBothWaysOverTheOneSession() throws Exception {
    var a = nodes.start("a");
    var b = nodes.start("b");
    Session there = a.connect(b);
    Session back = b.ears().next(Heard.Opened.class).session();
    assertEquals(b.id(), there.peer());
    assertEquals(a.id(), back.peer());
    assertEquals(b.network().address(), there.address());
    assertEquals(a.network().address(), back.address());
    assertArrayEquals("greetings from b".getBytes(StandardCharsets.UTF_8), there.greeting());
    assertArrayEquals("greetings from a".getBytes(StandardCharsets.UTF_8), back.greeting());

    assertEquals(Offer.ACCEPTED, there.offer(Lane.MESSAGES, TestFrame.of("ping")));
    Heard.Received ping = b.ears().next(Heard.Received.class);
    assertEquals(new Heard.Received(back, Lane.MESSAGES, "ping"), ping);
    assertEquals(Offer.ACCEPTED, back.offer(Lane.CONTROL, TestFrame.of("pong")));
    assertEquals(
        new Heard.Received(there, Lane.CONTROL, "pong"), a.ears().next(Heard.Received.class));

    assertSame(back, b.connect(a), "the session is used from both ends");
    assertSame(there, a.connect(b));
    assertSame(there, a.network().session(b.id()).orElseThrow());
    assertEquals(1, a.network().counters().sessions().size());
    Nodes.until("counted", () -> a.network().counters().sessions().get(0).framesOut() == 1);
    assertEquals(4, a.network().counters().sessions().get(0).bytesOut());
    assertEquals(1, a.network().counters().sessions().get(0).framesIn());
    assertEquals(0, a.network().counters().handshakes());
    assertEquals(List.of(), a.ears().faults);
  }

  @Test
  void framesOfALaneKeepTheirOrderWhateverTheirLength() throws Exception {
    var a = nodes.start("a");
    var b = nodes.start("b");
    Session there = a.connect(b);
    int[] lengths = {0, 1, 65_531, 65_536, 200_000, 5, 1 << 20, 4 << 20, 16_384, 16_379, 3};
    for (int i = 0; i < 3 * lengths.length; i++) {
      byte[] bytes = new byte[lengths[i % lengths.length]];
      assertEquals(
          Offer.ACCEPTED, there.offer(Lane.MESSAGES, new TestFrame(bytes), Long.MAX_VALUE));
      assertEquals(
          Offer.ACCEPTED, there.offer(Lane.MESSAGES, TestFrame.of("after " + i), Long.MAX_VALUE));
    }
    for (int i = 0; i < 3 * lengths.length; i++) {
      int length = lengths[i % lengths.length];
      String text = b.ears().nextText();
      assertEquals(
          length > 200 ? length + " bytes" : new String(new byte[length], StandardCharsets.UTF_8),
          text);
      assertEquals("after " + i, b.ears().nextText());
    }
  }

  @Test
  void closingIsHeardOnBothSidesWithTheReason() throws Exception {
    var a = nodes.start("a");
    var b = nodes.start("b");
    Session there = a.connect(b);
    Session back = b.ears().next(Heard.Opened.class).session();
    there.close("enough");
    assertEquals("the peer has closed: enough", b.ears().nextClosed());
    assertEquals("enough", a.ears().nextClosed());
    assertFalse(there.isOpen());
    assertFalse(back.isOpen());
    assertEquals(Offer.CLOSED, there.offer(Lane.MESSAGES, TestFrame.of("late")));
    assertTrue(a.network().session(b.id()).isEmpty());
    assertEquals(b.id(), a.connect(b).peer(), "a new session can be opened");
    assertEquals(List.of(), b.ears().faults);
  }

  @Test
  void aNodeThatClosesSaysSoAndItsPortIsFree() throws Exception {
    var a = nodes.start("a");
    var b = nodes.start("b");
    a.connect(b);
    b.network().close();
    // its word may be overtaken by the reset that follows
    String why = a.ears().nextClosed();
    assertTrue(
        why.equals("the peer has closed: " + b.id() + " is shutting down")
            || why.equals("the connection was lost"),
        why);
    var again =
        nodes.start(new NodeId("b", "second"), NetworkSettings.of(b.network().address(), "test"));
    assertEquals(again.id(), a.connect(again).peer());
    assertThrows(ExecutionException.class, () -> b.connect(a));
  }

  @Test
  void anAddressMayBeAnAlias() throws Exception {
    var a = nodes.start("a");
    var b = nodes.start("b");
    Session session = a.connect(b);
    Session reverse = b.connect(a);
    var alias = new Address("localhost", b.network().address().port());
    assertSame(session, a.network().connect(alias).get(20, TimeUnit.SECONDS));
    assertSame(session, a.network().connect(alias).get(20, TimeUnit.SECONDS));
    var other = new Address("localhost", a.network().address().port());
    assertSame(reverse, b.network().connect(other).get(20, TimeUnit.SECONDS));
    assertTrue(session.isOpen());
    assertEquals(List.of(), a.ears().faults);
    assertEquals(List.of(), b.ears().faults);
  }

  @Test
  void aFrameThatIsTooLongIsRefusedAtTheCall() throws Exception {
    var a = nodes.start("a");
    var b = nodes.start("b");
    Session there = a.connect(b);
    var long4 = new TestFrame(new byte[(4 << 20) + 1]);
    var e = assertThrows(IllegalArgumentException.class, () -> there.offer(Lane.MESSAGES, long4));
    assertTrue(e.getMessage().contains("4194305 bytes is too long for " + b.id()), e.getMessage());
    assertTrue(there.isOpen());
  }

  @Test
  void whereNobodyListensTheErrorSaysSo() throws Exception {
    var a = nodes.start("a");
    var b = nodes.start("b");
    Address gone = b.network().address();
    b.network().close();
    var e = assertThrows(ExecutionException.class, () -> a.network().connect(gone).get());
    assertTrue(e.getCause() instanceof IOException);
    assertTrue(e.getCause().getMessage().contains("Connection refused"), e.getCause().getMessage());
    var unknown = new Address("no-such-host.invalid", 1);
    var e2 = assertThrows(ExecutionException.class, () -> a.network().connect(unknown).get());
    assertTrue(e2.getCause().getMessage().contains("not known"), e2.getCause().getMessage());
  }

  @Test
  void aPortThatIsTakenIsAClearError() throws Exception {
    var a = nodes.start("a");
    var taken = NetworkSettings.of(a.network().address(), "test");
    var e = assertThrows(IOException.class, () -> nodes.start("b", taken));
    assertTrue(
        e.getMessage().startsWith("Cannot listen on " + a.network().address()), e.getMessage());
  }
}
