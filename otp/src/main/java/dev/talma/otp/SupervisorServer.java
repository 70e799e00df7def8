package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.otp.Supervisor.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Runs a [Supervisor]: decides who is restarted, and with whom. The order in which children are
/// stopped at its end is that of the core.
final class SupervisorServer extends GenServer<Message, Nursery<Message>> {
  private final SupervisorSpec spec;
  private final RestartHistory history;

  SupervisorServer(SupervisorSpec spec) {
    this.spec = spec;
    this.history = new RestartHistory(spec.limit());
  }

  @Override
  protected InitResult<Nursery<Message>> init() throws InterruptedException {
    ctx().trapExits(); // whoever links to it shall not take all children along
    Nursery<Message> children = new Nursery<>(ctx(), true, SupervisorMessage.Ended::new);
    for (ChildSpec<?> each : spec.children()) {
      Child child = children.add(each);
      switch (children.start(child)) {
        case StartResult.Started<?> _ -> {}
        case StartResult.Ignored<?> _ -> forgetIfTemporary(child, children);
        case StartResult.Failed<?>(ExitReason reason) -> {
          return stopInit(ExitReason.shutdown(failure(child, reason)));
        }
      }
    }
    return ok(children);
  }

  private StartFailedException failure(Child child, ExitReason reason) {
    return new StartFailedException(
        "the child " + child + " of " + self() + " was not started: " + Start.describe(reason),
        reason);
  }

  @Override
  protected CallResult<Nursery<Message>> handleCall(
      Request<Message, ?> request, Nursery<Message> children) throws InterruptedException {
    return switch (request) {
      case SupervisorMessage.WhichChildren which -> reply(which, children.infos(), children);
      case SupervisorMessage.CountChildren count -> reply(count, children.counts(), children);
      case SupervisorMessage.StartChild start ->
          reply(start, add(start.spec(), children), children);
      case SupervisorMessage.TerminateChild end -> reply(end, end(end.id(), children), children);
      case SupervisorMessage.RestartChild again ->
          reply(again, startAgain(again.id(), children), children);
      case SupervisorMessage.DeleteChild delete ->
          reply(delete, delete(delete.id(), children), children);
      default -> unexpected(request);
    };
  }

  @Override
  protected CastResult<Nursery<Message>> handleInfo(Message message, Nursery<Message> children)
      throws Exception {
    return switch (message) {
      case SupervisorMessage.Ended(Down(ActorRef<?> ref, ExitReason reason)) -> {
        Optional<Child> child = children.ended(ref);
        yield child.isEmpty() ? noReply(children) : ended(child.get(), reason, children);
      }
      case SupervisorMessage.StartNow(Child.Ticket ticket) -> startAll(ticket, children);
      case SupervisorMessage.TryAgain(Child child, Child.Ticket ticket, ExitReason reason) ->
          child.isWaitingFor(ticket)
              ? restart(child, reason, children)
              : startAll(ticket, children); // somebody has called the restart of that one off
      default -> super.handleInfo(message, children);
    };
  }

  // --- wishes

  private Answer add(ChildSpec<?> wanted, Nursery<Message> children) throws InterruptedException {
    try {
      wanted.check(spec.shutdownWhen());
    } catch (IllegalArgumentException e) {
      return new Answer.Invalid(String.valueOf(e.getMessage()));
    }
    Child there = children.byId(wanted.id());
    if (there != null) {
      return refused(
          there,
          isActive(there)
              ? ChildException.Problem.ALREADY_STARTED
              : ChildException.Problem.ALREADY_PRESENT);
    }
    Child child = children.add(wanted);
    StartResult<?> result = children.start(child);
    if (result instanceof StartResult.Failed<?>(ExitReason reason)) {
      children.drop(child);
      SupervisorLog.startFailed(self(), child, reason);
    } else if (result instanceof StartResult.Ignored<?>) {
      forgetIfTemporary(child, children);
    }
    return new Answer.Tried(result);
  }

  private Answer end(String id, Nursery<Message> children) throws InterruptedException {
    Child child = children.byId(id);
    if (child == null) {
      return Answer.unknown(self(), id);
    }
    children.stop(child);
    forgetIfTemporary(child, children);
    return Answer.Done.INSTANCE;
  }

  private Answer startAgain(String id, Nursery<Message> children) throws InterruptedException {
    Child child = children.byId(id);
    if (child == null) {
      return Answer.unknown(self(), id);
    } else if (isActive(child)) {
      return refusedAsActive(child);
    }
    StartResult<?> result = children.start(child);
    if (result instanceof StartResult.Failed<?>(ExitReason reason)) {
      SupervisorLog.startFailed(self(), child, reason);
    }
    return new Answer.Tried(result);
  }

  private Answer delete(String id, Nursery<Message> children) {
    Child child = children.byId(id);
    if (child == null) {
      return Answer.unknown(self(), id);
    } else if (isActive(child)) {
      return refusedAsActive(child);
    }
    children.drop(child);
    return Answer.Done.INSTANCE;
  }

  private static boolean isActive(Child child) {
    return child.ref() != null || child.waitsFor();
  }

  private Answer refusedAsActive(Child child) {
    return refused(
        child,
        child.ref() != null ? ChildException.Problem.RUNNING : ChildException.Problem.RESTARTING);
  }

  private Answer refused(Child child, ChildException.Problem problem) {
    String state =
        switch (child.info().state()) {
          case RUNNING -> "runs";
          case RESTARTING -> "waits for its restart";
          case STOPPED -> "is there and does not run";
        };
    return new Answer.Refused(
        problem, "The child " + child + " of " + self() + " " + state + "; nothing was done");
  }

  private static void forgetIfTemporary(Child child, Nursery<Message> children) {
    if (child.spec.restart() == RestartType.TEMPORARY) {
      children.drop(child);
    }
  }

  // --- restarts

  private CastResult<Nursery<Message>> ended(
      Child child, ExitReason reason, Nursery<Message> children) throws InterruptedException {
    if (child.spec.restart().restartsAfter(reason)) {
      return restart(child, reason, children);
    }
    forgetIfTemporary(child, children);
    if (isToEndWith(child, children)) {
      SupervisorLog.autoShutdown(self(), child);
      return stop(ExitReason.shutdown(), children);
    }
    return noReply(children);
  }

  private boolean isToEndWith(Child child, Nursery<Message> children) {
    return child.spec.significance()
        && switch (spec.shutdownWhen()) {
          case NEVER -> false;
          case ANY_SIGNIFICANT -> true;
          case ALL_SIGNIFICANT ->
              children.all().stream().noneMatch(each -> each.spec.significance() && isActive(each));
        };
  }

  private CastResult<Nursery<Message>> restart(
      Child child, ExitReason reason, Nursery<Message> children) throws InterruptedException {
    long now = children.now();
    if (!history.allows(now)) {
      SupervisorLog.givesUp(self(), child, reason, spec.limit());
      return stop(ExitReason.shutdown(), children);
    }
    List<Child> group =
        switch (spec.strategy()) {
          case ONE_FOR_ONE -> List.of(child);
          case ONE_FOR_ALL -> children.all();
          case REST_FOR_ONE -> children.from(child);
        };
    Duration delay = child.delay(spec.restartBackoff(), now);
    SupervisorLog.restarting(self(), child, reason, group.size(), delay);
    Child.Ticket ticket = new Child.Ticket();
    for (Child each : group.reversed()) {
      children.stop(each);
      forgetIfTemporary(each, children);
      if (each.spec.restart() != RestartType.TEMPORARY) {
        each.waitsFor(ticket);
      }
    }
    if (delay.isZero()) {
      return startAll(ticket, children);
    }
    var _ = ctx().schedule(new SupervisorMessage.StartNow(ticket), delay);
    return noReply(children);
  }

  /// Starts those that wait for that, in order. If one fails, it is tried again later, with those
  /// behind it: in the meantime others have their turn, and so has a stop.
  private CastResult<Nursery<Message>> startAll(Child.Ticket ticket, Nursery<Message> children)
      throws InterruptedException {
    for (Child child : children.all()) {
      if (child.isWaitingFor(ticket)) {
        switch (children.start(child)) {
          case StartResult.Started<?> _ -> {}
          case StartResult.Ignored<?> _ -> child.stopped();
          case StartResult.Failed<?>(ExitReason reason) -> {
            SupervisorLog.startFailed(self(), child, reason);
            self().send(new SupervisorMessage.TryAgain(child, ticket, reason));
            return noReply(children);
          }
        }
      }
    }
    return noReply(children);
  }
}
