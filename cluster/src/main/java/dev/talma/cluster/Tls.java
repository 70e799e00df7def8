package dev.talma.cluster;

import java.nio.file.Path;
import java.util.Objects;

/// How the nodes of a cluster protect their connections: TLS 1.3 with certificates on both sides.
///
/// @param certificate a PEM file with this node's certificate, and those between it and the
///   authority if there are any, in this order
/// @param key a PEM file with the key of the certificate, in the form PKCS#8, not encrypted
/// @param authority a PEM file with the certificates of the authorities whose word is taken
/// @param verifyHostNames whether the certificate of a node that this one connects to has to name
///   the host that was connected to
public record Tls(Path certificate, Path key, Path authority, boolean verifyHostNames) {

  /// Refuses what is missing.
  public Tls {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(authority, "authority");
  }
}
