/// Talma's testkit as a JUnit extension.
module dev.talma.testkit.junit {
  requires transitive dev.talma.testkit;
  requires transitive org.junit.jupiter.api;
  requires org.junit.platform.commons;
  requires org.opentest4j;
  requires static org.jspecify;

  exports dev.talma.testkit.junit;
}
