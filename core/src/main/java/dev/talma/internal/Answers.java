package dev.talma.internal;

import dev.talma.ReplyTo;
import dev.talma.Request;
import dev.talma.remote.AskFailure;
import java.util.Objects;

/// What an actor makes of the requests in its hands: answers them, now or later, or passes them on.
/// Called by the actor itself alone.
final class Answers {
  private Answers() {}

  /// Answers a request now.
  static void answer(Conduct<?> cell, Object request, Object value) {
    Objects.requireNonNull(request, "request");
    if (value == null) {
      throw new NullPointerException(
          "The answer of "
              + cell
              + " to "
              + request.getClass().getName()
              + " is null; let its type say what there is to say, such as an Optional. It was not"
              + " answered");
    }
    switch (open(cell, request)) {
      case AskEnvelope ask -> {
        ask.duty = AskEnvelope.Duty.ANSWERED;
        ask.pending.answer(value);
      }
      default -> cell.system.tally().lateReply();
    }
  }

  /// Takes the right to answer a request later.
  static <R> ReplyTo<R> defer(Conduct<?> cell, Object request) {
    return switch (open(cell, request)) {
      case AskEnvelope ask -> {
        ask.duty = AskEnvelope.Duty.DEFERRED;
        cell.belongings().deferred(ask.pending);
        yield new Deferral<>(ask.pending);
      }
      default -> new Deferral.Unasked<>(cell.system.tally());
    };
  }

  /// Passes a message on, and with it the right to answer the request that is being handled.
  static void forward(Conduct<?> cell, Object message, Addressee<?> to) {
    Envelope same = cell.handling(message);
    Envelope from = same != null ? same : cell.latest();
    if (!(from instanceof AskEnvelope ask)) {
      to.deliver(new Envelope(message, from == null ? null : from.sender));
      return;
    }
    if (ask.isSystem()) {
      throw new IllegalArgumentException(
          "The request "
              + message.getClass().getName()
              + " cannot be passed on as the asker of "
              + ask.message.getClass().getName()
              + " has asked the behaviour that "
              + cell
              + " is built on; answer that with ctx.replySystem, now or after ctx.hold(), and send"
              + " the other with ask or send");
    }
    if (!(message instanceof Request<?, ?> request
        && RequestShape.of(ask.pending.request).canBeAnsweredAs(RequestShape.of(request)))) {
      throw new IllegalArgumentException(
          "The asker of "
              + ask.pending.request.getClass().getName()
              + " waits for an answer that "
              + message.getClass().getName()
              + " does not promise; forward a request with the same type of answer, or take"
              + " ctx.replyTo(request) and answer yourself");
    }
    RequestShape.of(request).check(request);
    ask.pending.share();
    try {
      to.deliver(new AskEnvelope(message, ask.sender, ask.pending));
    } catch (RuntimeException notSent) {
      ask.pending.release(new AskFailure.Full(to)); // gives back the share of the target
      throw notSent;
    }
    if (ask.isOpen()) {
      ask.duty = AskEnvelope.Duty.PASSED_ON;
    }
  }

  /// The request's envelope, if it can be answered now.
  private static Envelope open(Conduct<?> cell, Object request) {
    Envelope envelope = cell.handling(Objects.requireNonNull(request, "request"));
    if (envelope == null) {
      throw new IllegalStateException(
          cell
              + " is not handling this "
              + request.getClass().getName()
              + " now. To answer after its handling, take ctx.replyTo(request) during it, or"
              + " ctx.hold()");
    }
    if (envelope instanceof AskEnvelope ask && !ask.isOpen()) {
      throw new IllegalStateException(
          cell
              + " has answered, deferred or forwarded this "
              + request.getClass().getName()
              + " already; this second answer goes nowhere");
    }
    return envelope;
  }
}
