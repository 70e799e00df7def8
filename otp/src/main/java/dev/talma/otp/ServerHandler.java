package dev.talma.otp;

import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.Held;
import dev.talma.Request;
import dev.talma.Signal;
import dev.talma.SystemMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Runs a [GenServer] as an actor: brings each message to its callback, and does what that gives.
final class ServerHandler<M, S> implements Handler<M> {
  private final GenServer<M, S> server;
  private final Start.Note note;
  private @Nullable Context<M> context;
  private @Nullable IdleTimer<M> idle;
  private @Nullable Inspection inspection;

  /// Null until `init` has said ok.
  private @Nullable S state;

  /// What `init` has left to do.
  private After.@Nullable Continue left;

  private boolean suspended;
  private final Deque<Held<M>> heldBack = new ArrayDeque<>(0);
  private final Deque<Signal> signalsHeldBack = new ArrayDeque<>(0);

  ServerHandler(GenServer<M, S> server, Start.Note note) {
    this.server = server;
    this.note = note;
  }

  // --- the beginning and the end

  @Override
  public void init(Context<M> ctx) throws Exception {
    context = ctx;
    server.bind(ctx, new TaskDesk<>(ctx));
    ctx.onSignal(signal -> Sneaky.run(() -> signal(signal)));
    ctx.onSystemMessage(message -> Sneaky.call(() -> heed(message)));
    switch (begun()) {
      case InitResult.Ok<S>(S first, After after) -> {
        state = first;
        if (after instanceof After.Continue todo) {
          left = todo; // only after the starter was told
          ctx.self().send(new ServerMessage.ContinueTick().asMessage());
        } else {
          carryOut(after);
        }
      }
      case InitResult.Ignore<S>() -> {
        note.ignored();
        ctx.stop(ExitReason.normal());
      }
      case InitResult.Stop<S>(ExitReason reason) -> {
        note.failed(reason);
        end(reason);
      }
    }
  }

  private InitResult<S> begun() throws Exception {
    try {
      return Objects.requireNonNull(server.init(), () -> gaveNull("init"));
    } catch (Throwable t) {
      note.failed(ExitReason.crashed(t));
      throw t;
    }
  }

  @Override
  public void terminate(ExitReason reason, Context<M> ctx) throws Exception {
    if (state != null) {
      server.terminate(reason, state);
    }
  }

  // --- messages

  @Override
  public void handle(M message, Context<M> ctx) throws Exception {
    doWhatIsLeft();
    if (message instanceof ServerMessage.Own own) {
      own(own);
      return;
    }
    if (suspended) {
      heldBack.add(ctx.hold());
      return;
    }
    timer().off();
    if (message instanceof Request<?, ?> && ctx.isAsked()) {
      call(asRequest(message));
    } else {
      noted(ServerEvent.Kind.INFO, message);
      proceed("handleInfo", server.handleInfo(message, state()));
    }
  }

  @SuppressWarnings("unchecked") // it came as a message of M, and was asked as what it says
  private Request<M, Object> asRequest(M message) {
    return (Request<M, Object>) message;
  }

  private void call(Request<M, Object> request) throws Exception {
    noted(ServerEvent.Kind.CALL, request);
    CallResult<S> result = server.handleCall(request, state());
    switch (Objects.requireNonNull(result, () -> gaveNull("handleCall"))) {
      case CallResult.Reply<S> reply -> {
        answer(reply.request, reply.value);
        goOn(reply.state, reply.after);
      }
      case CallResult.StopWithReply<S> stop -> {
        answer(stop.request, stop.value);
        stop(stop.reason, stop.state);
      }
      case NoReply<S>(S next, After after) -> goOn(next, after);
      case Stop<S>(ExitReason reason, S last) -> stop(reason, last);
    }
  }

  @SuppressWarnings("unchecked") // GenServer.reply has seen to it that the value fits
  private void answer(Request<?, ?> request, Object value) {
    ctx().reply((Request<M, Object>) request, value);
    if (inspection != null) {
      inspection.replied(value);
    }
  }

  private void own(ServerMessage.Own own) throws Exception {
    switch (own) {
      case ServerMessage.ContinueTick() -> {} // done before each message
      case ServerMessage.IdleTick() -> {
        if (suspended) {
          timer().missed();
        } else if (timer().ticked()) {
          noted(ServerEvent.Kind.TIMEOUT, "timeout");
          proceed("handleTimeout", server.handleTimeout(state()));
        }
      }
      case ServerMessage.TaskEnd end when suspended -> heldBack.add(ctx().hold());
      case ServerMessage.TaskEnd end -> {
        timer().off();
        noted(ServerEvent.Kind.TASK_END, end.result());
        proceed("handleTaskEnd", server.handleTaskEnd(end.task(), end.result(), state()));
      }
    }
  }

  private void signal(Signal signal) throws Exception {
    if (suspended) {
      signalsHeldBack.add(signal);
      return;
    }
    doWhatIsLeft();
    timer().off();
    noted(ServerEvent.Kind.SIGNAL, signal);
    proceed("handleSignal", server.handleSignal(signal, state()));
  }

  private void doWhatIsLeft() throws Exception {
    After.Continue todo = left;
    if (todo != null) {
      left = null;
      goOn(state(), todo);
    }
  }

  // --- what a callback gives

  private void proceed(String callback, CastResult<S> result) throws Exception {
    switch (Objects.requireNonNull(result, () -> gaveNull(callback))) {
      case NoReply<S>(S next, After after) -> goOn(next, after);
      case Stop<S>(ExitReason reason, S last) -> stop(reason, last);
    }
  }

  private void goOn(S next, After after) throws Exception {
    become(next);
    After todo = after;
    while (todo instanceof After.Continue more) {
      M message = ofProtocol(more.message());
      noted(ServerEvent.Kind.CONTINUE, message);
      CastResult<S> result = server.handleContinue(message, state());
      switch (Objects.requireNonNull(result, () -> gaveNull("handleContinue"))) {
        case NoReply<S>(S following, After then) -> {
          become(following);
          todo = then;
        }
        case Stop<S>(ExitReason reason, S last) -> {
          stop(reason, last);
          return;
        }
      }
    }
    carryOut(todo);
  }

  @SuppressWarnings("unchecked") // GenServer.continueWith took nothing else
  private M ofProtocol(Object message) {
    return (M) message;
  }

  private void carryOut(After after) {
    if (after instanceof After.Timeout(var time)) {
      timer().set(time);
    }
  }

  private void become(S next) {
    boolean another = next != state;
    state = next;
    if (another && inspection != null) {
      inspection.newState(next);
    }
  }

  private void stop(ExitReason reason, S last) throws Exception {
    become(last);
    end(reason);
  }

  private void end(ExitReason reason) throws Exception {
    switch (reason) {
      case ExitReason.Normal _, ExitReason.Shutdown _ -> ctx().stop(reason);
      case ExitReason.Crashed(Throwable cause) -> Sneaky.rethrow(cause);
      case ExitReason.Killed _ -> ctx().self().kill();
      case ExitReason.NoProcess _, ExitReason.NoConnection _ ->
          throw new IllegalArgumentException(
              ctx().self() + " cannot end as " + reason + ", which is said of others only");
    }
  }

  // --- messages to the behaviour

  private boolean heed(SystemMessage message) throws Exception {
    return switch (message) {
      case ServerMessage.AwaitStart request -> {
        ctx().replySystem(request, true);
        yield true;
      }
      case ServerMessage.Cast<?>(Object cast) -> {
        cast(ofProtocol(cast));
        yield true;
      }
      case SysRequest<?> request -> {
        doWhatIsLeft();
        sys(request);
        yield true;
      }
      default -> false;
    };
  }

  private void cast(M message) throws Exception {
    doWhatIsLeft();
    if (suspended) {
      heldBack.add(ctx().hold());
      return;
    }
    timer().off();
    noted(ServerEvent.Kind.CAST, message);
    proceed("handleCast", server.handleCast(message, state()));
  }

  private void sys(SysRequest<?> request) throws Exception {
    switch (request) {
      case SysRequest.GetState get -> ctx().replySystem(get, state());
      case SysRequest.GetStatus get ->
          ctx()
              .replySystem(
                  get,
                  new ServerStatus(server.getClass(), suspended, ctx().self().waiting(), state()));
      case SysRequest.ReplaceState replace -> replace(replace, replace.change());
      case SysRequest.Suspend suspend -> {
        suspended = true;
        ctx().replySystem(suspend, true);
      }
      case SysRequest.Resume resume -> {
        ctx().replySystem(resume, true);
        resume();
      }
      case SysRequest.Trace trace -> {
        inspection().add(trace.listener());
        ctx().replySystem(trace, true);
      }
      case SysRequest.NoTrace trace -> {
        inspection().remove(trace.listener());
        ctx().replySystem(trace, true);
      }
      case SysRequest.Statistics statistics -> {
        inspection().count(statistics.on());
        ctx().replySystem(statistics, true);
      }
      case SysRequest.GetStatistics get ->
          inspection()
              .statistics()
              .ifPresentOrElse(
                  there -> ctx().replySystem(get, there),
                  () ->
                      ctx()
                          .replyToSystem(get)
                          .fail(new IllegalStateException("The statistics are off")));
      case SysRequest.Terminate terminate -> {
        ctx().replySystem(terminate, ctx().self());
        end(terminate.reason());
      }
    }
  }

  @SuppressWarnings("unchecked") // as the caller of Sys.replaceState was told
  private void replace(SysRequest.ReplaceState request, UnaryOperator<Object> change) {
    Object next;
    try {
      next = Objects.requireNonNull(change.apply(state()), "the new state");
    } catch (RuntimeException e) {
      ctx().replyToSystem(request).fail(e);
      return;
    }
    become((S) next);
    ctx().replySystem(request, next);
  }

  private void resume() throws Exception {
    if (!suspended) {
      return;
    }
    suspended = false;
    timer().again();
    // to the front, so that the first one has to be the last
    heldBack.reversed().forEach(Held::redeliver);
    heldBack.clear();
    for (Signal signal = signalsHeldBack.poll(); signal != null; signal = signalsHeldBack.poll()) {
      signal(signal);
    }
  }

  // --- parts

  private void noted(ServerEvent.Kind kind, Object message) {
    if (inspection != null) {
      inspection.received(kind, message);
    }
  }

  private Inspection inspection() {
    Inspection there = inspection;
    if (there == null) {
      there = new Inspection(ctx().self(), ctx().system().settings().timeSource());
      inspection = there;
    }
    return there;
  }

  private IdleTimer<M> timer() {
    IdleTimer<M> there = idle;
    if (there == null) {
      there = new IdleTimer<>(ctx());
      idle = there;
    }
    return there;
  }

  private Context<M> ctx() {
    return Objects.requireNonNull(context);
  }

  private S state() {
    return Objects.requireNonNull(state);
  }

  private String gaveNull(String callback) {
    return server.getClass().getName() + "." + callback + " gave null";
  }
}
