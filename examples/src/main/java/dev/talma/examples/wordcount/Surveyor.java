package dev.talma.examples.wordcount;

import dev.talma.Actor;
import dev.talma.ActorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Finds out how much there is to read, for the progress bar, while the reading has begun already.
final class Surveyor {

  /// {@return an actor that nobody can tell anything}
  static Actor<Void> surveyor(List<Input> inputs, ActorRef<Screen.Message> screen) {
    return (mailbox, ctx) -> {
      var sum = new Sum();
      var tree = new FileTree(sum);
      for (Input input : inputs) {
        switch (input) {
          case Input.Tree(Path root) -> tree.visit(root);
          case Input.Stream _ -> {
            return; // of which nobody knows how long it is
          }
          case Input.Illegal _ -> {}
        }
      }
      screen.send(new Screen.Expect(sum.bytes));
    };
  }

  private static final class Sum implements FileTree.Visitor {
    private long bytes;

    @Override
    public void file(Path path, long size) {
      bytes += size;
    }

    @Override
    public void failed(Path path, IOException why) {} // the reader will complain
  }

  private Surveyor() {}
}
