package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Address;
import dev.talma.cluster.Member;
import dev.talma.cluster.NodeId;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A node as SWIM knows it.
///
/// @param id which run of which node
/// @param address where it is reached
/// @param swim its record in SWIM
/// @param published what it says of itself
record Node(NodeId id, Address address, io.scalecube.cluster.Member swim, Published published) {

  /// {@return what a record of SWIM and the metadata that came with it say}
  ///
  /// @throws IOException if they say no node
  static Node of(io.scalecube.cluster.Member swim, ByteBuffer metadata) throws IOException {
    String name = swim.alias();
    if (name == null || !swim.id().startsWith(name + "#")) {
      throw new IOException("its id " + swim.id() + " does not begin with its name " + name);
    }
    byte[] bytes = new byte[metadata.remaining()];
    metadata.duplicate().get(bytes);
    try {
      return new Node(
          new NodeId(name, swim.id().substring(name.length() + 1)),
          Address.parse(swim.address()),
          swim,
          Published.decode(bytes));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  Node with(Published newlyPublished) {
    return new Node(id, address, swim, newlyPublished);
  }

  Member member(Member.Status status) {
    return new Member(
        id, address, published.roles(), published.weight(), status, published.state());
  }

  /// {@return whether this run began after that one, of the same name}
  boolean isLaterThan(Node other) {
    int order = Long.compare(published.started(), other.published().started());
    return order > 0 || (order == 0 && id.incarnation().compareTo(other.id().incarnation()) > 0);
  }

  @Override
  public String toString() {
    return id + " at " + address;
  }
}
