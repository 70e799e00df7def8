package dev.talma.benchmarks.cluster;

import dev.talma.cluster.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// One certificate that both processes have and trust, in the forms that the frameworks want. Both
/// of them then speak TLS 1.3 and show it to each other.
///
/// @param directory where it is
record Certificates(Path directory) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "node";

  /// {@return a new one, made with the keytool of the JDK}
  static Certificates make(Path directory) throws IOException, InterruptedException {
    var made = new Certificates(directory);
    var tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=benchmark",
                "-ext",
                "SAN=IP:127.0.0.1,DNS:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                made.store().toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException("keytool: " + said.strip());
    }
    try (InputStream in = Files.newInputStream(made.store())) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      var key = Objects.requireNonNull(store.getKey(ALIAS, PASSWORD.toCharArray()));
      write(made.key(), "PRIVATE KEY", Objects.requireNonNull(key.getEncoded()));
      write(made.certificate(), "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
    return made;
  }

  private static void write(Path file, String type, byte[] content) throws IOException {
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    Files.write(
        file,
        List.of(
            "-----BEGIN " + type + "-----",
            encoder.encodeToString(content),
            "-----END " + type + "-----"));
  }

  private Path store() {
    return directory.resolve("node.p12");
  }

  private Path certificate() {
    return directory.resolve("node.crt");
  }

  private Path key() {
    return directory.resolve("node.key");
  }

  Tls forTalma() {
    return Tls.pem(certificate(), key(), certificate()).verifyingHostNames();
  }

  /// {@return the part of the configuration that turns on what Talma does by itself}
  String forPekko() {
    return """
        pekko.remote.artery {
          transport = tls-tcp
          ssl.config-ssl-engine {
            key-store = "%1$s"
            key-store-password = "%2$s"
            key-password = "%2$s"
            trust-store = "%1$s"
            trust-store-password = "%2$s"
            protocol = "TLSv1.3"
            require-mutual-authentication = on
            hostname-verification = on
          }
        }
        """
        .formatted(store(), PASSWORD);
  }
}
