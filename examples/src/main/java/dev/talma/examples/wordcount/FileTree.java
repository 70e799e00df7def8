package dev.talma.examples.wordcount;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Finds the files below a path, as `find -H PATH -type f` does: a link that is named itself is
/// followed, one that is met on the way is not; and what is met on the way and is no regular file
/// is left out.
final class FileTree {

  /// Who wants the files.
  interface Visitor {
    /// A file.
    void file(Path path, long size);

    /// Something that cannot be looked at.
    void failed(Path path, IOException why);
  }

  private final Visitor visitor;

  FileTree(Visitor visitor) {
    this.visitor = visitor;
  }

  /// Visits a path that was named: a directory with all below it, or anything else that can be
  /// read.
  void visit(Path named) {
    visit(named, /* isNamed= */ true);
  }

  private void visit(Path path, boolean isNamed) {
    BasicFileAttributes attributes;
    List<Path> entries;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class, links(isNamed));
      entries = attributes.isDirectory() ? entries(path) : List.of();
    } catch (IOException e) {
      visitor.failed(path, e);
      return;
    }
    if (attributes.isDirectory()) {
      entries.forEach(entry -> visit(entry, /* isNamed= */ false));
    } else if (attributes.isRegularFile() || isNamed) {
      visitor.file(path, attributes.size());
    }
  }

  private static LinkOption[] links(boolean follow) {
    return follow ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
  }

  /// All at once, so that no more than one directory is open, however deep the tree is.
  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }
}
