package dev.talma.otp;

import dev.talma.Context;
import dev.talma.ExitReason;
import dev.talma.Handler;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.Signal;
import dev.talma.SystemMessage;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Runs a [GenServer] as an actor: brings each message to its callback, and does what that gives.
final class ServerHandler<M, S> implements Handler<M> {
  private final GenServer<M, S> server;
  private final Start.Note note;
  private @Nullable Context<M> context;
  private @Nullable Ahead<M> ahead;
  private @Nullable SysDesk<M, S> sys;
  private @Nullable IdleTimer<M> idle;

  /// Null until `init` has said ok.
  private @Nullable S state;

  private boolean suspended;

  /// Whoever starts the server is going to ask whether it runs, and has to be told before anything
  /// else is done.
  private boolean awaited;

  /// No callback is called any more but `terminate`.
  private boolean over;

  ServerHandler(GenServer<M, S> server, Start.Note note) {
    this.server = server;
    this.note = note;
  }

  // --- the beginning and the end

  @Override
  public void init(Context<M> ctx) throws Exception {
    context = ctx;
    ahead = new Ahead<>(ctx);
    sys = new SysDesk<>(this, ctx);
    ctx.onSignal(signal -> Sneaky.run(() -> signal(signal)));
    ctx.onSystemMessage(message -> Sneaky.call(() -> heed(message)));
    switch (begun(ctx, ahead)) {
      case InitResult.Ok<S>(S first, After after) -> {
        state = handedOver(ctx).orElse(first);
        note.ok();
        if (after instanceof After.Continue todo) {
          ahead.addFirst(todo); // only after the starter was told
        } else {
          carryOut(after);
        }
        awaited = note.takeAwaited();
        if (!awaited) {
          ahead.begin();
        }
      }
      case InitResult.Ignore<S>() -> {
        note.ignored();
        end(ExitReason.normal());
      }
      case InitResult.Stop<S>(ExitReason reason) -> {
        note.failed(reason);
        end(reason);
      }
    }
  }

  private InitResult<S> begun(Context<M> ctx, Ahead<M> queue) throws Exception {
    try {
      server.bind(ctx, new TaskDesk<>(ctx));
      server.attach(queue, this::replied);
      return Objects.requireNonNull(server.init(), () -> gaveNull("init"));
    } catch (Throwable t) {
      note.failed(ExitReason.crashed(t));
      throw t;
    }
  }

  @Override
  public void terminate(ExitReason reason, Context<M> ctx) throws Exception {
    if (state != null) {
      ctx.handOver(state);
      server.terminate(reason, state);
    }
  }

  /// What the server has left that ran on another node of the cluster before.
  @SuppressWarnings("unchecked") // it was one of the same type
  private Optional<S> handedOver(Context<M> ctx) {
    return ctx.handedOver(Object.class).map(left -> (S) left);
  }

  // --- what comes

  @Override
  public void handle(M message, Context<M> ctx) throws Exception {
    switch (message) {
      case ServerMessage.AheadTick() -> ahead().ticked();
      case ServerMessage.IdleTick() -> idleTick();
      default -> {
        if (isNext(message)) {
          callTimeoutOff();
          bring(message);
        }
      }
    }
    doWhatIsAhead();
  }

  private boolean heed(SystemMessage message) throws Exception {
    switch (message) {
      case ServerMessage.AwaitStart request -> {
        ctx().replySystem(request, true);
        awaited = false;
      }
      case ServerMessage.Cast<?>(Object cast) -> {
        if (isNext(message)) {
          callTimeoutOff();
          cast(ofProtocol(cast));
        }
      }
      case SysRequest<?> request -> {
        if (suspended || isNext(message)) {
          sys().answer(request);
        }
      }
      default -> {
        return false;
      }
    }
    doWhatIsAhead();
    return true;
  }

  private void signal(Signal signal) throws Exception {
    if (suspended || ahead().isBusy()) {
      ahead().addArrived(signal);
    } else {
      bring(signal);
    }
    doWhatIsAhead();
  }

  /// {@return whether it is the turn of the message that came} If not, it is on hold now, behind
  /// what is ahead of it.
  private boolean isNext(Object message) {
    boolean expected = ahead().isExpected(message);
    if (suspended || (!expected && ahead().isBusy())) {
      ahead().addArrived(ctx().hold());
      return false;
    }
    return true;
  }

  private void idleTick() throws Exception {
    if (suspended) {
      timer().missed();
    } else if (timer().ticked() && !ahead().isBusy()) {
      noted(ServerEvent.Kind.TIMEOUT, "timeout");
      proceed("handleTimeout", server.handleTimeout(state()));
    }
  }

  private void doWhatIsAhead() throws Exception {
    while (!suspended && !awaited && !over) {
      switch (ahead().next()) {
        case null -> {
          return;
        }
        case Signal signal -> bring(signal);
        case After.Continue todo -> goOn(state(), todo);
        case Event<?> event -> bring(ofMachine(event));
        case Object other -> throw new IllegalStateException("ahead of the messages: " + other);
      }
    }
  }

  // --- bringing it to its callback

  private void bring(M message) throws Exception {
    if (message instanceof ServerMessage.Own own) {
      switch (own) {
        case ServerMessage.TaskEnd end -> {
          noted(ServerEvent.Kind.TASK_END, end.result());
          proceed("handleTaskEnd", server.handleTaskEnd(end.task(), end.result(), state()));
        }
        case ServerMessage.TimeoutTick(TimeoutKey key) -> bring(server.fired(key));
        case ServerMessage.AheadTick _, ServerMessage.IdleTick _ ->
            throw new IllegalStateException("no message for a callback: " + own);
      }
    } else if (message instanceof Request<?, ?> && ctx().isAsked()) {
      call(asRequest(message));
    } else {
      noted(ServerEvent.Kind.INFO, message);
      proceed("handleInfo", server.handleInfo(message, state()));
    }
  }

  private void bring(Signal signal) throws Exception {
    callTimeoutOff();
    noted(ServerEvent.Kind.SIGNAL, signal);
    proceed("handleSignal", server.handleSignal(signal, state()));
  }

  private void bring(Event<M> event) throws Exception {
    switch (event) {
      case Event.Internal<M>(M message) -> noted(ServerEvent.Kind.INTERNAL, message);
      case Event.Enter<M> _ -> noted(ServerEvent.Kind.ENTER, event);
      case Event.Signal<M>(Signal signal) -> noted(ServerEvent.Kind.SIGNAL, signal);
      case Event.TaskEnd<M> end -> noted(ServerEvent.Kind.TASK_END, end.result());
      default -> noted(ServerEvent.Kind.TIMEOUT, event);
    }
    proceed("handleEvent", server.handleOwn(event, state()));
  }

  private void cast(M message) throws Exception {
    noted(ServerEvent.Kind.CAST, message);
    proceed("handleCast", server.handleCast(message, state()));
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
      case Stop<S>(ExitReason reason, S last) -> {
        leaveToTheEnd(request);
        stop(reason, last);
      }
    }
  }

  /// A caller without an answer shall be told why the server ended, and not that it forgot to
  /// answer: a request that is to be answered later is told the reason of the end.
  private void leaveToTheEnd(Request<M, Object> request) {
    try {
      ReplyTo<Object> _ = ctx().replyTo(request);
    } catch (IllegalStateException answered) { // or left to somebody already
      return;
    }
  }

  @SuppressWarnings("unchecked") // it came as a message of M, and was asked as what it says
  private Request<M, Object> asRequest(M message) {
    return (Request<M, Object>) message;
  }

  @SuppressWarnings("unchecked") // GenServer.reply has seen to it that the value fits
  private void answer(Request<?, ?> request, Object value) {
    ctx().reply((Request<M, Object>) request, value);
    replied(value);
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

  @SuppressWarnings("unchecked") // GenServer took nothing else
  private M ofProtocol(Object message) {
    return (M) message;
  }

  @SuppressWarnings("unchecked") // only the machine that this runs has put it there
  private Event<M> ofMachine(Event<?> event) {
    return (Event<M>) event;
  }

  private void carryOut(After after) {
    if (after instanceof After.Timeout(var time)) {
      timer().set(time);
    }
  }

  private void become(S next) {
    boolean another = next != state;
    state = next;
    if (another) {
      sys().listening().ifPresent(inspection -> inspection.newState(next));
    }
  }

  private void stop(ExitReason reason, S last) throws Exception {
    become(last);
    end(reason);
  }

  // --- for SysDesk

  void end(ExitReason reason) throws Exception {
    over = true;
    switch (reason) {
      case ExitReason.Normal _, ExitReason.Shutdown _ -> ctx().stop(reason);
      case ExitReason.Crashed(Throwable cause) -> Sneaky.rethrow(cause);
      case ExitReason.Killed _ -> ctx().self().kill();
      case ExitReason.NoProcess _, ExitReason.NoConnection _ ->
          throw new IllegalArgumentException(
              ctx().self() + " cannot end as " + reason + ", which is said of others only");
    }
  }

  S state() {
    return Objects.requireNonNull(state);
  }

  ServerStatus status() {
    return new ServerStatus(
        server.behaviour(), suspended, ctx().self().waiting() + ahead().size(), state());
  }

  @SuppressWarnings("unchecked") // as the caller of Sys.replaceState was told
  void replace(Object next) {
    become((S) next);
  }

  void suspend() {
    suspended = true;
  }

  /// What came meanwhile is ahead now.
  void resume() {
    if (suspended) {
      suspended = false;
      timer().again();
    }
  }

  // --- parts

  private void noted(ServerEvent.Kind kind, Object message) {
    sys().listening().ifPresent(inspection -> inspection.received(kind, message));
  }

  private void replied(Object value) {
    sys().listening().ifPresent(inspection -> inspection.replied(value));
  }

  /// Most servers have no time-out, and shall not pay for one with each message.
  private void callTimeoutOff() {
    if (idle != null) {
      idle.off();
    }
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

  private Ahead<M> ahead() {
    return Objects.requireNonNull(ahead);
  }

  private SysDesk<M, S> sys() {
    return Objects.requireNonNull(sys);
  }

  private String gaveNull(String callback) {
    return server.getClass().getName() + "." + callback + " gave null";
  }
}
