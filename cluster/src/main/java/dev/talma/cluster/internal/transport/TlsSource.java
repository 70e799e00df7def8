package dev.talma.cluster.internal.transport;

import dev.talma.cluster.Address;
import dev.talma.cluster.Tls;
import io.netty.handler.ssl.SslHandler;

final class TlsSource {
  TlsSource(Tls tls, NetworkSettings settings) {}

  SslHandler server() {
    throw new UnsupportedOperationException();
  }

  SslHandler client(Address to) {
    throw new UnsupportedOperationException();
  }
}
