package dev.talma.cluster.internal.node;

import dev.talma.cluster.NodeId;
import dev.talma.remote.Parcel;
import dev.talma.remote.Route;

/// The way to one actor of another node.
final class ProcessRoute implements Route {
  private final Processes processes;
  private final NodeId node;
  private final Target.Single target;

  ProcessRoute(Processes processes, NodeId node, Target.Single target) {
    this.processes = processes;
    this.node = node;
    this.target = target;
  }

  NodeId node() {
    return node;
  }

  Target.Single target() {
    return target;
  }

  @Override
  public void carry(Parcel parcel) {
    processes.carry(this, parcel);
  }

  @Override
  public void watch(boolean starts) {
    processes.watch(this);
  }

  @Override
  public void unwatch() {
    processes.unwatch(this);
  }

  @Override
  public String toString() {
    return node.name() + ":";
  }
}
