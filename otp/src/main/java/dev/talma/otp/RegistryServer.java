package dev.talma.otp;

import dev.talma.ActorRef;
import dev.talma.Monitor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The actor behind a registry: watches its members and clears what the dead leave. The table is
/// not its state but that of the [Registry], so that reading needs no message, and survives its
/// restarts.
final class RegistryServer<K, M> extends GenServer<RegistryMessage, Registry<K, M>> {
  private final Registry<K, M> registry;
  private final Map<ActorRef<?>, Monitor> watched = new HashMap<>();

  RegistryServer(Registry<K, M> registry) {
    this.registry = registry;
  }

  @Override
  protected InitResult<Registry<K, M>> init() {
    registry.begin(self(), ctx().system()).forEach(this::watch);
    return ok(registry);
  }

  @Override
  protected CastResult<Registry<K, M>> handleInfo(
      RegistryMessage message, Registry<K, M> sameRegistry) {
    switch (message) {
      case RegistryMessage.Watch(ActorRef<?> member) -> watch(member);
      case RegistryMessage.Forget(ActorRef<?> member) -> {
        if (watched.containsKey(member) && !registry.knows(member)) {
          Objects.requireNonNull(watched.remove(member)).cancel();
        }
      }
      case RegistryMessage.Ended(ActorRef<?> member) -> {
        registry.clear(member);
        watched.remove(member);
      }
      case RegistryMessage.Tell<?, ?> tell -> tell.deliver();
    }
    return noReply(sameRegistry);
  }

  private void watch(ActorRef<?> member) {
    watched.computeIfAbsent(
        member, _ -> ctx().monitor(member, _ -> new RegistryMessage.Ended(member)));
  }
}
