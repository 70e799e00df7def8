package dev.talma.otp;

import dev.talma.SystemMessage;
import dev.talma.SystemProtocol;
import java.util.List;

/// What may be sent to servers on other nodes besides the messages of their protocol: casts.
public final class ServerProtocol implements SystemProtocol {

  /// For the service loader.
  public ServerProtocol() {}

  @Override
  public List<Class<? extends SystemMessage>> messages() {
    return List.of(ServerMessage.Cast.class);
  }
}
