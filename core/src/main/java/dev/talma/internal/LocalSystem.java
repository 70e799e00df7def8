package dev.talma.internal;

import dev.talma.*;

/// Stub.
public abstract class LocalSystem implements ActorSystem {
}
