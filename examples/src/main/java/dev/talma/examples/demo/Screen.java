package dev.talma.examples.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// Where the pictures are shown. One thread at a time uses it.
sealed interface Screen permits LiveScreen, PlainScreen {

  /// Shows what there is to see now.
  void show(Picture picture);

  /// Shows the last picture, then lines below it.
  void end(Picture picture, List<String> lines);

  /// {@return a terminal if there is one, or else one line after the other}
  ///
  /// @param plain whether it shall be lines in any case
  /// @param out where to
  static Screen on(boolean plain, PrintStream out) {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv("TERM"));
    if (plain || !terminal) {
      return new PlainScreen(out);
    }
    boolean colours = System.getenv("NO_COLOR") == null;
    return new LiveScreen(out, new Painter(colours));
  }
}
