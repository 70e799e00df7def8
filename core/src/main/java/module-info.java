/// Actors: functions over a typed mailbox, with supervision, links, monitors and scopes.
module dev.talma {
  requires org.slf4j;
  requires static org.jspecify;

  exports dev.talma;
}
