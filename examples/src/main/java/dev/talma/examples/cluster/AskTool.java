package dev.talma.examples.cluster;

import dev.talma.TalmaException;
import java.util.List;

/// Asks an actor of the cluster something.
final class AskTool {
  private AskTool() {}

  static int run(List<String> arguments) throws Exception {
    CommandLine line = CommandLine.parse(arguments, Visitor.VALUED, Visitor.FLAGS);
    Questions.Question question = Questions.parse(line.rest());
    try (var visitor = Visitor.join(line)) {
      System.out.println(question.ask(visitor.cluster()));
      visitor
          .cluster()
          .owner(question.type(), question.name())
          .ifPresent(
              owner ->
                  System.out.println("answered by " + owner.name() + " at " + owner.address()));
      return 0;
    } catch (TalmaException e) {
      System.err.println("talma ask: " + e.getMessage());
      return 1;
    }
  }
}
