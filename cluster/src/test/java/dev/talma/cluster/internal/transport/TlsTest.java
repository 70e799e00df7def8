package dev.talma.cluster.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.cluster.Address;
import dev.talma.cluster.Certificates;
import dev.talma.cluster.Tls;
import dev.talma.cluster.internal.transport.Ears.Heard;
import dev.talma.cluster.internal.transport.Session.Lane;
import dev.talma.cluster.internal.transport.Session.Offer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connections with certificates, good and bad.
final class TlsTest {
  @TempDir static Path folder;
  private static Tls a;
  private static Tls b;
  private static Tls elsewhere;
  private static Tls stranger;

  private final Nodes nodes = new Nodes();

  @BeforeAll
  static void certificates() throws IOException {
    List<Tls> made =
        Certificates.create(
            folder.resolve("ours"),
            List.of(
                Certificates.Node.parse("a"),
                Certificates.Node.parse("b=localhost,127.0.0.1"),
                Certificates.Node.parse("elsewhere=node.example.com,10.1.2.3,fd00::1")));
    a = made.get(0);
    b = made.get(1);
    elsewhere = made.get(2);
    stranger =
        Certificates.create(folder.resolve("theirs"), List.of(Certificates.Node.parse("stranger")))
            .getFirst();
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private static NetworkSettings with(Tls tls) {
    return Nodes.settings().with(tls);
  }

  private static String failure(Nodes.Node from, Nodes.Node to) {
    var e = assertThrows(ExecutionException.class, () -> from.connect(to));
    return String.valueOf(e.getCause().getMessage());
  }

  @Test
  void nodesOfOneAuthorityTalk() throws Exception {
    var one = nodes.start("a", with(a.verifyingHostNames()));
    var two = nodes.start("b", with(b.verifyingHostNames()));
    Session there = one.connect(two);
    Session back = two.ears().next(Heard.Opened.class).session();
    int[] lengths = {0, 1, 16_379, 16_384, 65_531, 1 << 20, 4 << 20, 100};
    for (int length : lengths) {
      assertEquals(
          Offer.ACCEPTED, there.offer(Lane.MESSAGES, new TestFrame(new byte[length]), 1L << 40));
      assertEquals(Offer.ACCEPTED, there.offer(Lane.MESSAGES, TestFrame.of("x"), 1L << 40));
    }
    for (int length : lengths) {
      String text = two.ears().nextText();
      assertTrue(length <= 200 || text.equals(length + " bytes"), text);
      assertEquals("x", two.ears().nextText());
    }
    back.offer(Lane.CONTROL, TestFrame.of("back"));
    assertEquals("back", one.ears().nextText());
    back.close("enough");
    assertEquals("the peer has closed: enough", one.ears().nextClosed());
    assertEquals("enough", two.ears().nextClosed());
    assertEquals(List.of(), one.ears().faults);
    assertEquals(List.of(), two.ears().faults);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsRefusedInBothDirections() throws Exception {
    var one = nodes.start("a", with(a));
    var foreign = nodes.start("x", with(stranger));
    String out = failure(one, foreign);
    assertTrue(out.contains("TLS failed: Path does not chain with"), out);
    assertTrue(out.contains("not signed by the authority in " + a.authority() + ". Both"), out);
    String in = failure(foreign, one);
    assertTrue(in.contains("TLS failed: Path does not chain with"), in);
    Nodes.until(
        "counted", () -> one.network().counters().refused().containsKey(Refusal.TLS_FAILED));
  }

  /// Each side's log and exception name the file that the other one does not accept.
  @Test
  void whoIsNotAcceptedIsToldWhatToDo() {
    String alert = advice(new SSLHandshakeException("Received fatal alert: certificate_unknown"));
    assertTrue(alert.contains("does not accept the certificate in " + a.certificate()), alert);
    assertTrue(alert.contains("./talma cert"), alert);
    String none = advice(new SSLHandshakeException("Empty client certificate chain"));
    assertTrue(none.contains("has shown no certificate"), none);
    String early = advice(new SSLException(new CertificateNotYetValidException("NotBefore")));
    assertTrue(early.contains("compare the clocks"), early);
    String usage =
        advice(
            new SSLException(
                new CertificateException(
                    "Extended key usage does not permit use for TLS client authentication")));
    assertTrue(usage.contains("both a server and a client"), usage);
  }

  private static String advice(SSLException failure) {
    return TlsAdvice.of(failure, a);
  }

  @Test
  void aClientWithoutACertificateGetsNowhere() throws Exception {
    var one = nodes.start("a", with(a));
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    Address to = one.network().address();
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket(to.host(), to.port())) {
      socket.setSoTimeout(20_000);
      socket.startHandshake(); // in TLS 1.3 the client is done before the server has checked it
      assertThrows(
          IOException.class,
          () -> {
            socket.getOutputStream().write(new byte[] {1, 2, 3, 4});
            if (socket.getInputStream().read() < 0) {
              throw new IOException("closed");
            }
          });
    }
    Nodes.until(
        "counted", () -> one.network().counters().refused().containsKey(Refusal.TLS_FAILED));
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

    @Override
    public java.security.cert.X509Certificate[] getAcceptedIssuers() {
      return new java.security.cert.X509Certificate[0];
    }
  }

  @Test
  void onlyVersion13IsSpoken() throws Exception {
    var one = nodes.start("a", with(a));
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    Address to = one.network().address();
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket(to.host(), to.port())) {
      socket.setSoTimeout(20_000);
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThrows(IOException.class, socket::startHandshake);
    }
  }

  @Test
  void withAndWithoutTlsEachSideHearsWhatIsWrong() throws Exception {
    var safe = nodes.start("a", with(a));
    var plain = nodes.start("p");
    String required = failure(plain, safe);
    assertTrue(required.contains("this node speaks TLS only"), required);
    String spoken = failure(safe, plain);
    assertTrue(spoken.contains("the other side speaks no TLS"), spoken);
    Nodes.until(
        "counted",
        () ->
            safe.network().counters().refused().containsKey(Refusal.TLS_REQUIRED)
                && plain.network().counters().refused().containsKey(Refusal.TLS_NOT_SPOKEN));
    try (var raw = new RawPeer(safe.network().address())) {
      raw.out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertTrue(raw.isClosedByPeer());
    }
  }

  @Test
  void hostNamesAreVerifiedIfThatIsAskedFor() throws Exception {
    var lenient = nodes.start("a", with(a));
    var strict = nodes.start("s", with(b.verifyingHostNames()));
    var misplaced = nodes.start("m", with(elsewhere));
    assertEquals("m", lenient.connect(misplaced).peer().name());
    String why = failure(strict, misplaced);
    assertTrue(why.contains("127.0.0.1"), why);
    assertTrue(why.contains("does not name the host that was connected to"), why);
  }

  @Test
  void anExpiredCertificateIsRefusedByFileAndByPeer() throws Exception {
    var authority = DevelopmentAuthority.in(folder.resolve("ours"));
    var old = Certificates.Node.parse("old");
    authority.sign(old, "-10d", 5);
    Path ca = folder.resolve("ours/authority.pem");
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Tls.pem(authority.certificateOf(old), authority.keyOf(old), ca));
    assertTrue(e.getMessage().contains("old.pem has expired"), e.getMessage());

    // as one that expires while its node runs
    Path moving = folder.resolve("moving");
    Tls renewed = Certificates.create(moving, List.of(Certificates.Node.parse("n"))).getFirst();
    Files.copy(
        authority.certificateOf(old), renewed.certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(authority.keyOf(old), renewed.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(ca, renewed.authority(), StandardCopyOption.REPLACE_EXISTING);
    var expired = nodes.start("old", with(renewed));
    var one = nodes.start("a", with(a));
    String why = failure(one, expired);
    assertTrue(why.contains("NotAfter"), why);
    assertTrue(why.contains("of the other side, or of its authority, has expired"), why);

    // and is renewed while its node runs
    authority.sign(new Certificates.Node("fresh", List.of()));
    Files.copy(
        folder.resolve("ours/fresh-key.pem"), renewed.key(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        folder.resolve("ours/fresh.pem"),
        renewed.certificate(),
        StandardCopyOption.REPLACE_EXISTING);
    assertEquals("old", one.connect(expired).peer().name());
  }

  @Test
  void filesThatCannotBeUsedAreNamed() throws Exception {
    Path missing = folder.resolve("none.pem");
    assertTrue(
        complaint(missing, a.key(), a.authority())
            .contains("certificate file " + missing + " does not exist"));
    assertTrue(
        complaint(a.certificate(), missing, a.authority())
            .contains("key file " + missing + " does not exist"));
    assertTrue(
        complaint(a.certificate(), a.key(), missing)
            .contains("authority file " + missing + " does not exist"));
    Path text = Files.writeString(folder.resolve("text.pem"), "hello");
    assertTrue(complaint(text, a.key(), a.authority()).contains(text + " holds no certificate"));
    assertTrue(
        complaint(a.certificate(), text, a.authority()).contains(text + " holds no private key"));
    Path rsa =
        Files.writeString(
            folder.resolve("rsa.pem"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    assertTrue(complaint(a.certificate(), rsa, a.authority()).contains("openssl pkcs8 -topk8"));
    assertTrue(
        complaint(a.certificate(), b.key(), a.authority())
            .contains("is not that of the certificate"));
    assertTrue(
        complaint(a.certificate(), a.key(), stranger.authority()).contains("was not signed by"));
  }

  private static String complaint(Path certificate, Path key, Path authority) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> Tls.pem(certificate, key, authority))
            .getMessage());
  }

  @Test
  void keysAreForTheirOwnerOnlyAndTheAuthorityIsKept() throws Exception {
    assertEquals(
        PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(a.key()));
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(folder.resolve("ours/authority-key.pem")));
    byte[] before = Files.readAllBytes(a.authority());
    Certificates.main(new String[] {folder.resolve("ours").toString(), "late=localhost"});
    assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(a.authority())));
    assertThrows(IllegalArgumentException.class, () -> Certificates.Node.parse("../x"));
    assertThrows(IllegalArgumentException.class, () -> Certificates.Node.parse("x=a b"));
    assertThrows(IllegalArgumentException.class, () -> Certificates.Node.parse("x=a,"));
  }

  @Test
  void aBreakUnderLoadLosesNothingSilently() throws Exception {
    ConservationTest.run(with(a));
  }
}
