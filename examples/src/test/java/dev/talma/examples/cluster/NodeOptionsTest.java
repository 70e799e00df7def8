package dev.talma.examples.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.ClusterSettings;
import dev.talma.cluster.Timing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The command line of a node, and the settings that come of it.
class NodeOptionsTest {
  private static NodeOptions parse(String line) throws UsageException {
    return NodeOptions.parse(List.of(line.split(" ")));
  }

  @Test
  void aNodeListensOnTheLoopbackInterfaceUnlessTold() throws Exception {
    NodeOptions options = parse("--name a --port 8001");
    assertEquals(new Address("127.0.0.1", 8001), options.bind());
    ClusterSettings settings = options.applyTo(ClusterSettings.defaults());
    assertEquals("a", settings.node());
    assertEquals(Set.of(ExampleTypes.ROLE), settings.roles());
    assertEquals(Timing.local(), settings.timing());
    assertFalse(settings.isInsecure());
    assertEquals(List.of(), settings.seeds());
  }

  @Test
  void takesAllThatASettingNeeds() throws Exception {
    NodeOptions options =
        parse(
            "--name a --port 0 --bind 0.0.0.0 --advertise a.example.com --seed b:1 --seed [::1]:2"
                + " --roles web,db --roles node --insecure");
    ClusterSettings settings = options.applyTo(ClusterSettings.defaults());
    assertEquals(new Address("0.0.0.0", 0), settings.bind());
    assertEquals(Optional.of(new Address("a.example.com", 0)), settings.advertised());
    assertEquals(List.of("b:1", "[::1]:2"), settings.seeds());
    assertEquals(Set.of("node", "web", "db"), settings.roles());
    assertEquals(Timing.lan(), settings.timing());
    assertTrue(settings.isInsecure());
  }

  @Test
  void theAdvertisedAddressMayHaveAPort() throws Exception {
    NodeOptions options = parse("--name a --port 1 --advertise a.example.com:9000");
    assertEquals(Optional.of(new Address("a.example.com", 9000)), options.advertised());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --name a                        | --port is missing
          --port 1                        | --name is missing
          --name a --port http            | --port needs a number from 0 to 65535, and not http
          --name a --port 65536           | --port needs a number from 0 to 65535, and not 65536
          --name a --port 1 more          | what is 'more' for?
          """)
  void saysWhatIsWrong(String line, String why) {
    assertEquals(why, assertThrows(UsageException.class, () -> parse(line)).getMessage());
  }

  @Test
  void aSeedIsAnAddress() {
    var e = assertThrows(UsageException.class, () -> parse("--name a --port 1 --seed b"));
    assertTrue(e.getMessage().startsWith("--seed: An address is host:port"), e.getMessage());
  }

  @Test
  void saysHowToMakeACertificateThatIsMissing(@TempDir Path directory) throws Exception {
    NodeOptions options = parse("--name a --port 1 --tls " + directory);
    var e = assertThrows(ToolException.class, () -> options.applyTo(ClusterSettings.defaults()));
    assertTrue(e.getMessage().endsWith("./talma cert " + directory + " a"), e.getMessage());
    var any = assertThrows(ToolException.class, () -> CertificateFiles.any(directory));
    assertTrue(any.getMessage().endsWith("./talma cert " + directory + " client"));
  }
}
