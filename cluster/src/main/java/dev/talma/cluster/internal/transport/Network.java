package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.NodeId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A node's end of the network: the port that it listens on, and at most one connection with each
/// other node, whoever opened it.
///
/// *Threading*: every method may be called from every thread, and none waits.
public interface Network extends AutoCloseable {

  /// {@return who this node says that it is}
  NodeId self();

  /// {@return where others reach this node, with the port that it really has}
  Address address();

  /// {@return the open session with a peer, if there is one}
  ///
  /// @param peer the peer
  Optional<Session> session(NodeId peer);

  /// {@return the open session with whoever listens at an address; it is opened if there is none}
  /// Fails with an [java.io.IOException] that says why: nobody there, refused and by what words,
  /// not in time.
  ///
  /// @param address resolved anew at each call, to all its IP addresses
  CompletableFuture<Session> connect(Address address);

  /// {@return how many frames wait to be sent} Closing drops them.
  long waiting();

  /// Closes the port and every session, and waits until that is done.
  @Override
  void close();
}
