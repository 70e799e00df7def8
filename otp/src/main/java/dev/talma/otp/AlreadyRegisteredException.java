package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.TalmaException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The key belongs to a living member of the registry. Nothing was registered or started.
public final class AlreadyRegisteredException extends TalmaException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable ActorRef<?> holder;

  AlreadyRegisteredException(String message, @Nullable ActorRef<?> holder) {
    super(message);
    this.holder = holder;
  }

  /// {@return who has the key; empty while that one is still being started by
  /// [UniqueRegistry#start]}
  public Optional<ActorRef<?>> holder() {
    return Optional.ofNullable(holder);
  }
}
