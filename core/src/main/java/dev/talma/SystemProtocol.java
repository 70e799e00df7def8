package dev.talma;

import java.util.List;

/// Says which [system messages][SystemMessage] may go to actors on other nodes of a cluster. A
/// framework that defines some provides this as a service ([java.util.ServiceLoader]); what no
/// service names stays within its node.
public interface SystemProtocol {

  /// {@return the classes: records whose fields can be sent} One with a type parameter carries a
  /// message of the protocol of the actor that it is sent to: its [SystemMessage#carried()].
  List<Class<? extends SystemMessage>> messages();
}
