package dev.talma.examples.demo;

import java.io.PrintStream;
import java.util.List;

/// A terminal: each picture is drawn over the one before.
final class LiveScreen implements Screen {
  private static final String HIDE_CURSOR = "\u001B[?25l";
  private static final String SHOW_CURSOR = "\u001B[?25h";
  private static final String TO_END_OF_LINE = "\u001B[K";
  private static final String TO_END_OF_SCREEN = "\u001B[J";

  private final PrintStream out;
  private final Painter painter;
  private int drawn;

  LiveScreen(PrintStream out, Painter painter) {
    this.out = out;
    this.painter = painter;
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  out.print(SHOW_CURSOR);
                  out.flush();
                }));
  }

  @Override
  public void show(Picture picture) {
    List<String> lines = painter.lines(picture);
    StringBuilder text = new StringBuilder(HIDE_CURSOR);
    if (drawn > 0) {
      text.append("\u001B[").append(drawn).append('A');
    }
    text.append('\r');
    lines.forEach(line -> text.append(line).append(TO_END_OF_LINE).append('\n'));
    text.append(TO_END_OF_SCREEN);
    drawn = lines.size();
    out.print(text);
    out.flush();
  }

  @Override
  public void end(Picture picture, List<String> lines) {
    show(picture);
    lines.forEach(out::println);
    out.print(SHOW_CURSOR);
    out.flush();
  }
}
