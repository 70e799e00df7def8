package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Down;
import dev.talma.ExitReason;
import dev.talma.Request;
import dev.talma.otp.DynamicSupervisor.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs a [DynamicSupervisor]. That its children are stopped together is done by the core.
final class DynamicServer extends GenServer<Message, Nursery<Message>> {
  private final DynamicSupervisorSpec spec;
  private final RestartHistory history;

  /// The children that wait for their restart, by the references that they had.
  private final Map<ActorRef<?>, Child> waiting = new HashMap<>();

  DynamicServer(DynamicSupervisorSpec spec) {
    this.spec = spec;
    this.history = new RestartHistory(spec.limit());
  }

  @Override
  protected InitResult<Nursery<Message>> init() {
    ctx().trapExits(); // whoever links to it shall not take all children along
    return ok(new Nursery<Message>(ctx(), false, DynamicMessage.Ended::new));
  }

  @Override
  protected CallResult<Nursery<Message>> handleCall(
      Request<Message, ?> request, Nursery<Message> children) throws InterruptedException {
    return switch (request) {
      case DynamicMessage.WhichChildren which -> reply(which, children.infos(), children);
      case DynamicMessage.CountChildren count -> reply(count, children.counts(), children);
      case DynamicMessage.StartChild start -> reply(start, add(start.spec(), children), children);
      case DynamicMessage.TerminateChild end -> reply(end, end(end.child(), children), children);
      default -> unexpected(request);
    };
  }

  @Override
  protected CastResult<Nursery<Message>> handleInfo(Message message, Nursery<Message> children)
      throws Exception {
    return switch (message) {
      case DynamicMessage.Ended(Down(ActorRef<?> ref, ExitReason reason)) -> {
        Optional<Child> child = children.ended(ref);
        if (child.isEmpty()) {
          yield noReply(children);
        } else if (child.get().spec.restart().restartsAfter(reason)) {
          waiting.put(ref, child.get());
          yield restart(child.get(), ref, reason, children);
        }
        children.drop(child.get());
        yield noReply(children);
      }
      case DynamicMessage.StartNow(Child child, ActorRef<?> former) ->
          waiting.containsKey(former) ? startAgain(child, former, children) : noReply(children);
      case DynamicMessage.TryAgain(Child child, ActorRef<?> former, ExitReason reason) ->
          waiting.containsKey(former)
              ? restart(child, former, reason, children)
              : noReply(children);
      default -> super.handleInfo(message, children);
    };
  }

  private Answer add(ChildSpec<?> wanted, Nursery<Message> children) throws InterruptedException {
    if (wanted.significance()) {
      return new Answer.Invalid(
          "The child \""
              + wanted.id()
              + "\" is significant, and a dynamic supervisor has no auto-shutdown");
    }
    if (spec.most().isPresent() && children.count() >= spec.most().getAsInt()) {
      return new Answer.Refused(
          ChildException.Problem.MAX_CHILDREN,
          self() + " has " + children.count() + " children and may not have more");
    }
    Child child = children.add(wanted);
    StartResult<?> result = children.start(child);
    if (!(result instanceof StartResult.Started<?>)) {
      children.drop(child);
    }
    if (result instanceof StartResult.Failed<?>(ExitReason reason)) {
      SupervisorLog.startFailed(self(), child, reason);
    }
    return new Answer.Tried(result);
  }

  private Answer end(ActorRef<?> ref, Nursery<Message> children) throws InterruptedException {
    Child running = runningAs(ref, children);
    Child child = running == null ? waiting.remove(ref) : running;
    if (child == null) {
      return Answer.unknown(self(), ref);
    }
    children.stop(child);
    children.drop(child);
    return Answer.Done.INSTANCE;
  }

  /// A reference that is looked up, as that of a registry, is no key here; but while it means
  /// somebody it has the path of that one.
  private @Nullable Child runningAs(ActorRef<?> ref, Nursery<Message> children) {
    Child child = children.byRef(ref);
    if (child != null || !ref.isAlive()) {
      return child;
    }
    return ctx().system().find(ref.path()).map(children::byRef).orElse(null);
  }

  private CastResult<Nursery<Message>> restart(
      Child child, ActorRef<?> former, ExitReason reason, Nursery<Message> children)
      throws InterruptedException {
    long now = children.now();
    if (!history.allows(now)) {
      SupervisorLog.givesUp(self(), child, reason, spec.limit());
      return stop(ExitReason.shutdown(), children);
    }
    Duration delay = child.delay(spec.restartBackoff(), now);
    SupervisorLog.restarting(self(), child, reason, 1, delay);
    child.waitsFor(new Child.Ticket());
    if (delay.isZero()) {
      return startAgain(child, former, children);
    }
    var _ = ctx().schedule(new DynamicMessage.StartNow(child, former), delay);
    return noReply(children);
  }

  private CastResult<Nursery<Message>> startAgain(
      Child child, ActorRef<?> former, Nursery<Message> children) throws InterruptedException {
    switch (children.start(child)) {
      case StartResult.Started<?> _ -> waiting.remove(former);
      case StartResult.Ignored<?> _ -> {
        waiting.remove(former);
        children.drop(child);
      }
      case StartResult.Failed<?>(ExitReason reason) -> {
        SupervisorLog.startFailed(self(), child, reason);
        self().send(new DynamicMessage.TryAgain(child, former, reason));
      }
    }
    return noReply(children);
  }
}
