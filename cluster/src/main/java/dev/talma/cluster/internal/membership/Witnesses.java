package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out of a member with which this node has no session whether others have one, again and
/// again until there is one or it is no member any more. If nobody has for long enough, it is given
/// up. Belongs to the thread of the loop.
final class Witnesses {
  private static final Duration LIMIT = Duration.ofMillis(300);

  /// Others notice a crash a moment later, so the first answers may be out of date.
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final int WITNESSES = 8;

  private final Loop loop;
  private final Questions questions;
  private final OpenSessions sessions;
  private final Duration lossTimeout;
  private final Verdicts verdicts;
  private final Map<NodeId, Case> cases = new HashMap<>();

  Witnesses(
      Loop loop,
      Questions questions,
      OpenSessions sessions,
      Duration lossTimeout,
      Verdicts verdicts) {
    this.loop = loop;
    this.questions = questions;
    this.sessions = sessions;
    this.lossTimeout = lossTimeout;
    this.verdicts = verdicts;
  }

  /// Who is told.
  interface Verdicts {
    /// Somebody else reaches it.
    void reached(Node about, NodeId by);

    /// Nobody does.
    void unreached(Node about);

    /// Nobody has for so long that it is to be removed.
    void givenUp(Node about);
  }

  private static final class Case {
    final Node about;
    Duration wait = FIRST_WAIT;
    boolean unreached;
    Loop.Later giveUp = () -> {};

    Case(Node about) {
      this.about = about;
    }
  }

  void open(Node about) {
    Case newCase = new Case(about);
    cases.put(about.id(), newCase);
    ask(newCase);
  }

  void close(NodeId about) {
    Case old = cases.remove(about);
    if (old != null) {
      old.giveUp.cancel();
    }
  }

  private void ask(Case current) {
    if (cases.get(current.about.id()) != current) {
      return;
    }
    List<Session> others = new ArrayList<>(sessions.all());
    Collections.shuffle(others);
    List<Session> some = others.subList(0, Math.min(WITNESSES, others.size()));
    questions.ask(some, current.about.id(), LIMIT, by -> answered(current, by));
  }

  private void answered(Case current, Optional<NodeId> by) {
    if (cases.get(current.about.id()) != current) {
      return;
    }
    if (by.isPresent()) {
      current.unreached = false;
      current.giveUp.cancel();
      verdicts.reached(current.about, by.get());
    } else if (!current.unreached) {
      current.unreached = true;
      current.giveUp = loop.after(lossTimeout, () -> giveUp(current));
      verdicts.unreached(current.about);
    }
    Loop.Later ignored = loop.after(Loop.about(current.wait), () -> ask(current));
    Duration longer = current.wait.multipliedBy(3).dividedBy(2);
    current.wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
  }

  private void giveUp(Case current) {
    if (cases.get(current.about.id()) == current && current.unreached) {
      verdicts.givenUp(current.about);
    }
  }
}
