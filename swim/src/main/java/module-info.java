/// ScaleCube's SWIM protocol, put together as one module.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Reactor is none yet
module dev.talma.swim {
  requires transitive reactor.core;
  requires transitive org.reactivestreams;
  requires org.slf4j;
  requires static org.jspecify;

  // Nobody provides them; ScaleCube looks for them all the same, and fails without these lines.
  uses io.scalecube.cluster.metadata.MetadataCodec;
  uses io.scalecube.cluster.transport.api.MessageCodec;

  exports io.scalecube.cluster;
  exports io.scalecube.cluster.fdetector;
  exports io.scalecube.cluster.gossip;
  exports io.scalecube.cluster.membership;
  exports io.scalecube.cluster.metadata;
  exports io.scalecube.cluster.transport.api;
  exports dev.talma.swim;
}
