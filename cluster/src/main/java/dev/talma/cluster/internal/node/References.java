package dev.talma.cluster.internal.node;

import dev.talma.ActorRef;
import dev.talma.cluster.NodeId;
import dev.talma.cluster.internal.codec.Input;
import dev.talma.cluster.internal.codec.MalformedException;
import dev.talma.cluster.internal.codec.Output;
import dev.talma.cluster.internal.codec.RefCodec;
import java.util.Optional;

/// How references are written on one link. Those of actors of one of the two nodes are short.
final class References implements RefCodec {
  private static final int NAMED = 0;
  private static final int OF_WRITER = 1;
  private static final int OF_READER = 2;
  private static final int OF_ANOTHER = 3;
  private static final int NAMED_IN_ROLE = 4;

  private final Addresses addresses;
  private final NodeId peer;
  private final RecentNames recent;

  References(Addresses addresses, NodeId peer, RecentNames recent) {
    this.addresses = addresses;
    this.peer = peer;
    this.recent = recent;
  }

  @Override
  public void write(ActorRef<?> ref, Class<?> protocol, Output out) {
    switch (addresses.of(ref, protocol)) {
      case Addresses.Place.Anywhere(Target.Named named, Optional<String> role) -> {
        out.u8(role.isEmpty() ? NAMED : NAMED_IN_ROLE);
        out.raw(named.bytes());
        role.ifPresent(out::text);
      }
      case Addresses.Place.At(NodeId node, Target.Single process) -> {
        if (node.equals(addresses.self())) {
          out.u8(OF_WRITER);
        } else if (node.equals(peer)) {
          out.u8(OF_READER);
        } else {
          out.u8(OF_ANOTHER);
          node(node, out);
        }
        out.varlong(process.number());
        out.text(process.path());
      }
    }
  }

  @Override
  public ActorRef<?> read(Input in, Class<?> protocol) {
    return read(in);
  }

  ActorRef<?> read(Input in) {
    int tag = in.u8();
    return switch (tag) {
      case NAMED -> addresses.named(recent.read(in), Optional.empty());
      case NAMED_IN_ROLE -> addresses.named(recent.read(in), Optional.of(in.text()));
      case OF_WRITER -> addresses.process(peer, process(in));
      case OF_READER -> addresses.process(addresses.self(), process(in));
      case OF_ANOTHER -> addresses.process(node(in), process(in));
      default -> throw new MalformedException("There is no kind of reference " + tag);
    };
  }

  private static Target.Single process(Input in) {
    return new Target.Single(in.varlong(), in.text());
  }

  /// Writes the reference of one who sends something. What can be sent to it, its receiver has to
  /// know.
  void writeSender(ActorRef<?> ref, Output out) {
    write(ref, Object.class, out);
  }

  static void node(NodeId node, Output out) {
    out.text(node.name());
    out.text(node.incarnation());
  }

  static NodeId node(Input in) {
    return new NodeId(in.text(), in.text());
  }
}
