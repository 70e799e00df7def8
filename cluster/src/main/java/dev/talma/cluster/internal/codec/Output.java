package dev.talma.cluster.internal.codec;

import dev.talma.cluster.NotSendableException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow as they are written. Numbers are written as varints: seven bits in each byte,
/// the lowest first; signed ones in zigzag.
///
/// *Threading*: one thread at a time.
public final class Output {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int LEAST = 256;
  private static final long SLACK = 16;

  private final int limit;
  private byte[] buffer;
  private int position;

  /// Makes an empty one.
  ///
  /// @param limit how many bytes it takes at most
  public Output(int limit) {
    this.limit = limit;
    this.buffer = new byte[Math.min(LEAST, limit)];
  }

  /// {@return how many bytes were written}
  public int size() {
    return position;
  }

  /// {@return a copy of what was written}
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, position);
  }

  /// Forgets all but the first bytes.
  ///
  /// @param size how many stay
  public void truncate(int size) {
    if (size < 0 || size > position) {
      throw new IllegalArgumentException("Of " + position + " bytes " + size + " cannot stay");
    }
    position = size;
  }

  /// Writes the low eight bits.
  ///
  /// @param value the value
  public void u8(int value) {
    room(1);
    buffer[position++] = (byte) value;
  }

  /// Writes a number that is never negative, or the bits of one that is, in one to five bytes.
  ///
  /// @param value taken as unsigned
  public void varint(int value) {
    room(5);
    if ((value & ~0x7f) == 0) {
      buffer[position++] = (byte) value;
      return;
    }
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      buffer[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  /// As [#varint(int)], in one to ten bytes.
  ///
  /// @param value taken as unsigned
  public void varlong(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[position++] = (byte) rest;
  }

  /// Writes a signed number that is small as a rule.
  ///
  /// @param value the value
  public void zigzag(int value) {
    varint((value << 1) ^ (value >> 31));
  }

  /// Writes a signed number that is small as a rule.
  ///
  /// @param value the value
  public void zigzag(long value) {
    varlong((value << 1) ^ (value >> 63));
  }

  /// Writes four bytes.
  ///
  /// @param value the value
  public void fixed(int value) {
    room(Integer.BYTES);
    INTS.set(buffer, position, value);
    position += Integer.BYTES;
  }

  /// Writes eight bytes.
  ///
  /// @param value the value
  public void fixed(long value) {
    room(Long.BYTES);
    LONGS.set(buffer, position, value);
    position += Long.BYTES;
  }

  /// Writes bytes without their number.
  ///
  /// @param bytes the bytes
  public void raw(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, position, bytes.length);
    position += bytes.length;
  }

  /// Writes a number of bytes, then these.
  ///
  /// @param bytes the bytes
  public void bytes(byte[] bytes) {
    varint(bytes.length);
    raw(bytes);
  }

  /// Writes a text, with every char of it: halves of surrogate pairs, which UTF-8 cannot hold, make
  /// it UTF-16.
  ///
  /// @param text the text
  public void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean utf16 = holdsQuestionMark(bytes) && holdsHalfPair(text);
    if (utf16) {
      bytes = text.getBytes(StandardCharsets.UTF_16BE);
      // The JDK's encoder would replace the halves here as well.
      for (int i = 0; i < text.length(); i++) {
        bytes[2 * i] = (byte) (text.charAt(i) >> 8);
        bytes[2 * i + 1] = (byte) text.charAt(i);
      }
    }
    varint(bytes.length << 1 | (utf16 ? 1 : 0));
    raw(bytes);
  }

  /// Lets something be written whose number of bytes stands before it.
  void sized(Runnable body) {
    int start = position;
    u8(0);
    body.run();
    int size = position - start - 1;
    if (size > 0xffff) {
      throw new NotSendableException("A reference takes " + size + " bytes, and 65535 is the most");
    }
    if (size < 0x80) {
      buffer[start] = (byte) size;
      return;
    }
    byte[] written = Arrays.copyOfRange(buffer, start + 1, position);
    position = start;
    bytes(written);
  }

  // Wherever getBytes had to replace a char there is a question mark, so most texts need no second
  // look. Eight bytes at a time: a byte is zero after the xor if it was one.
  private static boolean holdsQuestionMark(byte[] bytes) {
    int i = 0;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long masked = (long) LONGS.get(bytes, i) ^ 0x3f3f3f3f3f3f3f3fL;
      if (((masked - 0x0101010101010101L) & ~masked & 0x8080808080808080L) != 0) {
        return true;
      }
    }
    for (; i < bytes.length; i++) {
      if (bytes[i] == '?') {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private void room(int more) {
    if (buffer.length - position < more) {
      grow(more);
    }
  }

  // A varint asks for the most that it may take, so the buffer may become a little larger than the
  // limit. What was written is measured again at the end.
  private void grow(int more) {
    long most = limit + SLACK;
    if (position + (long) more > most) {
      throw tooLarge();
    }
    long next = Math.max(2L * buffer.length, (long) position + more);
    buffer = Arrays.copyOf(buffer, (int) Math.min(next, most));
  }

  private NotSendableException tooLarge() {
    return new NotSendableException(
        "A value takes more than " + limit + " bytes, which is the limit. Send less at once");
  }

  /// Refuses what has become too large.
  void checkLimit() {
    if (position > limit) {
      throw tooLarge();
    }
  }
}
