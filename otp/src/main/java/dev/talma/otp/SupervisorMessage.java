package dev.talma.otp;

import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Request;
import java.util.List;
import java.util.Objects;

/// The messages of a [Supervisor].
sealed interface SupervisorMessage extends Supervisor.Message {

  record WhichChildren()
      implements SupervisorMessage, Request<Supervisor.Message, List<ChildInfo>> {}

  record CountChildren() implements SupervisorMessage, Request<Supervisor.Message, ChildCounts> {}

  record StartChild(ChildSpec<?> spec)
      implements SupervisorMessage, Request<Supervisor.Message, Answer> {
    public StartChild {
      Objects.requireNonNull(spec, "the spec of the child");
    }
  }

  record TerminateChild(String id)
      implements SupervisorMessage, Request<Supervisor.Message, Answer> {
    public TerminateChild {
      Objects.requireNonNull(id, "id");
    }
  }

  record RestartChild(String id) implements SupervisorMessage, Request<Supervisor.Message, Answer> {
    public RestartChild {
      Objects.requireNonNull(id, "id");
    }
  }

  record DeleteChild(String id) implements SupervisorMessage, Request<Supervisor.Message, Answer> {
    public DeleteChild {
      Objects.requireNonNull(id, "id");
    }
  }

  /// A child has ended.
  record Ended(Down down) implements SupervisorMessage {}

  /// The wait before a restart is over.
  record StartNow(Child.Ticket ticket) implements SupervisorMessage {}

  /// A child could not be started, when it was to be restarted.
  record TryAgain(Child child, Child.Ticket ticket, ExitReason reason)
      implements SupervisorMessage {}
}
