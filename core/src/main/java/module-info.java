/// Actors: functions over a typed mailbox, with supervision, links, monitors and scopes.
@SuppressWarnings("module") // the cluster is built after this
module dev.talma {
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.talma;
  exports dev.talma.remote to
      dev.talma.cluster;
}
