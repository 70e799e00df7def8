package dev.talma.swim;

import io.scalecube.cluster.Member;
import io.scalecube.cluster.membership.MemberStatus;
import io.scalecube.cluster.transport.api.Message;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/// The few messages with which a transport steers the protocol. They are given to the protocol as
/// if they had come.
///
/// *Threading*: every method may be called from every thread.
public final class SwimMessages {
  private static final MethodHandle GOSSIPS = method(Shape.GOSSIPS, "gossips");
  private static final MethodHandle GOSSIPER = method(Shape.GOSSIP, "gossiperId");
  private static final MethodHandle INNER = method(Shape.GOSSIP, "message");
  private static final MethodHandle ABOUT = method(Shape.RECORD, "member");
  private static final MethodHandle FROM = method(Shape.PING, "getFrom");
  private static final MethodHandle TO = method(Shape.PING, "getTo");
  private static final MethodHandle WITH_ACK = method(Shape.PING, "withAckType", Shape.ACK.type());
  private static final MethodHandle STATUS = method(Shape.RECORD, "status");

  private SwimMessages() {}

  private static MethodHandle method(Shape shape, String name, Class<?>... parameters) {
    try {
      Method method = shape.type().getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return MethodHandles.lookup().unreflect(method);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ScaleCube's " + shape + " has no " + name, e);
    }
  }

  private static Object get(MethodHandle method, Object of) {
    try {
      return method.invoke(of);
    } catch (Throwable e) {
      throw new LinkageError("A getter of ScaleCube has failed", e);
    }
  }

  /// {@return a synchronization that says nothing} Whoever gets it answers with all members that it
  /// knows; so this asks a node for its members.
  ///
  /// @param sender the address to answer to
  public static Message emptySync(String sender) {
    return Message.withData(Shape.SYNC.construct(List.of()))
        .qualifier(Qualifiers.SYNC)
        .sender(sender)
        .build();
  }

  /// {@return the answer to a synchronization, by which whoever gets it takes a member for dead at
  /// once} For a node that knows so from elsewhere.
  ///
  /// @param member the member
  /// @param sender as whose answer
  public static Message dead(Member member, String sender) {
    Object record = Shape.RECORD.construct(member, MemberStatus.DEAD, Integer.MAX_VALUE);
    return Message.withData(Shape.SYNC.construct(List.of(record)))
        .qualifier(Qualifiers.SYNC_ACK)
        .sender(sender)
        .build();
  }

  /// {@return news that a node is alive, as if it came from that node} Several that say so with the
  /// same number at about the same time make one piece of news of it.
  ///
  /// @param member the node
  /// @param number tells this time from others
  public static Message alive(Member member, long number) {
    Object record = Shape.RECORD.construct(member, MemberStatus.ALIVE, 0);
    Message rumour =
        Message.withData(record)
            .qualifier(Qualifiers.MEMBERSHIP_GOSSIP)
            .sender(member.address())
            .build();
    Object gossip = Shape.GOSSIP.construct(member.id(), rumour, number);
    return Message.withData(Shape.GOSSIPS.construct(List.of(gossip), member.id()))
        .qualifier(Qualifiers.GOSSIP)
        .sender(member.address())
        .build();
  }

  /// {@return the answer to a ping of its member, if the message is such a ping} For a transport
  /// that knows by itself that the member lives.
  ///
  /// @param message about to be sent
  public static Optional<Message> acknowledged(Message message) {
    if (!Qualifiers.PING.equals(message.qualifier()) || message.correlationId() == null) {
      return Optional.empty();
    }
    Object ping = message.data();
    return Optional.of(
        Message.withData(acknowledged(Shape.PING.construct(get(FROM, ping), get(TO, ping))))
            .qualifier(Qualifiers.PING_ACK)
            .correlationId(message.correlationId())
            .build());
  }

  private static Object acknowledged(Object ping) {
    for (Object ack : Shape.ACK.type().getEnumConstants()) {
      if (ack.toString().equals("DEST_OK")) {
        try {
          return WITH_ACK.invoke(ping, ack);
        } catch (Throwable e) {
          throw new LinkageError("A method of ScaleCube has failed", e);
        }
      }
    }
    throw new LinkageError("ScaleCube has no DEST_OK");
  }

  /// {@return whether a message spreads only what its sender has heard of others, and not that they
  /// are suspected} ScaleCube makes such news of every record that it gets in a synchronization: as
  /// many as there are members, from each node that joins. That is too much by far, and of no use
  /// where each node makes itself known.
  ///
  /// @param message about to be sent
  /// @param sender the id of who sends it
  public static boolean isHearsay(Message message, String sender) {
    if (!Qualifiers.GOSSIP.equals(message.qualifier())) {
      return false;
    }
    for (Object gossip : (List<?>) get(GOSSIPS, message.data())) {
      Object record = ((Message) get(INNER, gossip)).data();
      boolean own = ((Member) get(ABOUT, record)).id().equals(sender);
      boolean suspect = get(STATUS, record) == MemberStatus.SUSPECT;
      if (own || suspect || !get(GOSSIPER, gossip).equals(sender)) {
        return false;
      }
    }
    return true;
  }
}
