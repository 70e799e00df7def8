package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Request;
import java.util.List;
import java.util.Objects;

/// The messages of a [DynamicSupervisor].
sealed interface DynamicMessage extends DynamicSupervisor.Message {

  record WhichChildren()
      implements DynamicMessage, Request<DynamicSupervisor.Message, List<ChildInfo>> {}

  record CountChildren()
      implements DynamicMessage, Request<DynamicSupervisor.Message, ChildCounts> {}

  record StartChild(ChildSpec<?> spec)
      implements DynamicMessage, Request<DynamicSupervisor.Message, Answer> {
    public StartChild {
      Objects.requireNonNull(spec, "the spec of the child");
    }
  }

  record TerminateChild(ActorRef<?> child)
      implements DynamicMessage, Request<DynamicSupervisor.Message, Answer> {
    public TerminateChild {
      Objects.requireNonNull(child, "child");
    }
  }

  /// A child has ended.
  record Ended(Down down) implements DynamicMessage {}

  /// The wait before a restart is over.
  record StartNow(Child child, ActorRef<?> former) implements DynamicMessage {}

  /// A child could not be started, when it was to be restarted.
  record TryAgain(Child child, ActorRef<?> former, ExitReason reason) implements DynamicMessage {}
}
