package dev.talma.examples.cluster;

import dev.talma.ActorType;
import dev.talma.cluster.Cluster;
import dev.talma.cluster.ClusterSettings;
import java.util.List;
import java.util.function.UnaryOperator;

/// The nodes that an example runs on. They are named node-1, node-2 and so on; the first one is in
/// this JVM, and the example speaks to the cluster through it. The others are beside it, or in JVMs
/// of their own. Closing ends them all.
sealed interface Nodes extends AutoCloseable permits NodesInOneJvm, NodesAsProcesses {

  /// {@return the first node}
  Cluster here();

  /// Starts one more node, and waits until it is a member.
  ///
  /// @return its name
  String add() throws Exception;

  /// Has a node leave in good order, and waits until it has.
  ///
  /// @param name its name; not that of the first one
  void leave(String name) throws Exception;

  /// Ends a node without a word to the others, and waits until they have noticed.
  ///
  /// @param name its name; not that of the first one
  void kill(String name) throws Exception;

  @Override
  void close();

  /// {@return nodes that have found each other} Ends the JVM if the arguments are wrong.
  ///
  /// @param count how many
  /// @param args `--processes` for JVMs of their own, or none
  /// @param types the kinds of actors on them
  static Nodes start(int count, String[] args, ActorType<?>... types) throws Exception {
    return start(count, args, settings -> settings, types);
  }

  /// As [#start(int, String\[\], ActorType\[\])], with further settings.
  ///
  /// @param count how many
  /// @param args `--processes` for JVMs of their own, or none
  /// @param further changes the settings
  /// @param types the kinds of actors on them
  static Nodes start(
      int count, String[] args, UnaryOperator<ClusterSettings> further, ActorType<?>... types)
      throws Exception {
    List<String> arguments = List.of(args);
    if (!arguments.isEmpty() && !arguments.equals(List.of("--processes"))) {
      System.err.println(
          "The only argument is --processes, which starts each node in a JVM of its own; not "
              + String.join(" ", arguments));
      System.exit(2);
    }
    if (System.getProperty("talma.log") == null) {
      System.setProperty("talma.log", "error"); // nodes are lost on purpose
    }
    UnaryOperator<ClusterSettings> configure =
        settings -> further.apply(settings.types(types).roles(ExampleTypes.ROLE));
    return arguments.isEmpty()
        ? new NodesInOneJvm(count, configure)
        : NodesAsProcesses.start(count, configure);
  }
}
