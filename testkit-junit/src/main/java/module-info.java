/// Talma's testkit as a JUnit extension.
module dev.talma.testkit.junit {
  requires transitive dev.talma.testkit;
  requires transitive org.junit.jupiter.api;
  requires static org.jspecify;
}
