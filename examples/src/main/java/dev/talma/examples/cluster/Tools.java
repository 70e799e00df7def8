package dev.talma.examples.cluster;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The tools of `./talma` for a cluster: starts one of them by its name. They end with 0, with 1 if
/// something went wrong, and with 2 if the command line is wrong.
public final class Tools {
  private static final Map<String, Tool> TOOLS =
      Map.of(
          "cert", CertTool::run,
          "node", NodeTool::run,
          "members", MembersTool::run,
          "ask", AskTool::run);

  private Tools() {}

  /// Runs a tool.
  ///
  /// @param args its name, then its arguments
  /// @throws Exception if something went wrong that should not
  public static void main(String[] args) throws Exception {
    Tool tool = args.length == 0 ? null : TOOLS.get(args[0]);
    if (tool == null) {
      System.err.println("The tools are " + TOOLS.keySet().stream().sorted().toList());
      System.exit(2);
      return;
    }
    List<String> arguments = List.of(args).subList(1, args.length);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.println(Usage.of(args[0]));
      return;
    }
    int status;
    try {
      status = tool.run(arguments);
    } catch (UsageException e) {
      System.err.println("talma " + args[0] + ": " + e.getMessage());
      System.err.println(Usage.of(args[0]));
      status = 2;
    } catch (ToolException e) {
      System.err.println("talma " + args[0] + ": " + e.getMessage());
      status = 1;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println("talma " + args[0] + ": " + reason(e));
      status = 1;
    }
    if (status != 0) {
      System.exit(status);
    }
  }

  private static String reason(RuntimeException failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf(failure.getMessage());
    return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
        ? message
        : message + ": " + cause.getMessage();
  }

  /// What a tool does.
  private interface Tool {
    /// {@return the exit status}
    int run(List<String> arguments) throws Exception;
  }
}
