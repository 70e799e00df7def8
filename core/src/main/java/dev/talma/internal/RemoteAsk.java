package dev.talma.internal;

import dev.talma.remote.AskFailure;
import java.util.Objects;
import java.util.Optional;

/// An ask that was made elsewhere: its outcome goes back there. Its time is over there too, so no
/// timer is needed here.
final class RemoteAsk extends PendingAsk {
  private final Outcome origin;

  RemoteAsk(LocalSystem system, Object request, Object asked, long timeoutNanos, Outcome origin) {
    super(system, request, asked, timeoutNanos);
    this.origin = origin;
  }

  @Override
  public Optional<Outcome> origin() {
    return Optional.of(origin);
  }

  @Override
  void completed() {
    switch (Objects.requireNonNull(outcome())) {
      case AskFailure failure -> origin.failed(failure);
      case Object value -> origin.answered(value);
    }
  }
}
