package dev.talma.cluster.internal.membership;

import dev.talma.cluster.Member;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.transport.Network;
import dev.talma.cluster.internal.transport.SessionListener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Who is in the cluster. Keeps a session with every member.
///
/// *Threading*: every method may be called from every thread; none waits but [#start] and [#close].
public interface Membership extends AutoCloseable {

  /// {@return who has to be told of every session of the network, and of every frame in the lane
  /// [dev.talma.cluster.internal.transport.Session.Lane#CONTROL]; others are ignored}
  SessionListener sessions();

  /// Begins to look for the others, and goes on until it is closed. Called once.
  ///
  /// @param network has told [#sessions()] all from its beginning
  void start(Network network);

  /// {@return this node}
  Member self();

  /// {@return the members at the moment, this node first}
  List<Member> members();

  /// {@return who can be given work: the members that have not said that they leave and that
  /// somebody reaches, this node among them until it leaves}
  Set<NodeId> routable();

  /// Makes a small value known to all members. What is published in quick succession may reach them
  /// together.
  ///
  /// @param key its name
  /// @param value replaces what was published before under this name
  /// @throws IllegalArgumentException if all values together would be more than
  ///   [MembershipSettings#MAX_STATE_BYTES]
  void publish(String key, String value);

  /// Takes a value back.
  ///
  /// @param key its name
  void unpublish(String key);

  /// Tells all members that this node leaves, so that they give it no new work. It stays a member
  /// until it is closed. {@return done when all of them have heard of it, or after half a second}
  CompletableFuture<Void> leave();

  /// Leaves at once, and ends.
  @Override
  void close();
}
