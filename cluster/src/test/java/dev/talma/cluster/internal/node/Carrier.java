package dev.talma.cluster.internal.node;

import dev.talma.remote.Parcel;
import dev.talma.remote.Route;
import java.util.function.Consumer;

/// A route that gives what is sent to the test, and is watched in vain.
record Carrier(Consumer<Parcel> taker) implements Route {
  @Override
  public void carry(Parcel parcel) {
    taker.accept(parcel);
  }

  @Override
  public void watch(boolean starts) {}

  @Override
  public void unwatch() {}
}
