package dev.talma.cluster.internal.transport;

import io.netty.buffer.ByteBuf;

/// What a connection is at the moment: first a handshake, then a session. Called on its event loop.
interface FrameSink {

  /// The connection can be written to, TLS included.
  void ready();

  /// {@return how long a frame of a type may be, or a negative number if none may come now}
  int limit(byte type);

  /// A frame has come.
  ///
  /// @param type its type
  /// @param payload good only during the call
  /// @throws Malformed if it makes no sense; the connection is then given up
  void frame(byte type, ByteBuf payload) throws Malformed;

  /// A part of the frames that had come together is through.
  void heard();

  /// There is room in the connection's buffer again.
  void writable();

  /// What came is not the protocol. Nothing more is read; the connection is to be closed.
  void malformed(Refusal kind, String what);

  /// The connection fails. It is closed next.
  void failed(Throwable cause);

  /// The connection has ended.
  void ended();
}
