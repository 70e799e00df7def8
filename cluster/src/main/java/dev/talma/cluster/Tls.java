package dev.talma.cluster;

import dev.talma.cluster.internal.transport.PemFiles;
import java.nio.file.Path;
import java.util.Objects;

/// How the nodes of a cluster protect their connections: TLS 1.3, with a certificate on both sides.
///
/// *Who belongs to the cluster*: whoever has a certificate that was signed by the authority. So the
/// authority should sign for this cluster and nothing else. The name in a certificate is not
/// compared with the name of a node; whether it has to name the host that was connected to is
/// chosen with [#verifyingHostNames()].
///
/// *Renewal*: the files are read again when they have changed and a connection is made. Files that
/// cannot be used then are logged, and what was read before goes on being used. Connections that
/// exist stay as they are, also when their certificates expire.
///
/// For development and tests, [Certificates] makes such files.
public final class Tls {
  private final Path certificate;
  private final Path key;
  private final Path authority;
  private final boolean verifiesHostNames;

  private Tls(Path certificate, Path key, Path authority, boolean verifiesHostNames) {
    this.certificate = Objects.requireNonNull(certificate, "certificate");
    this.key = Objects.requireNonNull(key, "key");
    this.authority = Objects.requireNonNull(authority, "authority");
    this.verifiesHostNames = verifiesHostNames;
  }

  /// {@return TLS with three files, which are read and checked at once}
  ///
  /// @param certificate a PEM file with this node's certificate, followed by those between it and
  ///   the authority if there are any. If it restricts its use, it has to allow both a server and a
  ///   client
  /// @param key a PEM file with its private key, as PKCS#8 (`BEGIN PRIVATE KEY`), not encrypted
  /// @param authority a PEM file with the certificate of the authority, or with several in a time
  ///   of change
  /// @throws IllegalArgumentException if a file cannot be read, is of another form, or does not fit
  ///   the others, or if the certificate is not valid now
  public static Tls pem(Path certificate, Path key, Path authority) {
    var tls = new Tls(certificate, key, authority, false);
    PemFiles.read(tls).check(tls);
    return tls;
  }

  /// {@return the same, but the certificate of a node that this one connects to has to name the
  /// host, as a DNS name or an IP address, that was connected to} Without it, a node that was
  /// broken into can be taken for any other. With it, certificates depend on where nodes run.
  public Tls verifyingHostNames() {
    return new Tls(certificate, key, authority, true);
  }

  /// {@return the file with this node's certificate}
  public Path certificate() {
    return certificate;
  }

  /// {@return the file with its key}
  public Path key() {
    return key;
  }

  /// {@return the file with the certificate of the authority}
  public Path authority() {
    return authority;
  }

  /// {@return whether certificates have to name the host that was connected to}
  public boolean verifiesHostNames() {
    return verifiesHostNames;
  }

  /// {@return which files}
  @Override
  public String toString() {
    return "TLS with the certificate " + certificate + " and the authority " + authority;
  }
}
