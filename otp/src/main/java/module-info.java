/// The behaviours of OTP: generic servers and state machines, supervision trees, registries, tasks
/// and agents, built on nothing but the public API of the core.
@SuppressWarnings("module") // the cluster is built after this
module dev.talma.otp {
  requires transitive dev.talma;
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.talma.otp;

  opens dev.talma.otp to
      dev.talma.cluster; // which sends casts

  provides dev.talma.SystemProtocol with
      dev.talma.otp.ServerProtocol;
}
