package dev.talma.cluster.internal.transport;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.talma.cluster.internal.transport.NetworkSettings.Room;
import dev.talma.cluster.internal.transport.Outbox.Node;
import dev.talma.cluster.internal.transport.Outbox.Put;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/// Races on the frames that wait to be sent.
public final class OutboxStress {
  private OutboxStress() {}

  private static Node node(char name) {
    return new Node(null, new byte[] {1}, (byte) name);
  }

  /// Takes what is there, and gives its room back.
  private static String taken(Outbox box) {
    StringBuilder names = new StringBuilder();
    for (Node node = box.next(); node != null; node = box.next()) {
      box.release(1, node.bytes.length);
      names.append((char) node.type);
    }
    return names.toString();
  }

  private static String list(@Nullable Node first) {
    StringBuilder names = new StringBuilder();
    for (Node node = first; node != null; node = node.next) {
      names.append((char) node.type);
    }
    return names.toString();
  }

  /// The event loop sends as well, so that there are two senders on two cores.
  @JCStressTest
  @State
  @Description("One puts two frames while the event loop puts two and takes.")
  @Outcome(
      id = "(?=.*a.*b)(?=.*x.*y)\\w{4}, 0",
      expect = ACCEPTABLE,
      desc = "Each came once, those of one sender in order, and the room is free again.")
  @Outcome(expect = FORBIDDEN, desc = "A frame was lost, came twice or too early, or holds room.")
  public static class PutsAndTakes {
    private final Outbox box = new Outbox(new Room(100, 100));
    private String taken = "";

    @Actor
    public void sender() {
      Put _ = box.put(node('a'));
      Put _ = box.put(node('b'));
    }

    @Actor
    public void loop() {
      Put _ = box.put(node('x'));
      taken = taken(box);
      Put _ = box.put(node('y'));
      taken += taken(box);
    }

    @Arbiter
    public void rest(LL_Result r) {
      r.r1 = taken + taken(box);
      r.r2 = box.frames();
    }
  }

  /// Somebody has to be told of the first one, or nobody looks.
  @JCStressTest
  @State
  @Description("Two put a frame each, and the event loop may look in between.")
  @Outcome(
      id = "(FIRST, BEHIND_OTHERS|BEHIND_OTHERS, FIRST|FIRST, FIRST)",
      expect = ACCEPTABLE,
      desc = "Whoever found it empty says so.")
  @Outcome(expect = FORBIDDEN, desc = "Nobody tells the event loop of a frame.")
  public static class FirstIsTold {
    private final Outbox box = new Outbox(new Room(100, 100));

    @Actor
    public void one(LL_Result r) {
      r.r1 = box.put(node('a'));
    }

    @Actor
    public void loopAndTwo(LL_Result r) {
      String _ = taken(box);
      r.r2 = box.put(node('b'));
    }
  }

  @JCStressTest
  @State
  @Description("One puts two frames while the event loop closes.")
  @Outcome(id = "ab", expect = ACCEPTABLE, desc = "Both got in, and the close gives them back.")
  @Outcome(id = "aB", expect = ACCEPTABLE, desc = "One got in, one was refused.")
  @Outcome(id = "AB", expect = ACCEPTABLE, desc = "Both were refused.")
  @Outcome(expect = FORBIDDEN, desc = "A frame is nowhere, or in both places.")
  public static class PutOrClose {
    private final Outbox box = new Outbox(new Room(100, 100));
    private String refused = "";
    private String given = "";

    @Actor
    public void sender() {
      for (Map.Entry<Character, Node> each :
          List.of(Map.entry('A', node('a')), Map.entry('B', node('b')))) {
        if (box.put(each.getValue()) == Put.CLOSED) {
          refused += each.getKey();
        }
      }
    }

    @Actor
    public void loop() {
      given = list(box.close());
    }

    @Arbiter
    public void all(L_Result r) {
      r.r1 = given + refused;
    }
  }

  @JCStressTest
  @State
  @Description("Two put into a box with room for one.")
  @Outcome(
      id = "(FIRST, FULL|FULL, FIRST)",
      expect = ACCEPTABLE,
      desc = "One got in, the other found no room.")
  @Outcome(expect = FORBIDDEN, desc = "The bound was passed, or nobody got in.")
  public static class RoomForOne {
    private final Outbox box = new Outbox(new Room(1, 100));

    @Actor
    public void one(LL_Result r) {
      r.r1 = box.put(node('a'));
    }

    @Actor
    public void two(LL_Result r) {
      r.r2 = box.put(node('b'));
    }
  }
}
