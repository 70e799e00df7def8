package dev.talma.cluster.internal.node;

import dev.talma.SystemMessage;
import dev.talma.SystemProtocol;
import dev.talma.cluster.NotSendableException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// The system messages that may be sent, as the services of [SystemProtocol] say, each with every
/// protocol that it can carry.
final class SystemMessages {
  private final List<Root> roots = new ArrayList<>();

  /// @param carried what it can carry; Object if it carries nothing
  private record Root(Class<? extends SystemMessage> message, Class<?> carried, Type type) {}

  SystemMessages(List<Class<?>> protocols) {
    for (SystemProtocol service :
        ServiceLoader.load(SystemProtocol.class, SystemProtocol.class.getClassLoader())) {
      for (Class<? extends SystemMessage> message : service.messages()) {
        if (message.getTypeParameters().length == 0) {
          roots.add(new Root(message, Object.class, message));
        } else {
          protocols.forEach(
              each -> roots.add(new Root(message, each, new Carrying(message, each))));
        }
      }
    }
  }

  /// {@return the types of all}
  List<Type> types() {
    return roots.stream().map(Root::type).toList();
  }

  /// {@return as what a message is written}
  Type typeOf(SystemMessage message) {
    for (Root root : roots) {
      if (root.message == message.getClass() && root.carried.isInstance(message.carried())) {
        return root.type;
      }
    }
    throw new NotSendableException(
        message.getClass().getName()
            + (message.carried() == message
                ? " does not leave its node"
                : " with "
                    + message.carried().getClass().getName()
                    + ", which belongs to no protocol that this node has registered, does not"
                    + " leave its node")
            + ": only what a SystemProtocol names is sent to actors on other nodes");
  }

  /// A class with one argument for its type parameter.
  private record Carrying(Class<?> raw, Class<?> argument) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {argument};
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public Type getOwnerType() {
      return raw.getDeclaringClass();
    }
  }
}
