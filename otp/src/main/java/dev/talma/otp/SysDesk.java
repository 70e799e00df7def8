package dev.talma.otp;

import dev.talma.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Answers what [Sys] asks a server.
final class SysDesk<M, S> {
  private final ServerHandler<M, S> server;
  private final Context<M> ctx;
  private @Nullable Inspection inspection;

  SysDesk(ServerHandler<M, S> server, Context<M> ctx) {
    this.server = server;
    this.ctx = ctx;
  }

  void answer(SysRequest<?> request) throws Exception {
    switch (request) {
      case SysRequest.GetState get -> ctx.replySystem(get, server.state());
      case SysRequest.GetStatus get -> ctx.replySystem(get, server.status());
      case SysRequest.ReplaceState replace -> replace(replace, replace.change());
      case SysRequest.Suspend suspend -> {
        server.suspend();
        ctx.replySystem(suspend, true);
      }
      case SysRequest.Resume resume -> {
        ctx.replySystem(resume, true);
        server.resume();
      }
      case SysRequest.Trace trace -> {
        inspection().add(trace.listener());
        ctx.replySystem(trace, true);
      }
      case SysRequest.NoTrace trace -> {
        inspection().remove(trace.listener());
        ctx.replySystem(trace, true);
      }
      case SysRequest.Statistics statistics -> {
        inspection().count(statistics.on());
        ctx.replySystem(statistics, true);
      }
      case SysRequest.GetStatistics get ->
          inspection()
              .statistics()
              .ifPresentOrElse(
                  there -> ctx.replySystem(get, there),
                  () ->
                      ctx.replyToSystem(get)
                          .fail(new IllegalStateException("The statistics are off")));
      case SysRequest.Terminate terminate -> {
        ctx.replySystem(terminate, ctx.self());
        server.end(terminate.reason());
      }
    }
  }

  private void replace(SysRequest.ReplaceState request, UnaryOperator<Object> change) {
    Object next;
    try {
      next = Objects.requireNonNull(change.apply(server.state()), "the new state");
    } catch (Exception | AssertionError e) { // it may throw what it does not declare
      ctx.replyToSystem(request).fail(e);
      return;
    }
    server.replace(next);
    ctx.replySystem(request, next);
  }

  /// {@return who is told what the server does, if anybody ever was}
  Optional<Inspection> listening() {
    return Optional.ofNullable(inspection);
  }

  private Inspection inspection() {
    Inspection there = inspection;
    if (there == null) {
      there = new Inspection(ctx.self(), ctx.system().settings().timeSource());
      inspection = there;
    }
    return there;
  }
}
