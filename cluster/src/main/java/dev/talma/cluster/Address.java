package dev.talma.cluster;

import java.util.Objects;

/// Where a node listens.
///
/// @param host a host name or an IP address, without brackets
/// @param port from 0 to 65,535; 0 where the system is to choose one
public record Address(String host, int port) {

  /// Refuses what cannot be an address.
  public Address {
    if (Objects.requireNonNull(host, "host").isBlank()) {
      throw new IllegalArgumentException("The host of an address is blank");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("A port is from 0 to 65535, but this is " + port);
    }
  }

  /// {@return the address that a text says}
  ///
  /// @param text `host:port`; an IPv6 address stands in brackets, as in `[::1]:8001`
  /// @throws IllegalArgumentException if it says none
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || (host.contains(":") && !bracketed)) {
      throw notAnAddress(text);
    }
    int port;
    try {
      port = Integer.parseInt(text.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw notAnAddress(text);
    }
    try {
      return new Address(bracketed ? host.substring(1, host.length() - 1) : host, port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + ", in \"" + text + "\"", e);
    }
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "An address is host:port, such as node-1.example.com:8001 or [::1]:8001, but this is \""
            + text
            + "\"");
  }

  /// {@return `host:port`, with brackets around an IPv6 address}
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
