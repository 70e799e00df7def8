package dev.talma.cluster.internal.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.SystemClosedException;
import dev.talma.cluster.NodeId;
import dev.talma.remote.AskFailure;
import dev.talma.remote.PendingReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What becomes of an ask that is passed on, in each order of what its asker's node hears of that.
class CorrelationsTest {
  private static final NodeId B = new NodeId("b", "1");
  private static final NodeId C = new NodeId("c", "1");
  private static final NodeId D = new NodeId("d", "1");

  private final Correlations correlations = new Correlations();

  /// Keeps each outcome that it is given.
  private static final class Asker implements PendingReply {
    final List<Object> outcomes = new ArrayList<>();
    boolean open = true;
    Optional<Outcome> origin = Optional.empty();

    @Override
    public Object request() {
      return "?";
    }

    @Override
    public boolean isOpen() {
      return open && outcomes.isEmpty();
    }

    @Override
    public long nanosLeft() {
      return Long.MAX_VALUE;
    }

    @Override
    public boolean isSole() {
      return true;
    }

    @Override
    public void answer(Object value) {
      outcomes.add(value);
    }

    @Override
    public void fail(AskFailure failure) {
      outcomes.add(failure);
    }

    @Override
    public Optional<Outcome> origin() {
      return origin;
    }

    /// It failed for the loss of a node, once.
    void assertLost(String why) {
      assertEquals(1, outcomes.size(), outcomes::toString);
      assertEquals(why, assertInstanceOf(AskFailure.NodeLost.class, outcomes.getFirst()).why());
    }

    void assertWaits() {
      assertEquals(List.of(), outcomes);
    }
  }

  private final Asker asker = new Asker();

  private long ask() {
    return correlations.register(asker, String.class, B, "target");
  }

  private static void assertClosed(Asker asker) {
    assertEquals(1, asker.outcomes.size(), asker.outcomes::toString);
    var failure = assertInstanceOf(AskFailure.Refused.class, asker.outcomes.getFirst());
    assertInstanceOf(SystemClosedException.class, failure.why());
  }

  @Test
  void whenItsOwnNodeIsClosedItIsNotTakenForThatOfTheOther() {
    long _ = ask();
    Asker elsewhere = new Asker();
    elsewhere.origin =
        Optional.of(
            new PendingReply.Outcome() {
              @Override
              public void answered(Object value) {}

              @Override
              public void failed(AskFailure failure) {}
            });
    long _ = correlations.register(elsewhere, String.class, B, "target");
    correlations.close("closed");
    correlations.lost(B, "b is gone");
    assertClosed(asker);
    elsewhere.assertWaits(); // its node hears of the loss of this one

    Asker late = new Asker();
    long _ = correlations.register(late, String.class, B, "target");
    assertClosed(late);
    assertEquals(0, correlations.size());
  }

  @Test
  void itIsLostWithTheNodeThatHasIt() {
    long _ = ask();
    correlations.lost(C, "c is gone");
    asker.assertWaits();
    correlations.lost(B, "b is gone");
    asker.assertLost("b is gone");
    assertEquals(0, correlations.size());
  }

  @Test
  void onceItIsPassedOnTheLossOfTheFormerOneDoesNotMatter() {
    long ask = ask();
    correlations.moved(ask, B, C);
    correlations.lost(B, "b is gone");
    asker.assertWaits();
    correlations.answered(ask, "!");
    assertEquals(List.of("!"), asker.outcomes);
  }

  @Test
  void onceItIsPassedOnTheLossOfTheNextOneDoes() {
    long ask = ask();
    correlations.moved(ask, B, C);
    correlations.lost(C, "c is gone");
    asker.assertLost("c is gone");
  }

  @Test
  void thatItWasPassedOnComesAfterTheLossOfTheOneThatHasIt() {
    long ask = ask();
    correlations.lost(C, "c is gone");
    correlations.moved(ask, B, C);
    asker.assertLost("c is gone");
  }

  @Test
  void thatItWasPassedOnComesAfterTheLossOfTheFormerOne() {
    long ask = ask();
    correlations.lost(B, "b is gone");
    correlations.moved(ask, B, C);
    asker.assertLost("b is gone");
  }

  @Test
  void aLossBeforeItWasAskedDoesNotMatter() {
    correlations.lost(C, "c was gone");
    long ask = ask();
    correlations.moved(ask, B, C); // which is back
    asker.assertWaits();
    correlations.lost(C, "c is gone");
    asker.assertLost("c is gone");
  }

  @Test
  void theSecondOneSaysThatItHasPassedItOnBeforeTheFirst() {
    long ask = ask();
    correlations.moved(ask, C, D);
    correlations.moved(ask, B, C);
    correlations.lost(C, "c is gone");
    correlations.lost(B, "b is gone");
    asker.assertWaits();
    correlations.lost(D, "d is gone");
    asker.assertLost("d is gone");
  }

  @Test
  void theOneInBetweenIsLostBeforeTheFirstSaysThatItHasPassedItOn() {
    long ask = ask();
    correlations.moved(ask, C, D);
    correlations.lost(C, "c is gone");
    correlations.moved(ask, B, C);
    asker.assertWaits();
    correlations.lost(D, "d is gone");
    asker.assertLost("d is gone");
  }

  @Test
  void theLastOneIsLostBeforeAnybodySaysThatItHasIt() {
    long ask = ask();
    correlations.lost(D, "d is gone");
    correlations.moved(ask, C, D);
    asker.assertWaits(); // b has not said yet that it has it no more
    correlations.moved(ask, B, C);
    asker.assertLost("d is gone");
  }

  @Test
  void itComesBackToOneThatHadIt() {
    long ask = ask();
    correlations.moved(ask, B, C);
    correlations.moved(ask, C, B);
    correlations.lost(C, "c is gone");
    asker.assertWaits();
    correlations.lost(B, "b is gone");
    asker.assertLost("b is gone");
  }

  @Test
  void whatWasNotSentIsToldByOne() {
    long first = ask();
    assertTrue(correlations.forget(first));
    correlations.lost(B, "b is gone");
    asker.assertWaits(); // whoever has taken it back tells

    long second = ask();
    correlations.lost(B, "b is gone");
    assertFalse(correlations.forget(second));
    asker.assertLost("b is gone");
  }

  @Test
  void anOutcomeIsTheLastWord() {
    long ask = ask();
    correlations.failed(ask, new AskFailure.NotAnswered("target"));
    correlations.moved(ask, B, C);
    correlations.lost(C, "c is gone");
    correlations.answered(ask, "late");
    assertEquals(List.of(new AskFailure.NotAnswered("target")), asker.outcomes);
  }

  @Test
  void oneThatWasNeverConnectedHasTimeUntilTheSecondSweep() {
    long ask = ask();
    correlations.moved(ask, B, C);
    correlations.sweep(Set.of(B)::contains);
    asker.assertWaits();
    correlations.sweep(Set.of(B, C)::contains); // it came
    correlations.sweep(Set.of(B)::contains);
    asker.assertWaits();
    correlations.sweep(Set.of(B)::contains);
    asker.assertLost("there is no connection with c");
  }

  @Test
  void lossesAreForgottenWithTheAsksThatAreOlder() {
    long _ = ask();
    correlations.lost(C, "c is gone");
    correlations.sweep(_ -> true);
    assertEquals(1, correlations.lossesKnown());
    asker.open = false;
    correlations.sweep(_ -> true);
    assertEquals(0, correlations.size());
    assertEquals(0, correlations.lossesKnown());
  }

  /// In whatever order the notes of a long way come: it waits as long as the last one lives, and is
  /// lost with that one.
  @Test
  void theNotesOfALongWayComeInAnyOrder() {
    long seed = Long.getLong("talma.seed", System.nanoTime());
    Random random = new Random(seed);
    List<NodeId> nodes = List.of(B, C, D, new NodeId("e", "1"));
    for (int round = 0; round < 2_000; round++) {
      List<NodeId> way = new ArrayList<>(List.of(B));
      for (int i = random.nextInt(8); i > 0; i--) {
        NodeId next = nodes.get(random.nextInt(nodes.size()));
        if (!next.equals(way.getLast())) {
          way.add(next);
        }
      }
      Asker waits = new Asker();
      Correlations all = new Correlations();
      long ask = all.register(waits, String.class, B, "target");
      List<Integer> order = new ArrayList<>();
      for (int i = 1; i < way.size(); i++) {
        order.add(i);
      }
      java.util.Collections.shuffle(order, random);
      order.forEach(i -> all.moved(ask, way.get(i - 1), way.get(i)));
      for (NodeId other : nodes) {
        if (!other.equals(way.getLast())) {
          all.lost(other, "other");
        }
      }
      assertEquals(List.of(), waits.outcomes, () -> "seed " + seed + ": " + way);
      all.lost(way.getLast(), "last");
      waits.assertLost("last");
    }
  }
}
