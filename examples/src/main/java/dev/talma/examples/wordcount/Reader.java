package dev.talma.examples.wordcount;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Mailbox;
import dev.talma.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the input and delivers it in chunks, one for each [Demand]. That keeps the memory bounded:
/// there are never more chunks about than were demanded, however large the files are.
///
/// It is a plain walk through a tree of files, which stops in the middle of a file until somebody
/// wants more. An actor may block.
final class Reader {
  private final Options options;
  private final Mailbox<Demand> mailbox;
  private final ActorRef<Coordinator.Message> coordinator;
  private final Chunker chunker;

  private Reader(
      Options options, Mailbox<Demand> mailbox, ActorRef<Coordinator.Message> coordinator) {
    this.options = options;
    this.mailbox = mailbox;
    this.coordinator = coordinator;
    this.chunker = new Chunker(options.chunkSize(), options.alphabet(), this::deliver);
  }

  // @start region=word-count-reader
  /// Wants one more chunk.
  record Demand() {}

  static Actor<Demand> reader(Options options, ActorRef<Coordinator.Message> coordinator) {
    return (mailbox, ctx) -> {
      new Reader(options, mailbox, coordinator).readAll();
      coordinator.send(new Coordinator.EndOfInput());
      for (var _ : mailbox) {
        // what is demanded from now on is not there
      }
    };
  }

  private void deliver(Chunk chunk) {
    mailbox.receive(Selection::take); // waits for a demand
    coordinator.send(new Coordinator.Deliver(chunk));
  }

  // @end region=word-count-reader

  private void readAll() {
    for (Input input : options.inputs()) {
      switch (input) {
        case Input.Tree(Path root) -> readTree(root);
        case Input.Stream(String name, Input.Opener opener) -> read(name, opener);
        case Input.Illegal(String name, String why) -> complain(name, why);
      }
    }
  }

  private void readTree(Path root) {
    var tree =
        new FileTree(
            new FileTree.Visitor() {
              @Override
              public void file(Path path, long size) {
                read(path.toString(), () -> Files.newInputStream(path));
              }

              @Override
              public void failed(Path path, IOException why) {
                complain(path.toString(), Complaint.about(why));
              }
            });
    tree.visit(root);
  }

  private void read(String name, Input.Opener opener) {
    try (InputStream in = opener.open()) {
      chunker.cut(in);
    } catch (IOException e) {
      complain(name, Complaint.about(e));
    }
  }

  private void complain(String name, String why) {
    coordinator.send(new Coordinator.Unreadable(name, why));
  }
}
