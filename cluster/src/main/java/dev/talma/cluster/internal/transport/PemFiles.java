package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the PEM files of a node hold.
///
/// @param chain its certificate, and those between it and the authority
/// @param key its private key
/// @param authorities whose word is taken
public record PemFiles(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END");

  /// Copies.
  public PemFiles {
    chain = List.copyOf(chain);
    authorities = List.copyOf(authorities);
  }

  /// {@return what the files hold}
  ///
  /// @param tls which files
  /// @throws IllegalArgumentException if one cannot be read or is of another form; the message
  ///   names it and says what to do
  public static PemFiles read(Tls tls) {
    List<X509Certificate> chain = certificates(tls.certificate(), "certificate");
    return new PemFiles(
        chain,
        key(tls.key(), chain.getFirst().getPublicKey()),
        certificates(tls.authority(), "authority"));
  }

  static List<X509Certificate> certificates(Path file, String what) {
    byte[] bytes = bytes(file, what);
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "The " + what + " file " + file + " holds no certificate in PEM form: " + e.getMessage(),
          e);
    }
    throw new IllegalArgumentException(
        "The " + what + " file " + file + " holds no certificate (BEGIN CERTIFICATE)");
  }

  static PrivateKey key(Path file, PublicKey of) {
    Matcher found = KEY.matcher(new String(bytes(file, "key"), StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new IllegalArgumentException(
          "The key file " + file + " holds no private key in PEM form (BEGIN PRIVATE KEY)");
    }
    if (!String.valueOf(found.group(1)).isEmpty()) {
      throw new IllegalArgumentException(
          "The key file "
              + file
              + " holds a key of the form \""
              + found.group(1)
              + "PRIVATE KEY\". Turn it into PKCS#8: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(2));
      return KeyFactory.getInstance(of.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The key file "
              + file
              + " does not hold a key of the kind of the certificate's, "
              + of.getAlgorithm()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static byte[] bytes(Path file, String what) {
    try {
      if (Files.size(file) > 1 << 20) {
        throw new IllegalArgumentException(
            "The " + what + " file " + file + " is longer than 1 MiB, so it is none");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("The " + what + " file " + file + " does not exist", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The " + what + " file " + file + " cannot be read: " + e, e);
    }
  }

  /// Refuses files that do not fit each other, or a certificate that is not valid now.
  ///
  /// @param tls which files, for the message
  /// @throws IllegalArgumentException if so
  public void check(Tls tls) {
    X509Certificate own = chain.getFirst();
    try {
      own.checkValidity();
    } catch (CertificateExpiredException e) {
      throw new IllegalArgumentException(
          "The certificate "
              + tls.certificate()
              + " has expired ("
              + e.getMessage()
              + "). Renew it",
          e);
    } catch (CertificateNotYetValidException e) {
      throw new IllegalArgumentException(
          "The certificate "
              + tls.certificate()
              + " is not valid yet ("
              + e.getMessage()
              + "). Is this machine's clock right?",
          e);
    }
    if (!isPair(own.getPublicKey(), key)) {
      throw new IllegalArgumentException(
          "The key " + tls.key() + " is not that of the certificate " + tls.certificate());
    }
    try {
      Set<TrustAnchor> anchors =
          authorities.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet());
      var parameters = new PKIXParameters(anchors);
      parameters.setRevocationEnabled(false);
      var path =
          CertificateFactory.getInstance("X.509")
              .generateCertPath(chain.stream().filter(c -> !authorities.contains(c)).toList());
      var _ = CertPathValidator.getInstance("PKIX").validate(path, parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "The certificate "
              + tls.certificate()
              + " was not signed by the authority "
              + tls.authority()
              + ", or those in between are missing from its file: "
              + e.getMessage(),
          e);
    }
  }

  private static boolean isPair(PublicKey open, PrivateKey secret) {
    String algorithm =
        switch (open.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> open.getAlgorithm();
        };
    byte[] text = {1, 2, 3};
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(secret);
      signer.update(text);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(open);
      verifier.update(text);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
