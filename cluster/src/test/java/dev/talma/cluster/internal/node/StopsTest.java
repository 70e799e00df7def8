package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.ExitReason;
import dev.talma.MailboxFullException;
import dev.talma.cluster.Outbound;
import dev.talma.cluster.Outbound.WhenFull;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.remote.Parcel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of a stop and a kill where there is no room for them.
class StopsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  record Job() {}

  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);
  private final ActorType<Job> type = ActorType.of("type", Job.class, this::worker);
  private OneNode node = new OneNode();

  private Actor<Job> worker() {
    return (mailbox, _) -> {
      for (var _ : mailbox) {
        entered.countDown();
        open.await();
      }
    };
  }

  private void open(WhenFull whenFull) {
    close();
    Outbound outbound =
        Outbound.defaults().withWhenFull(whenFull).withPatience(Duration.ofMillis(1));
    node = new OneNode(outbound, 1, type);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static void awaitSent(Link link, FakeSession session, List<Parcel.Kind> kinds) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!sent(link, session).equals(kinds)) {
      assertTrue(System.nanoTime() - end < 0, () -> "was sent: " + sent(link, session));
      Thread.onSpinWait();
    }
  }

  private static List<Parcel.Kind> sent(Link link, FakeSession session) {
    List<Parcel.Kind> kinds = new ArrayList<>();
    for (Session.Frame frame : session.taken()) {
      if (Wire.read(link, Input.of(frame.bytes()))
          instanceof Wire.Arrival.OfLetter(Letter letter, _)) {
        kinds.add(letter.kind());
      }
    }
    return kinds;
  }

  @ParameterizedTest
  @EnumSource
  void oneThatFollowsAMoveIsSentWhereTheWayIsFull(WhenFull whenFull) throws Exception {
    open(whenFull);
    FakeSession session = new FakeSession(OneNode.peer());
    Link link = node.connect(session, Job.class);
    node.form();
    String name = OneNode.nameOfPeer(type);
    ActorRef<Job> ref = node.actor(type, name);
    ref.send(new Job());
    assertTrue(entered.await(20, TimeUnit.SECONDS));
    Target.Named target = new Target.Named(type.name(), name);
    ActorRef<?> local = node.actors().here(target).orElseThrow();
    ref.stop(); // waits behind the message in hand
    node.join();
    session.beNarrow();
    open.countDown();
    awaitSent(link, session, List.of(Parcel.Kind.STOP));
    assertTrue(local.awaitTermination(LONG));
    local.kill();
    awaitSent(link, session, List.of(Parcel.Kind.STOP, Parcel.Kind.KILL));
  }

  @ParameterizedTest
  @EnumSource
  void oneIsHeldWhereTooMuchIsOrItsCallerIsTold(WhenFull whenFull) {
    open(whenFull);
    ActorRef<Job> ref = node.actor(type, "a");
    ref.send(new Job()); // nobody owns anything yet, and there is room for one
    List<Parcel.Kind> expected = new ArrayList<>(List.of(Parcel.Kind.MESSAGE));
    if (!isTold(ref::stop)) {
      expected.add(Parcel.Kind.STOP);
    }
    if (!isTold(ref::kill)) {
      expected.add(Parcel.Kind.KILL);
    }
    List<Item> held = new ArrayList<>();
    node.barrier().held().end(held::add);
    assertEquals(
        expected, held.stream().map(each -> ((Item.OfParcel) each).parcel().kind()).toList());
  }

  private static boolean isTold(Runnable call) {
    try {
      call.run();
      return false;
    } catch (MailboxFullException told) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneFromElsewhereIsHeldWhereTooMuchIs(WhenFull whenFull) {
    open(whenFull);
    node.actor(type, "a").send(new Job());
    Target.Named target = new Target.Named(type.name(), "a");
    for (Parcel.Kind kind : List.of(Parcel.Kind.STOP, Parcel.Kind.KILL)) {
      Optional<ExitReason> reason =
          Optional.of(ExitReason.shutdown("enough")).filter(_ -> kind == Parcel.Kind.STOP);
      node.arrived(
          type, "a", new Letter(kind, target, Optional.empty(), "", Optional.empty(), reason));
    }
    List<Item> held = new ArrayList<>();
    node.barrier().held().end(held::add);
    assertEquals(3, held.size());
  }
}
