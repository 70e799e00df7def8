package dev.talma.cluster.internal.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RingTest {
  private static final int KEYS = 100_000;

  private static RingMember member(String name, int weight, String... roles) {
    return new RingMember(new NodeId(name, "1"), weight, Set.of(roles));
  }

  private static List<RingMember> members(int count) {
    List<RingMember> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member("node-" + i, 1));
    }
    return members;
  }

  private static NodeId owner(Ring ring, int key) {
    return ring.owner("counter", "user-" + key).orElseThrow();
  }

  private static Map<NodeId, Integer> count(Ring ring) {
    Map<NodeId, Integer> counts = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      counts.merge(owner(ring, i), 1, Integer::sum);
    }
    return counts;
  }

  @Test
  void tenMembersHaveAboutTheSameNumberOfKeys() {
    Ring ring = Ring.of(members(10));
    Map<NodeId, Integer> counts = count(ring);
    assertEquals(10, counts.size());
    double mean = KEYS / 10.0;
    double max = Collections.max(counts.values()) / mean;
    double min = Collections.min(counts.values()) / mean;
    System.out.println("ten members: max/mean " + max + ", min/mean " + min);
    assertTrue(max < 1.20, "max/mean is " + max);
    assertTrue(min > 0.80, "min/mean is " + min);
  }

  @Test
  void theSameHoldsForAHundredMembersAndForAllNames() {
    double worst = 0;
    for (String prefix : List.of("a", "node", "10.0.0.", "eu-west-1/worker-", "")) {
      List<RingMember> members = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        members.add(member(prefix + i, 1));
      }
      Ring ring = Ring.of(members);
      double sum = 0;
      for (RingMember member : members) {
        double share = ring.share(member.id());
        sum += share;
        worst = Math.max(worst, share * 100);
      }
      assertEquals(1.0, sum, 1e-9);
    }
    System.out.println("hundred members: max/mean " + worst);
    assertTrue(worst < 1.35, "max/mean is " + worst);
  }

  @Test
  void oneThatJoinsTakesItsShareAndNothingElseMoves() {
    Ring before = Ring.of(members(10));
    List<RingMember> more = members(11);
    Ring after = Ring.of(more);
    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      if (!owner(before, i).equals(owner(after, i))) {
        assertEquals(more.get(10).id(), owner(after, i));
        moved++;
      }
    }
    System.out.println("eleventh member: moved " + moved + " of " + KEYS);
    assertEquals(KEYS / 11.0, moved, KEYS / 11.0 * 0.2);
  }

  @Test
  void weightMultipliesTheShareAndKeepsTheKeys() {
    List<RingMember> members = members(9);
    Ring light = Ring.of(members);
    members.set(0, member("node-0", 3));
    Ring heavy = Ring.of(members);
    NodeId id = members.get(0).id();
    assertEquals(3 / 11.0, heavy.share(id), 0.03);
    assertEquals(heavy.share(id), count(heavy).getOrDefault(id, 0) / (double) KEYS, 0.01);
    for (int i = 0; i < KEYS; i++) {
      if (owner(light, i).equals(id)) {
        assertEquals(id, owner(heavy, i));
      }
    }
  }

  @Test
  void aNodeThatIsStartedAnewGetsItsKeysBack() {
    List<RingMember> members = members(5);
    Ring before = Ring.of(members);
    members.set(2, new RingMember(new NodeId("node-2", "2"), 1, Set.of()));
    Ring after = Ring.of(members);
    for (int i = 0; i < KEYS; i++) {
      assertEquals(owner(before, i).name(), owner(after, i).name());
    }
    assertNotEquals(before.digest(), after.digest());
  }

  @Test
  void theOrderOfTheMembersDoesNotMatter() {
    List<RingMember> members = members(10);
    Ring ring = Ring.of(members);
    Collections.reverse(members);
    Ring reversed = Ring.of(members);
    assertEquals(ring.digest(), reversed.digest());
    for (int i = 0; i < 1000; i++) {
      assertEquals(owner(ring, i), owner(reversed, i));
    }
  }

  @Test
  void theDigestTellsMembersApart() {
    long digest = Ring.of(List.of(member("a", 1, "r"), member("b", 1))).digest();
    assertNotEquals(digest, Ring.of(List.of(member("a", 2, "r"), member("b", 1))).digest());
    assertNotEquals(digest, Ring.of(List.of(member("a", 1), member("b", 1))).digest());
    assertNotEquals(digest, Ring.of(List.of(member("a", 1), member("b", 1, "r"))).digest());
    assertNotEquals(digest, Ring.of(List.of(member("a", 1, "r"))).digest());
    // the digest is told to other nodes, so it must not depend on the run or the version
    assertEquals(DIGEST, digest);
  }

  private static final long DIGEST = -749327910450005639L;

  @Test
  void aRoleRestrictsTheRingToWhoHasIt() {
    List<RingMember> members = members(4);
    members.add(member("db-1", 1, "db"));
    members.add(member("db-2", 1, "db", "big"));
    Ring ring = Ring.of(members);
    Ring databases = Ring.of(members.subList(4, 6));
    for (int i = 0; i < 1000; i++) {
      String name = "n" + i;
      assertEquals(databases.owner("t", name), ring.owner("t", name, "db"));
      assertEquals(
          Optional.of(members.get(5).id()), ring.owner(new Key("t", name, Optional.of("big"))));
    }
    assertEquals(Optional.empty(), ring.owner("t", "x", "none"));
  }

  @Test
  void anEmptyRingOwnsNothing() {
    Ring ring = Ring.of(List.of());
    assertEquals(Optional.empty(), ring.owner("t", "x"));
    assertEquals(0, ring.share(new NodeId("a", "1")));
  }

  @Test
  void whatCannotBeIsRefusedInWords() {
    var twice =
        assertThrows(
            IllegalArgumentException.class, () -> Ring.of(List.of(member("a", 1), member("a", 2))));
    assertEquals("A node is in a ring once, but a#1 was given twice", twice.getMessage());
    var light = assertThrows(IllegalArgumentException.class, () -> member("a", 0));
    assertEquals("The weight of a node is from 1 to 100, but that of a is 0", light.getMessage());
  }
}
