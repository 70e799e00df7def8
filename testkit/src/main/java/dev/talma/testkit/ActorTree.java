package dev.talma.testkit;

import dev.talma.ActorSnapshot;
import dev.talma.ActorSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws the tree of a system's actors for a failure message.
final class ActorTree {
  private static final int MOST_SIBLINGS = 20;
  private static final int MOST_LINES = 100;
  private static final int INDENT = 4;

  private final List<Line> lines = new ArrayList<>();

  private record Line(String tree, String text) {}

  private ActorTree() {}

  /// {@return the actors that live now, one on each line, indented}
  static String of(ActorSystem system) {
    if (system.isTerminated()) {
      return "  the system \"" + system.name() + "\" has closed";
    }
    return "  the actors of \"" + system.name() + "\" now:\n" + of(system.snapshot());
  }

  static String of(ActorSnapshot top) {
    ActorTree tree = new ActorTree();
    tree.add(top, top.path(), "", "");
    return tree.text();
  }

  private void add(ActorSnapshot actor, String name, String branch, String below) {
    if (lines.size() >= MOST_LINES) {
      return;
    }
    lines.add(new Line(branch + name, describe(actor)));
    List<ActorSnapshot> children = actor.children();
    for (int i = 0; i < children.size(); i++) {
      if (i == MOST_SIBLINGS) {
        lines.add(new Line(below + "└─ …", (children.size() - i) + " more"));
        return;
      }
      boolean last = i == children.size() - 1;
      ActorSnapshot child = children.get(i);
      String name1 = child.path().substring(child.path().lastIndexOf('/') + 1);
      add(child, name1, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
    }
  }

  private static String describe(ActorSnapshot actor) {
    StringBuilder text = new StringBuilder();
    text.append(actor.style().name().toLowerCase(Locale.ROOT));
    text.append(", ").append(actor.state().name().toLowerCase(Locale.ROOT));
    if (actor.waiting() > 0) {
      text.append(", ").append(actor.waiting()).append(" waiting");
    }
    if (actor.restarts() > 0) {
      text.append(", ")
          .append(actor.restarts())
          .append(actor.restarts() == 1 ? " restart" : " restarts");
    }
    return text.toString();
  }

  private String text() {
    int width = lines.stream().mapToInt(line -> line.tree.length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(text.isEmpty() ? "" : "\n")
          .repeat(' ', INDENT)
          .append(line.tree)
          .repeat(' ', width - line.tree.length() + 2)
          .append(line.text);
    }
    return lines.size() >= MOST_LINES ? text + "\n    …" : text.toString();
  }
}
