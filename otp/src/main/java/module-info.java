/// The behaviours of OTP: generic servers and state machines, supervision trees, registries, tasks
/// and agents, built on nothing but the public API of the core.
module dev.talma.otp {
  requires transitive dev.talma;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.talma.otp;
}
