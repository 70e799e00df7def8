package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Tls;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What to do when TLS has failed. The JDK says what is wrong with one certificate; which of the
/// files that is in, and on which side, has to be said to whoever configures both.
final class TlsAdvice {
  private static final int DEEPEST = 20;

  private static final String SAME =
      "Both sides need a certificate that one authority has signed, and the certificate of that"
          + " authority as their authority file; `./talma cert DIR NAME NAME` makes all for"
          + " development";

  private TlsAdvice() {}

  /// {@return what to do, in a sentence}
  ///
  /// @param failure what TLS has said
  /// @param tls the files of this side
  static String of(Throwable failure, Tls tls) {
    List<Throwable> causes =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .limit(DEEPEST)
            .toList();
    String said = causes.stream().map(Throwable::toString).collect(Collectors.joining("; "));
    if (causes.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
      return "The certificate of the other side, or of its authority, has expired: renew it there;"
          + " a node reads its files again when they change";
    }
    if (causes.stream().anyMatch(CertificateNotYetValidException.class::isInstance)) {
      return "The certificate of the other side is not valid yet: compare the clocks of the two"
          + " machines";
    }
    if (said.contains("subject alternative") || said.contains("No name matching")) {
      return "The certificate of the other side does not name the host that was connected to. Have"
          + " it signed for that host (`./talma cert DIR NAME=HOST,HOST` for development), or do"
          + " without verifyingHostNames()";
    }
    if (said.contains("usage")) {
      return "The certificate of the other side restricts its use: it has to allow both a server"
          + " and a client";
    }
    if (said.contains("Empty client certificate chain")) {
      return "The other side has shown no certificate. " + SAME;
    }
    boolean alert = said.contains("fatal alert");
    if (alert && (said.contains("certificate") || said.contains("unknown_ca"))) {
      return "The other side does not accept the certificate in "
          + tls.certificate()
          + ": it trusts another authority, or the certificate has expired; its log says which. "
          + SAME;
    }
    if (!alert && said.contains("ertPath")) {
      return "The certificate of the other side was not signed by the authority in "
          + tls.authority()
          + ". "
          + SAME;
    }
    return SAME;
  }
}
