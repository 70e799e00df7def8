package dev.talma.cluster.internal.codec;

import dev.talma.ActorRef;
import java.lang.reflect.Proxy;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// References that are nothing but names.
final class NamedRefs implements RefCodec {
  private final ConcurrentMap<String, ActorRef<?>> refs = new ConcurrentHashMap<>();

  ActorRef<?> ref(String name) {
    return refs.computeIfAbsent(name, NamedRefs::made);
  }

  @SuppressWarnings("unchecked")
  <M> ActorRef<M> typed(String name) {
    return (ActorRef<M>) ref(name);
  }

  private static ActorRef<?> made(String name) {
    return (ActorRef<?>)
        Proxy.newProxyInstance(
            NamedRefs.class.getClassLoader(),
            new Class<?>[] {ActorRef.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "path", "toString" -> name;
                  case "hashCode" -> name.hashCode();
                  case "equals" -> proxy == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Override
  public void write(ActorRef<?> ref, Class<?> protocol, Output out) {
    out.text(ref.path());
  }

  @Override
  public ActorRef<?> read(Input in, Class<?> protocol) {
    String name = in.text();
    return refs.size() > 10_000 ? made(name) : ref(name);
  }
}
