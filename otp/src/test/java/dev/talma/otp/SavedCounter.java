package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The server of the page on servers: a counter that is kept in a store.
final class SavedCounter extends GenServer<SavedCounter.Message, SavedCounter.State> {
  sealed interface Message {
    /// What is called.
    sealed interface Question<R> extends Message, Request<Message, R> {}

    record Get() implements Question<Integer> {}

    record Add(int n) implements Question<Integer> {}

    /// Answered, once it is saved, with whether it is.
    record Save() implements Question<Boolean> {}

    record Close() implements Question<Integer> {}

    record Reset() implements Message {}

    record Load() implements Message {}
  }

  record State(int count, List<ReplyTo<Boolean>> saving) {
    State with(int newCount) {
      return new State(newCount, saving);
    }

    State with(ReplyTo<Boolean> caller) {
      List<ReplyTo<Boolean>> all = new ArrayList<>(saving);
      all.add(caller);
      return new State(count, List.copyOf(all));
    }
  }

  interface Store {
    int load();

    int save(int count);
  }

  private static final After IDLE = timeout(Duration.ofMinutes(10));

  private final Store store;

  SavedCounter(Store store) {
    this.store = store;
  }

  @Override
  protected InitResult<State> init() {
    return ok(new State(0, List.of()), continueWith(new Message.Load()));
  }

  @Override
  protected CastResult<State> handleContinue(Message message, State state) {
    return switch (message) {
      case Message.Load() -> noReply(state.with(store.load()), IDLE);
      default -> unexpected(message);
    };
  }

  @Override
  protected CallResult<State> handleCall(Request<Message, ?> request, State state) {
    return switch ((Message.Question<?>) request) {
      case Message.Get get -> reply(get, state.count(), state, IDLE);
      case Message.Add add -> {
        int sum = state.count() + add.n();
        yield reply(add, sum, state.with(sum), IDLE);
      }
      case Message.Save save -> {
        if (state.saving().isEmpty()) {
          var _ = startTask(() -> store.save(state.count()));
        }
        yield noReply(state.with(replyTo(save)));
      }
      case Message.Close close -> stop(ExitReason.normal(), close, state.count(), state);
    };
  }

  @Override
  protected CastResult<State> handleTaskEnd(ActorRef<?> task, TaskResult<?> result, State state) {
    boolean saved = result instanceof TaskResult.Success<?>;
    state.saving().forEach(caller -> caller.reply(saved));
    return noReply(new State(state.count(), List.of()), IDLE);
  }

  @Override
  protected CastResult<State> handleCast(Message message, State state) {
    return switch (message) {
      case Message.Reset() -> noReply(state.with(0), IDLE);
      default -> unexpected(message);
    };
  }

  @Override
  protected CastResult<State> handleTimeout(State state) {
    return stop(ExitReason.shutdown("nobody counts"), state);
  }

  @Override
  protected void terminate(ExitReason reason, State state) {
    int _ = store.save(state.count());
  }
}
