package dev.talma.examples.wordcount;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// What the command line says.
///
/// @param inputs what to read
/// @param workers how many
/// @param top how many of the most frequent words to list
/// @param chunkSize how much text a worker gets at a time, in bytes
/// @param alphabet what the characters mean
/// @param seed for the chaos, if there shall be one
/// @param help whether to explain only
record Options(
    List<Input> inputs,
    int workers,
    int top,
    int chunkSize,
    Alphabet alphabet,
    Optional<Long> seed,
    boolean help) {

  static final String USAGE =
      """
      usage: word-count [OPTION...] [PATH...]

      Counts the lines and words of all files together, and lists the words that occur most. A directory
      stands for all regular files below it; symbolic links are followed only where they are named here.
      Without a PATH, a sample is counted; - is the standard input.

        --workers N     how many actors count; as many as there are processors unless given
        --top N         how many words to list; 10 unless given
        --chunk BYTES   how much text a worker gets at a time; 262144 unless given
        --chaos [SEED]  let workers crash now and then; the totals are the same
        --wc VERSION    count as this GNU wc does: 9.4 (and older, unless given) or 9.5 (and newer)
        --help          show this
        --              what follows are paths

      Lines and words are those of wc -lw in a UTF-8 locale. The versions of wc differ only where a file
      has control characters or bytes that are no UTF-8: up to 9.4 they count as nothing, since 9.5 as
      parts of words. A word of the list is a run of letters and digits, in lower case, with the
      apostrophes inside; words of equal counts are in the order of their letters.

      Ends with 1 if something could not be read (the rest is counted all the same), and with 2 if an
      option is wrong.
      """;

  /// The command line makes no sense.
  static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
      super(message);
    }
  }

  Chaos chaos() {
    return seed.map(Chaos::of).orElse(Chaos.none());
  }

  static Options parse(List<String> arguments) throws UsageException {
    return new Parser(arguments).parse();
  }

  private static final class Parser {
    private final Deque<String> left;
    private final List<Input> inputs = new ArrayList<>();
    private int workers = Runtime.getRuntime().availableProcessors();
    private int top = 10;
    private int chunkSize = 256 * 1024;
    private boolean since95;
    private Optional<Long> seed = Optional.empty();
    private boolean help;

    Parser(List<String> arguments) {
      left = new ArrayDeque<>(arguments);
    }

    Options parse() throws UsageException {
      while (!left.isEmpty()) {
        String argument = left.pop();
        if (argument.equals("--")) {
          left.forEach(path -> inputs.add(Input.named(path)));
          left.clear();
        } else if (argument.startsWith("-") && argument.length() > 1) {
          int equals = argument.indexOf('=');
          if (equals < 0) {
            option(argument);
          } else {
            left.push(argument.substring(equals + 1));
            int before = left.size();
            option(argument.substring(0, equals));
            if (left.size() == before) {
              throw new UsageException(argument.substring(0, equals) + " takes no value");
            }
          }
        } else {
          inputs.add(Input.named(argument));
        }
      }
      if (inputs.isEmpty()) {
        inputs.add(Input.SAMPLE);
      }
      Alphabet alphabet = since95 ? Alphabet.since95() : Alphabet.upTo94();
      return new Options(List.copyOf(inputs), workers, top, chunkSize, alphabet, seed, help);
    }

    private void option(String name) throws UsageException {
      switch (name) {
        case "--workers" -> workers = number(name, 1, 10_000);
        case "--top" -> top = number(name, 0, Integer.MAX_VALUE);
        case "--chunk" -> chunkSize = number(name, Chunker.SMALLEST, 1 << 28);
        case "--chaos" -> seed = Optional.of(seedOr(new SplittableRandom().nextLong(1_000_000)));
        case "--wc" -> since95 = version(name);
        case "--help", "-h" -> help = true;
        default -> throw new UsageException("unknown option " + name);
      }
    }

    /// The value of this option may be left out, so that it is one only if it looks like one.
    private long seedOr(long otherwise) {
      if (left.isEmpty() || !left.peek().matches("-?[0-9]{1,18}")) {
        return otherwise;
      }
      return Long.parseLong(left.pop());
    }

    private boolean version(String name) throws UsageException {
      return switch (value(name)) {
        case "9.4" -> false;
        case "9.5" -> true;
        default -> throw new UsageException(name + " needs 9.4 or 9.5");
      };
    }

    private int number(String name, int least, int most) throws UsageException {
      String value = value(name);
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException e) {
        // said below
      }
      throw new UsageException(
          name + " needs a number from " + least + " to " + most + ", and not " + value);
    }

    private String value(String name) throws UsageException {
      if (left.isEmpty()) {
        throw new UsageException(name + " needs a value");
      }
      return left.pop();
    }
  }
}
