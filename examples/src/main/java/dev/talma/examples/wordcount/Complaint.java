package dev.talma.examples.wordcount;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Says what is wrong with a file in the words that people know.
final class Complaint {
  private Complaint() {}

  /// {@return one line, whatever the name is made of}
  static String line(String name, String why) {
    var line = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      line.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : c);
    }
    return (name.isEmpty() ? "''" : line) + ": " + why;
  }

  static String about(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException fs when fs.getReason() != null -> fs.getReason();
      default -> Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    };
  }
}
