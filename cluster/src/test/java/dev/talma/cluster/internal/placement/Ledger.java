package dev.talma.cluster.internal.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
  private final boolean ordered;
  private int handled;

  /// @param ordered whether the order is promised
  Ledger(boolean ordered) {
    this.ordered = ordered;
  }

  Msg next(NodeId sender, Key key) {
    return new Msg(sender, key, sent.merge(new Stream(sender, key), 1, Integer::sum));
  }

  void handled(Msg msg, NodeId where) {
    Stream stream = new Stream(msg.sender(), msg.key());
    int last = lastHandled.getOrDefault(stream, 0);
    assertTrue(!ordered || msg.seq() > last, () -> msg + " came after " + last + " at " + where);
    for (int gap = last + 1; ordered && gap < msg.seq(); gap++) {
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
