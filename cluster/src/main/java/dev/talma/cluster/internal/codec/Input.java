package dev.talma.cluster.internal.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that are read from the start to the end, and never beyond. It trusts nothing: every method
/// throws [MalformedException] if the bytes are not what it needs.
///
/// *Threading*: one thread at a time.
public final class Input {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final long HASH_FACTOR = 0x9E3779B97F4A7C15L;

  private final byte[] bytes;
  private int position;
  private int end;

  private Input(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /// {@return one over all of an array}
  ///
  /// @param bytes must not change
  public static Input of(byte[] bytes) {
    return new Input(bytes, 0, bytes.length);
  }

  /// {@return one over what is readable of a buffer} Arrays are much faster to read than buffers,
  /// so a direct one is copied; one with an array is shared and must not change meanwhile.
  ///
  /// @param buffer stays as it is
  public static Input of(ByteBuf buffer) {
    if (buffer.hasArray()) {
      int start = buffer.arrayOffset() + buffer.readerIndex();
      return new Input(buffer.array(), start, start + buffer.readableBytes());
    }
    return of(ByteBufUtil.getBytes(buffer));
  }

  /// {@return how many bytes are left}
  public int remaining() {
    return end - position;
  }

  /// {@return the next byte, from 0 to 255}
  public int u8() {
    need(1);
    return bytes[position++] & 0xff;
  }

  /// {@return what [Output#varint(int)] wrote}
  public int varint() {
    if (position < end && bytes[position] >= 0) {
      return bytes[position++];
    }
    int result = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int each = u8();
      if (shift == 28 && each > 0x0f) {
        break;
      }
      result |= (each & 0x7f) << shift;
      if (each < 0x80) {
        return result;
      }
    }
    throw new MalformedException("A number has more than 32 bits");
  }

  /// {@return what [Output#varlong(long)] wrote}
  public long varlong() {
    long result = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      int each = u8();
      if (shift == 63 && each > 1) {
        break;
      }
      result |= (each & 0x7fL) << shift;
      if (each < 0x80) {
        return result;
      }
    }
    throw new MalformedException("A number has more than 64 bits");
  }

  /// {@return what [Output#zigzag(int)] wrote}
  public int zigzag() {
    int value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /// {@return what [Output#zigzag(long)] wrote}
  public long zigzagLong() {
    long value = varlong();
    return (value >>> 1) ^ -(value & 1);
  }

  /// {@return what [Output#fixed(int)] wrote}
  public int fixedInt() {
    need(Integer.BYTES);
    int value = (int) INTS.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  /// {@return what [Output#fixed(long)] wrote}
  public long fixedLong() {
    need(Long.BYTES);
    long value = (long) LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /// {@return a number of things of which each takes a byte at least, so that it cannot be larger
  /// than what is left}
  public int count() {
    int count = varint();
    if (count < 0 || count > remaining()) {
      throw new MalformedException(
          "A count says "
              + Integer.toUnsignedString(count)
              + " and only "
              + remaining()
              + " bytes are left");
    }
    return count;
  }

  /// {@return as many bytes as asked for}
  ///
  /// @param count how many
  public byte[] raw(int count) {
    need(count);
    byte[] result = Arrays.copyOfRange(bytes, position, position + count);
    position += count;
    return result;
  }

  /// {@return what [Output#bytes(byte[])] wrote}
  public byte[] bytes() {
    return raw(count());
  }

  /// {@return what [Output#text(String)] wrote}
  public String text() {
    int header = varint();
    int count = header >>> 1;
    need(count);
    boolean utf16 = (header & 1) != 0;
    if (utf16 && count % 2 != 0) {
      throw new MalformedException("A text ends within a char");
    }
    String text =
        utf16 ? chars(count / 2) : new String(bytes, position, count, StandardCharsets.UTF_8);
    position += count;
    return text;
  }

  private String chars(int count) {
    char[] chars = new char[count];
    for (int i = 0; i < count; i++) {
      chars[i] = (char) (bytes[position + 2 * i] << 8 | (bytes[position + 2 * i + 1] & 0xff));
    }
    return new String(chars);
  }

  /// {@return whether exactly these bytes come next} They are stepped over in that case only.
  ///
  /// @param expected the bytes
  public boolean skip(byte[] expected) {
    int after = position + expected.length;
    if (expected.length > end - position
        || !Arrays.equals(bytes, position, after, expected, 0, expected.length)) {
      return false;
    }
    position = after;
    return true;
  }

  /// {@return a hash of the next texts, which are not stepped over} Of nonsense it is some number.
  ///
  /// @param count how many
  public int hashOfTexts(int count) {
    int start = position;
    try {
      for (int i = 0; i < count; i++) {
        skip(varint() >>> 1);
      }
      long hash = 0;
      int at = start;
      for (; at + Long.BYTES <= position; at += Long.BYTES) {
        hash = (hash ^ (long) LONGS.get(bytes, at)) * HASH_FACTOR;
      }
      for (; at < position; at++) {
        hash = (hash ^ bytes[at]) * HASH_FACTOR;
      }
      return (int) (hash >>> 32);
    } catch (MalformedException e) {
      return 0; // who reads them says what is wrong
    } finally {
      position = start;
    }
  }

  /// Steps over bytes.
  void skip(int count) {
    need(count);
    position += count;
  }

  /// {@return the end for now} From here on no more than so many bytes can be read.
  int narrow(int count) {
    int outer = end;
    end = position + count;
    return outer;
  }

  /// Goes to the end for now, and sets the one from before again.
  void widen(int outer) {
    position = end;
    end = outer;
  }

  private void need(int count) {
    if (count < 0 || count > end - position) {
      throw new MalformedException("The bytes end too early");
    }
  }
}
