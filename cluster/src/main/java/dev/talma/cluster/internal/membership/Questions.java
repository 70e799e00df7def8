package dev.talma.cluster.internal.membership;

import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Session;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Asks several peers one thing, within a time limit. Belongs to the thread of the loop.
final class Questions {
  private final Loop loop;
  private final Map<Long, Question> open = new HashMap<>();
  private long next;

  Questions(Loop loop) {
    this.loop = loop;
  }

  private static final class Question {
    final Set<NodeId> missing = new HashSet<>();
    final boolean untilYes;
    final Consumer<Optional<NodeId>> done;
    Loop.Later limit = () -> {};

    Question(boolean untilYes, Consumer<Optional<NodeId>> done) {
      this.untilYes = untilYes;
      this.done = done;
    }
  }

  /// Asks until somebody says yes.
  ///
  /// @param whom who is asked
  /// @param about about whom
  /// @param limit how long to wait at most
  /// @param done gets who has said yes; nobody if all have said no or the time is over
  void ask(
      Collection<Session> whom, NodeId about, Duration limit, Consumer<Optional<NodeId>> done) {
    put(whom, number -> new ControlFrame.Ask(number, about), limit, new Question(true, done));
  }

  /// Tells all, and waits until they have heard it.
  void tell(
      Collection<Session> whom, LongFunction<ControlFrame> what, Duration limit, Runnable done) {
    put(whom, what, limit, new Question(false, by -> done.run()));
  }

  private void put(
      Collection<Session> whom,
      LongFunction<ControlFrame> what,
      Duration limit,
      Question question) {
    long number = next++;
    Session.Frame frame = what.apply(number).frame();
    for (Session session : whom) {
      if (session.offer(Lane.CONTROL, frame) == Offer.ACCEPTED) {
        question.missing.add(session.peer());
      }
    }
    open.put(number, question);
    if (question.missing.isEmpty()) {
      end(number, Optional.empty());
    } else {
      question.limit = loop.after(limit, () -> end(number, Optional.empty()));
    }
  }

  void answered(NodeId by, long number, boolean yes) {
    Question question = open.get(number);
    if (question == null || !question.missing.remove(by)) {
      return;
    }
    if (yes && question.untilYes) {
      end(number, Optional.of(by));
    } else if (question.missing.isEmpty()) {
      end(number, Optional.empty());
    }
  }

  private void end(long number, Optional<NodeId> by) {
    Question question = open.remove(number);
    if (question != null) {
      question.limit.cancel();
      question.done.accept(by);
    }
  }
}
