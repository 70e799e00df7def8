package dev.talma.cluster.internal.codec;

import dev.talma.cluster.RemoteCause;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How something that was thrown is told. No class of it is ever loaded by the one who reads.
final class Causes {
  private static final int FRAMES = 64;
  private static final int DEPTH = 8;
  private static final int SUPPRESSED = 8;
  private static final int CHARS = 8_192;
  private static final int LINE_UNKNOWN = -1;

  private Causes() {}

  static void write(Output out, Throwable thrown) {
    write(out, thrown, 1);
  }

  static Object read(Input in) {
    return read(in, 1);
  }

  private static void write(Output out, Throwable thrown, int depth) {
    out.text(thrown instanceof RemoteCause remote ? remote.type() : thrown.getClass().getName());
    @Nullable String message = said(thrown, thrown::getMessage);
    out.u8(message == null ? 0 : 1);
    if (message != null) {
      out.text(message);
    }
    StackTraceElement[] frames = frames(thrown);
    int count = Math.min(frames.length, FRAMES);
    out.varint(count);
    for (int i = 0; i < count; i++) {
      write(out, frames[i]);
    }
    @Nullable Throwable cause = cause(thrown);
    boolean told = cause != null && depth < DEPTH;
    out.u8(told ? 1 : 0);
    if (told) {
      write(out, Objects.requireNonNull(cause), depth + 1);
    }
    Throwable[] suppressed = depth < DEPTH ? thrown.getSuppressed() : new Throwable[0];
    // With each level of suppressed ones fewer are told, or there would be 8 to the power of 8.
    int most = depth == 1 ? SUPPRESSED : depth == 2 ? 1 : 0;
    int others = Math.min(suppressed.length, most);
    out.varint(others);
    for (int i = 0; i < others; i++) {
      write(out, suppressed[i], depth + 1);
    }
  }

  /// {@return what code of a user's says, shortened} It may fail, and whoever wants to tell it must
  /// not fail with it.
  static @Nullable String said(Object by, Supplier<@Nullable String> text) {
    try {
      @Nullable String said = text.get();
      return said == null || said.length() <= CHARS ? said : said.substring(0, CHARS) + "…";
    } catch (Throwable itself) {
      return "a " + by.getClass().getName() + " that failed to say what it is";
    }
  }

  private static StackTraceElement[] frames(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (Throwable itself) {
      return new StackTraceElement[0];
    }
  }

  private static @Nullable Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable itself) {
      return null;
    }
  }

  private static void write(Output out, StackTraceElement frame) {
    out.text(frame.getClassName());
    out.text(frame.getMethodName());
    out.text(Objects.requireNonNullElse(frame.getFileName(), ""));
    out.zigzag(frame.getLineNumber());
  }

  private static RemoteCause read(Input in, int depth) {
    if (depth > DEPTH) {
      throw new MalformedException("A cause is nested more than " + DEPTH + " deep");
    }
    String type = in.text();
    boolean hasMessage = in.u8() != 0;
    String message = hasMessage ? in.text() : "";
    int count = in.count();
    if (count > FRAMES) {
      throw new MalformedException("A stack has more than " + FRAMES + " frames");
    }
    StackTraceElement[] frames = new StackTraceElement[count];
    for (int i = 0; i < count; i++) {
      frames[i] = frame(in);
    }
    RemoteCause read = new RemoteCause(type, message, hasMessage, frames);
    if (in.u8() != 0) {
      read.initCause(read(in, depth + 1));
    }
    int others = in.count();
    for (int i = 0; i < others; i++) {
      read.addSuppressed(read(in, depth + 1));
    }
    return read;
  }

  private static StackTraceElement frame(Input in) {
    String type = in.text();
    String method = in.text();
    @Nullable String file = in.text();
    int line = in.zigzag();
    return new StackTraceElement(
        type, method, file.isEmpty() ? null : file, Math.max(line, LINE_UNKNOWN - 1));
  }
}
