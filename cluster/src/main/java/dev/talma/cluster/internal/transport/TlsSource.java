package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.Tls;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Puts TLS into connections, with the files as they are at that time. The JDK's TLS 1.3 and no
/// other; a certificate is asked of both sides.
final class TlsSource {
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private record Stamp(List<String> files) {}

  private final Tls tls;
  private final NetworkSettings settings;
  private final Complaints complaints = new Complaints();
  private SSLContext context;
  private @Nullable Stamp stamp;

  TlsSource(Tls tls, NetworkSettings settings) {
    this.tls = tls;
    this.settings = settings;
    this.stamp = stamp();
    this.context = context(PemFiles.read(tls));
  }

  SslHandler server() {
    SSLEngine engine = current().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return handler(engine);
  }

  SslHandler client(Address to) {
    SSLEngine engine = current().createSSLEngine(to.host(), to.port());
    engine.setUseClientMode(true);
    if (tls.verifiesHostNames()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return handler(engine);
  }

  private SslHandler handler(SSLEngine engine) {
    engine.setEnabledProtocols(PROTOCOLS);
    var handler = new SslHandler(engine);
    handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
    handler.setWrapDataSize(0); // a chunk is a record already
    return handler;
  }

  private synchronized SSLContext current() {
    Stamp now = stamp();
    if (!now.equals(stamp)) {
      try {
        PemFiles files = PemFiles.read(tls);
        files.check(tls);
        context = context(files);
        stamp = now;
      } catch (IllegalArgumentException e) {
        // perhaps half of them are written: the next connection looks again
        complaints.about(
            tls.certificate(),
            "renewal",
            "The certificate files have changed and cannot be used, so the former ones still are: "
                + e.getMessage());
      }
    }
    return context;
  }

  private Stamp stamp() {
    return new Stamp(List.of(stamp(tls.certificate()), stamp(tls.key()), stamp(tls.authority())));
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "none";
    }
  }

  private static SSLContext context(PemFiles files) {
    try {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          "node", files.key(), new char[0], files.chain().toArray(new X509Certificate[0]));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);

      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < files.authorities().size(); i++) {
        trusted.setCertificateEntry("authority-" + i, files.authorities().get(i));
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);

      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      // A resumed session is not checked again, so none is: certificates expire.
      context.getClientSessionContext().setSessionTimeout(1);
      context.getServerSessionContext().setSessionTimeout(1);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("The certificates cannot be used: " + e.getMessage(), e);
    }
  }
}
