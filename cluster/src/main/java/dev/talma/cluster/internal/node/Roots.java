package dev.talma.cluster.internal.node;

import dev.talma.ActorType;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.internal.codec.Schema;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/// What the settings of a node say of what it may send.
final class Roots {
  private Roots() {}

  /// {@return the types, each with what it is to the user}
  static List<Schema.Root> of(ClusterSettings settings, SystemMessages systemMessages) {
    List<Schema.Root> roots = new ArrayList<>();
    for (ActorType<?> type : settings.types()) {
      String of = " of the actor type \"" + type.name() + "\"";
      roots.add(new Schema.Root(type.protocol(), "the protocol" + of));
      type.state().ifPresent(state -> roots.add(new Schema.Root(state, "the state" + of)));
    }
    for (Type each : systemMessages.types()) {
      roots.add(new Schema.Root(each, "the system message " + each.getTypeName()));
    }
    for (Class<?> each : settings.messages()) {
      roots.add(new Schema.Root(each, "the class " + each.getName() + " of messages(…)"));
    }
    return roots;
  }
}
