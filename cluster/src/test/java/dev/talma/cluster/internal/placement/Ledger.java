package dev.talma.cluster.internal.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What became of each message in a model cluster.
final class Ledger {
  /// A message.
  record Msg(NodeId sender, Key key, int seq) {}

  private record Stream(NodeId sender, Key key) {}

  private final Map<Stream, Integer> sent = new HashMap<>();
  private final Map<Stream, Integer> lastHandled = new HashMap<>();
  private final Map<Key, Integer> handledByKey = new HashMap<>();
  private final Set<Msg> lost = new HashSet<>();
  private final boolean single;
  private final boolean ordered;
  private int handled;

  /// @param single whether there is one actor of each name, at any time
  /// @param ordered whether each actor gets what one sends in order
  Ledger(boolean single, boolean ordered) {
    this.single = single;
    this.ordered = ordered;
  }

  Msg next(NodeId sender, Key key) {
    return new Msg(sender, key, sent.merge(new Stream(sender, key), 1, Integer::sum));
  }

  /// @param lastOfActor what the actor that handles it has had last from each sender
  void handled(Msg msg, Map<NodeId, Integer> lastOfActor, NodeId where) {
    int lastHere = Objects.requireNonNullElse(lastOfActor.put(msg.sender(), msg.seq()), 0);
    assertTrue(
        !ordered || msg.seq() > lastHere, () -> msg + " came after " + lastHere + " at " + where);
    Stream stream = new Stream(msg.sender(), msg.key());
    int last = lastHandled.getOrDefault(stream, 0);
    assertTrue(!single || msg.seq() > last, () -> msg + " came after " + last + " at " + where);
    for (int gap = last + 1; single && gap < msg.seq(); gap++) {
      Msg missing = new Msg(msg.sender(), msg.key(), gap);
      assertTrue(lost.contains(missing), () -> missing + " is missing before " + msg);
    }
    lastHandled.put(stream, msg.seq());
    handledByKey.merge(msg.key(), 1, Integer::sum);
    handled++;
  }

  void lost(Msg msg) {
    lost.add(msg);
  }

  int handledOf(Key key) {
    return handledByKey.getOrDefault(key, 0);
  }

  int handled() {
    return handled;
  }

  int lost() {
    return lost.size();
  }

  int sent() {
    return sent.values().stream().mapToInt(Integer::intValue).sum();
  }

  void assertAllAccountedFor() {
    assertEquals(sent(), handled + lost.size(), "handled or lost, of all sent");
  }
}
