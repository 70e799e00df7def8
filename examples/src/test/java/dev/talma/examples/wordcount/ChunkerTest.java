package dev.talma.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where texts are cut.
class ChunkerTest {
  private final List<Chunk> chunks = new ArrayList<>();

  private void cut(InputStream in, int size) throws IOException {
    new Chunker(size, Alphabet.upTo94(), chunks::add).cut(in);
  }

  private List<String> cut(String text, int size) throws IOException {
    cut(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), size);
    return texts();
  }

  private List<String> texts() {
    return chunks.stream().map(each -> new String(each.bytes(), StandardCharsets.UTF_8)).toList();
  }

  @Test
  void theCutIsAfterTheLastWhiteSpaceThatFits() throws IOException {
    assertEquals(List.of("one two ", "three\n", "four"), cut("one two three\nfour", 10));
  }

  @Test
  void withoutWhiteSpaceTheCutIsBetweenTwoCharacters() throws IOException {
    assertEquals(List.of("aéa", "éaé", "a"), cut("aéaéaéa", 5));
    assertEquals(List.of(false, false, true), chunks.stream().map(Chunk::last).toList());
  }

  @Test
  void anEmptyTextHasNoChunk() throws IOException {
    assertEquals(List.of(), cut("", 10));
  }

  @Test
  void aFewBytesAtATimeMakeTheSameChunks() throws IOException {
    byte[] text = "one two three\nfour".getBytes(StandardCharsets.UTF_8);
    InputStream slow =
        new ByteArrayInputStream(text) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 3));
          }
        };
    cut(slow, 10);
    assertEquals(List.of("one two ", "three\n", "four"), texts());
  }

  @Test
  void whatWasReadBeforeAnErrorIsNotLost() {
    InputStream failing =
        new ByteArrayInputStream("one two".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            int read = super.read(bytes, offset, length);
            if (read < 0) {
              sneak(new IOException("the disk is gone"));
            }
            return read;
          }
        };
    IOException thrown = assertThrows(IOException.class, () -> cut(failing, 100));
    assertEquals("the disk is gone", thrown.getMessage());
    assertEquals(List.of("one two"), texts());
  }

  /// `ByteArrayInputStream.read` declares no exception.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception> void sneak(Exception exception) throws E {
    throw (E) exception;
  }
}
