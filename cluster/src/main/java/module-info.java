/// The same actors on many machines: membership, placement, transport, codec.
@SuppressWarnings("requires-automatic") // Reactor, below dev.talma.swim
module dev.talma.cluster {
  requires transitive dev.talma;
  requires dev.talma.swim;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.talma.cluster;

  uses dev.talma.SystemProtocol;
}
