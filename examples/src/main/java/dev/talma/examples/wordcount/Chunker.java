package dev.talma.examples.wordcount;

import dev.talma.examples.wordcount.Chunk.Start;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/// Cuts files into chunks: after white space where there is any, else between two characters.
final class Chunker {
  /// The smallest chunk: a character always fits.
  static final int SMALLEST = 4;

  private final byte[] buffer;
  private final Alphabet alphabet;
  private final Consumer<Chunk> receiver;
  private long nextId;

  Chunker(int size, Alphabet alphabet, Consumer<Chunk> receiver) {
    this.buffer = new byte[Math.max(size, SMALLEST)];
    this.alphabet = alphabet;
    this.receiver = receiver;
  }

  /// Reads to the end. If that fails on the way, what was read until then has become chunks, too.
  void cut(InputStream in) throws IOException {
    Start start = Start.AFTER_SPACE;
    int filled = 0;
    while (true) {
      boolean ended;
      try {
        int read = in.read(buffer, filled, buffer.length - filled);
        ended = read < 0;
        filled += Math.max(read, 0);
      } catch (IOException e) {
        emit(filled, start, /* last= */ true);
        throw e;
      }
      if (ended) {
        emit(filled, start, /* last= */ true);
        return;
      }
      if (filled == buffer.length) {
        int length = placeToCut();
        emit(length, start, /* last= */ false);
        start = startAfter(length, start);
        System.arraycopy(buffer, length, buffer, 0, filled - length);
        filled -= length;
      }
    }
  }

  private void emit(int length, Start start, boolean last) {
    if (length > 0 || !start.equals(Start.AFTER_SPACE)) {
      receiver.accept(new Chunk(nextId++, Arrays.copyOf(buffer, length), start, last));
    }
  }

  private int placeToCut() {
    for (int length = buffer.length; length > 0; length--) {
      if (isAsciiSpace(buffer[length - 1])) {
        return length;
      }
    }
    return Utf8.lengthOfWhole(buffer, buffer.length);
  }

  private Start startAfter(int length, Start start) {
    return isAsciiSpace(buffer[length - 1])
        ? Start.AFTER_SPACE
        : WordScanner.after(start, buffer, length, alphabet);
  }

  private static boolean isAsciiSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
