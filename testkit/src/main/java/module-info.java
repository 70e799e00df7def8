/// Tools to test actors without sleeping: probes, bounded awaits and virtual time. Needs no test
/// framework.
module dev.talma.testkit {
  requires transitive dev.talma;
  requires static org.jspecify;

  exports dev.talma.testkit;
}
