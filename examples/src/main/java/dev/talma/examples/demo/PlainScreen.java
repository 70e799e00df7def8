package dev.talma.examples.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/// One line after the other: each event, and the figures now and then.
final class PlainScreen implements Screen {
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(2);

  private final PrintStream out;
  private final Painter painter = new Painter(false);
  private int events;
  private Duration next = NOW_AND_THEN;

  PlainScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(Picture picture) {
    events(picture);
    if (picture.at().compareTo(next) >= 0) {
      out.println(painter.figures(picture));
      next = picture.at().plus(NOW_AND_THEN);
    }
    out.flush();
  }

  private void events(Picture picture) {
    for (; events < picture.events().size(); events++) {
      out.println(painter.line(picture.events().get(events)));
    }
  }

  @Override
  public void end(Picture picture, List<String> lines) {
    events(picture);
    lines.forEach(out::println);
    out.flush();
  }
}
