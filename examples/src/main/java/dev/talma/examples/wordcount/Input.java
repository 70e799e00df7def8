package dev.talma.examples.wordcount;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Something to read.
sealed interface Input {

  /// A text to try with.
  Input SAMPLE = new Stream("the sample", Input::sample);

  /// A file, or a directory with all below it.
  record Tree(Path root) implements Input {}

  /// Something that is no file.
  record Stream(String name, Opener opener) implements Input {}

  /// Something that is not even a name.
  record Illegal(String name, String why) implements Input {}

  /// Opens what there is to read.
  interface Opener {
    InputStream open() throws IOException;
  }

  /// {@return what an argument on the command line means}
  static Input named(String argument) {
    if (argument.equals("-")) {
      return new Stream("standard input", Input::standardInput);
    }
    if (argument.isEmpty()) { // to Java the current directory
      return new Illegal(argument, "no such file or directory");
    }
    try {
      return new Tree(Path.of(argument));
    } catch (InvalidPathException e) {
      return new Illegal(argument, "no name of a file in this locale; try LC_ALL=C.UTF-8");
    }
  }

  /// It stays open for another one who reads it, and finds that it has ended.
  private static InputStream standardInput() {
    return new FilterInputStream(System.in) {
      @Override
      public void close() {}
    };
  }

  private static InputStream sample() throws IOException {
    InputStream in = Input.class.getResourceAsStream("sample.txt");
    if (in == null) {
      throw new IOException("sample.txt is not where the program is");
    }
    return in;
  }
}
