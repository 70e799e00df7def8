package dev.talma.examples.wordcount;

import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.examples.wordcount.Tally.Occurrence;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The program: reads the command line, starts the actors, and prints the result.
public final class WordCount {
  private static final int FINE = 0;
  private static final int UNREADABLE = 1;
  private static final int WRONG_USAGE = 2;
  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(10_000);

  private final PrintStream err;
  private final Optional<PrintWriter> terminal;

  WordCount(PrintStream err, Optional<PrintWriter> terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /// Runs the program, and ends the JVM with another status than 0 if something went wrong.
  ///
  /// @param args see `--help`
  public static void main(String[] args) {
    var program = new WordCount(System.err, terminal());
    int status = program.run(List.of(args), new FileOutputStream(FileDescriptor.out));
    if (status != FINE) {
      System.exit(status);
    }
  }

  /// {@return the terminal, if both the standard input and output are one}
  private static Optional<PrintWriter> terminal() {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return dumb ? Optional.empty() : console.map(Console::writer);
  }

  /// {@return the exit status}
  int run(List<String> arguments, OutputStream out) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (Options.UsageException e) {
      err.println("word-count: " + e.getMessage());
      err.println(Options.USAGE.lines().findFirst().orElseThrow() + "   (--help explains)");
      return WRONG_USAGE;
    }
    if (options.help()) {
      return print(Options.USAGE, out);
    }
    if (options.inputs().equals(List.of(Input.SAMPLE))) {
      err.println("word-count: no PATH is given, so a sample is counted   (--help explains)");
    }
    Totals totals = count(options);
    int printed = print(report(totals), out);
    return totals.unreadable() > 0 ? UNREADABLE : printed;
  }

  // @start region=word-count-main
  private Totals count(Options options) {
    options.seed().ifPresent(seed -> announceChaos(seed));
    Totals totals;
    ActorSystem system = ActorSystem.create("word-count");
    try (system) {
      ActorRef<Screen.Message> screen = system.spawn("screen", Screen.screen(err, terminal));
      if (terminal.isPresent()) {
        system.spawn("surveyor", Surveyor.surveyor(options.inputs(), screen));
      }
      ActorRef<Coordinator.Message> coordinator =
          system.spawn("coordinator", Coordinator.coordinator(options, screen));
      totals = coordinator.ask(new Coordinator.Finish(), AS_LONG_AS_IT_TAKES);
      screen.ask(new Screen.Clear());
    }
    if (options.seed().isPresent()) {
      reportChaos(system.counters().crashes(), totals.recounted());
    }
    return totals;
  }

  // @end region=word-count-main

  private void announceChaos(long seed) {
    // they are on purpose: do not fill the screen with them
    System.setProperty("talma.log", "off");
    err.println("word-count: chaos with seed " + seed);
  }

  private void reportChaos(long crashes, int recounted) {
    err.println(
        "word-count: workers crashed "
            + crashes
            + " times; "
            + recounted
            + " times a chunk was counted again");
  }

  private static String report(Totals totals) {
    var report = new StringBuilder();
    report.append("lines ").append(totals.lines()).append('\n');
    report.append("words ").append(totals.words()).append('\n');
    List<Occurrence> top = totals.top().words();
    if (!top.isEmpty()) {
      report.append('\n');
      int width = Long.toString(top.getFirst().count()).length();
      for (Occurrence each : top) {
        report
            .append(" ".repeat(width - Long.toString(each.count()).length()))
            .append(each.count())
            .append(' ')
            .append(each.word())
            .append('\n');
      }
      if (!totals.top().exact()) {
        report.append("(about; there were too many different words to keep them all)\n");
      }
    }
    return report.toString();
  }

  /// All at once, and in UTF-8 as the words were. Who reads only the beginning, as `head` does, has
  /// what it wants: that is no error.
  private int print(String text, OutputStream out) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      return FINE;
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("Broken pipe")) {
        err.println("word-count: cannot write the result: " + Complaint.about(e));
        return UNREADABLE;
      }
      return FINE;
    }
  }
}
