package dev.talma.cluster.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The form of what goes over a connection. Each side begins with [#MAGIC], then come frames: the
/// length of the payload (four bytes, big-endian), the type (one byte), the payload.
///
/// The handshake is [#HELLO] there and back, [#OPEN] there, [#OPENED] or [#REFUSED] back; each side
/// may also answer a hello with [#REFUSED]. The form of magic, hello and refusal must never change,
/// as it is what nodes of different versions read of each other.
final class Wire {
  static final int MAGIC = 0x54414C4D; // TALM
  static final byte MAGIC_START = 0x54;
  static final byte TLS_START = 0x16; // the record type of a handshake

  /// The versions of everything after the hello that this node speaks.
  static final int MIN_VERSION = 1;

  static final int MAX_VERSION = 1;

  static final int HEADER = 5;

  static final byte CONTROL = 0;
  static final byte MESSAGES = 1;
  static final byte PING = 2;
  static final byte PONG = 3;
  static final byte CLOSE = 4;
  static final byte HELLO = 5;
  static final byte OPEN = 6;
  static final byte OPENED = 7;
  static final byte REFUSED = 8;

  /// How long names are at most, in bytes.
  static final int MAX_NAME = 1024;

  /// How long the sentences of [#CLOSE] and [#REFUSED] are at most, in bytes.
  static final int MAX_SENTENCE = 2000;

  static final int MAX_GREETING = 4 << 20;
  static final int MAX_HELLO = MAX_GREETING + 8 * MAX_NAME;

  private Wire() {}

  /// {@return a frame without payload}
  static byte[] bare(byte type) {
    return new byte[] {0, 0, 0, 0, type};
  }

  static byte[] close(String why) {
    byte[] sentence = shortened(why);
    ByteBuf frame = Unpooled.buffer(HEADER + sentence.length);
    frame.writeInt(sentence.length).writeByte(CLOSE).writeBytes(sentence);
    return frame.array();
  }

  static ByteBuf refused(Refusal kind, String why) {
    byte[] sentence = shortened(why);
    ByteBuf frame = Unpooled.buffer(HEADER + 1 + sentence.length);
    frame.writeInt(1 + sentence.length).writeByte(REFUSED);
    return frame.writeByte(kind.code()).writeBytes(sentence);
  }

  /// {@return the rest of a payload as a sentence} Made fit for a log: what a stranger sends must
  /// not be able to begin a line there.
  static String sentence(ByteBuf payload) {
    String text = payload.toString(StandardCharsets.UTF_8);
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static byte[] shortened(String sentence) {
    byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_SENTENCE) {
      return bytes;
    }
    return sentence.substring(0, MAX_SENTENCE / 4).getBytes(StandardCharsets.UTF_8);
  }

  static void putName(ByteBuf out, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_NAME || isUnfit(name)) {
      throw new IllegalArgumentException(
          "Names of nodes, clusters and hosts have 1 to "
              + MAX_NAME
              + " bytes, not only blanks and no control characters, but this is \""
              + name.substring(0, Math.min(name.length(), 50))
              + "\", of "
              + bytes.length
              + " bytes");
    }
    out.writeShort(bytes.length).writeBytes(bytes);
  }

  private static boolean isUnfit(String name) {
    return name.isBlank() || name.codePoints().anyMatch(Character::isISOControl);
  }

  static String name(ByteBuf in) throws Malformed {
    int length = in.readUnsignedShort();
    if (length == 0 || length > MAX_NAME) {
      throw new Malformed("a name of " + length + " bytes");
    }
    try {
      String name =
          StandardCharsets.UTF_8.newDecoder().decode(in.readSlice(length).nioBuffer()).toString();
      if (isUnfit(name)) {
        throw new Malformed("a name with control characters, or none but blanks");
      }
      return name;
    } catch (CharacterCodingException e) {
      throw new Malformed("a name that is not UTF-8");
    }
  }
}
