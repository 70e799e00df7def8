/// The examples. They use what Talma exports and nothing else.
module dev.talma.examples {
  requires dev.talma;
  requires dev.talma.cluster;
  requires dev.talma.otp;
  requires static org.jspecify;

  // the records that go from node to node
  opens dev.talma.examples.cluster to
      dev.talma.cluster;
}
