package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Certificates;
import dev.talma.cluster.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An authority of one's own, in a directory. The JDK can make certificates only through its tool
/// `keytool`; the rest is turning its key stores into PEM files and back.
public final class DevelopmentAuthority {
  private static final String ALIAS = "authority";
  private static final String PASSWORD = "TALMA_STORE_PASSWORD";

  private final Path directory;
  private final Path certificate;
  private final Path key;

  private DevelopmentAuthority(Path directory) {
    this.directory = directory;
    this.certificate = directory.resolve("authority.pem");
    this.key = directory.resolve("authority-key.pem");
  }

  /// {@return the authority in a directory; it is made if there is none}
  ///
  /// @param directory where its files are
  /// @throws IOException if they cannot be written
  public static DevelopmentAuthority in(Path directory) throws IOException {
    Files.createDirectories(directory);
    var authority = new DevelopmentAuthority(directory);
    if (!Files.exists(authority.certificate) || !Files.exists(authority.key)) {
      authority.make();
    }
    return authority;
  }

  private void make() throws IOException {
    try (var store = new Store()) {
      store.keytool(
          List.of(
              "-genkeypair",
              "-alias",
              ALIAS,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              "CN=Talma development authority",
              "-ext",
              "bc:critical=ca:true",
              "-ext",
              "ku:critical=keyCertSign,cRLSign",
              "-startdate",
              "-1d",
              "-validity",
              "3650"));
      store.write(ALIAS, certificate, key);
    }
  }

  /// {@return the files for a node, made anew}
  ///
  /// @param node for whom
  /// @throws IOException if they cannot be written
  public Tls sign(Certificates.Node node) throws IOException {
    sign(node, "-1d", 366);
    return Tls.pem(certificateOf(node), keyOf(node), certificate);
  }

  Path certificateOf(Certificates.Node node) {
    return directory.resolve(node.name() + ".pem");
  }

  Path keyOf(Certificates.Node node) {
    return directory.resolve(node.name() + "-key.pem");
  }

  /// @param start from when on it is valid, relative to now as keytool writes it; clocks differ
  /// @param days for how long
  void sign(Certificates.Node node, String start, int days) throws IOException {
    List<String> names = new ArrayList<>();
    for (String host : node.hosts()) {
      boolean ip = host.contains(":") || host.matches("[0-9.]+");
      names.add((ip ? "ip:" : "dns:") + host);
    }
    try (var store = new Store()) {
      List<X509Certificate> own = PemFiles.certificates(certificate, "authority");
      store.put(ALIAS, PemFiles.key(key, own.getFirst().getPublicKey()), own);
      store.keytool(
          List.of(
              "-genkeypair",
              "-alias",
              "node",
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              "CN=" + node.name(),
              "-signer",
              ALIAS,
              "-ext",
              "san=" + String.join(",", names),
              "-ext",
              "eku=serverAuth,clientAuth",
              "-ext",
              "ku:critical=digitalSignature",
              "-startdate",
              start,
              "-validity",
              Integer.toString(days)));
      store.write("node", certificateOf(node), keyOf(node));
    }
  }

  /// A key store in a directory of its own, which only this user can read, while keytool works on
  /// it.
  private static final class Store implements AutoCloseable {
    private final Path folder = Files.createTempDirectory("certificates");
    private final Path file = folder.resolve("store.p12");
    private final String password;

    Store() throws IOException {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      password = HexFormat.of().formatHex(random);
    }

    void keytool(List<String> arguments) throws IOException {
      Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
      List<String> command = new ArrayList<>();
      command.add(tool.toString());
      command.addAll(arguments);
      command.addAll(
          List.of(
              "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass:env", PASSWORD));
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put(PASSWORD, password); // not in the command line, which all can see
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        throw new IOException(
            "Certificates are made with keytool, which this Java has not at "
                + tool
                + ". Run it with a whole JDK, or let the organisation's authority make them",
            e);
      }
      try {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException("keytool has failed: " + output.strip());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while keytool was running", e);
      } finally {
        process.destroy();
      }
    }

    void put(String alias, PrivateKey key, List<X509Certificate> chain) throws IOException {
      try {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
            alias, key, password.toCharArray(), chain.toArray(new X509Certificate[0]));
        try (OutputStream out = Files.newOutputStream(file)) {
          store.store(out, password.toCharArray());
        }
      } catch (GeneralSecurityException e) {
        throw new IOException("The key of the authority cannot be used: " + e.getMessage(), e);
      }
    }

    /// Writes an entry as PEM: the certificate alone, as the authority's has its own file.
    void write(String alias, Path certificate, Path key) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(in, password.toCharArray());
        Key secret = store.getKey(alias, password.toCharArray());
        Certificate open = store.getCertificate(alias);
        if (secret == null || open == null) {
          throw new IOException("keytool has made no key");
        }
        replace(key, pem("PRIVATE KEY", secret.getEncoded()), "rw-------");
        replace(certificate, pem("CERTIFICATE", open.getEncoded()), "rw-r--r--");
      } catch (GeneralSecurityException e) {
        throw new IOException("What keytool has made cannot be read: " + e.getMessage(), e);
      }
    }

    private static String pem(String what, byte[] der) {
      byte[] newline = {'\n'};
      String base64 = Base64.getMimeEncoder(64, newline).encodeToString(der);
      return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    private static void replace(Path file, String text, String permissions) throws IOException {
      Path draft = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(draft);
      boolean posix =
          Files.getFileStore(draft.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
      FileAttribute<?>[] attributes =
          posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
              }
              : new FileAttribute<?>[0];
      Files.createFile(draft, attributes);
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }
}
