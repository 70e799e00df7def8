package dev.talma.examples.cluster;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// The tools of `./talma` for a cluster: starts one of them by its name. They end with 0, with 1 if
/// something went wrong, and with 2 if the command line is wrong.
public final class Tools {
  private static final Map<String, Tool> TOOLS =
      Map.of(
          "cert", new Tool(CertTool.USAGE, CertTool::run),
          "node", new Tool(NodeOptions.USAGE, NodeTool::run),
          "members", new Tool(MembersTool.USAGE, MembersTool::run),
          "ask", new Tool(AskTool.USAGE, AskTool::run));

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
      System.out.println("usage: " + tool.usage());
      return;
    }
    int status;
    try {
      status = tool.body().run(arguments);
    } catch (UsageException e) {
      System.err.println("talma " + args[0] + ": " + e.getMessage());
      System.err.println("usage: " + tool.usage());
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

  /// A tool.
  ///
  /// @param usage what to write on the command line
  /// @param body what it does
  private record Tool(String usage, Body body) {}

  /// What a tool does.
  private interface Body {
    /// {@return the exit status}
    int run(List<String> arguments) throws Exception;
  }
}
