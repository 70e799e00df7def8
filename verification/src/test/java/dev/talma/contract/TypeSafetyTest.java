package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.ActorRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the compiler promises about messages and answers: it is run on snippets, each of which has
/// one line that must not compile, and on the same snippet with that line put right.
class TypeSafetyTest {
  @TempDir java.nio.file.Path classes;

  private static final String FRAME =
      """
      import dev.talma.*;
      import static dev.talma.Selection.*;

      sealed interface Counter {
        record Increment(int amount) implements Counter {}
        record Get() implements Counter, Request<Counter, Integer> {}
      }

      sealed interface Printer {
        record Print(String text) implements Printer {}
        record Pages() implements Printer, Request<Printer, Integer> {}
      }

      class Snippet {
      %s
      }
      """;

  private static final int LINES_BEFORE =
      (int) FRAME.substring(0, FRAME.indexOf("%s")).lines().count();

  private static final String REPLIES =
      """
      static Actor<Counter> counter() {
        return (mailbox, ctx) -> {
          int count = 0;
          for (var msg : mailbox) {
            switch (msg) {
              case Counter.Increment(int amount) -> count += amount;
              case Counter.Get get -> ctx.reply(get, %s);
            }
          }
        };
      }
      """;

  // --- the four promises

  @Test
  void aMessageOfAnotherProtocolIsNotSent() {
    String snippet =
        """
        static void send(ActorRef<Counter> ref) {
          ref.send(new Counter.Increment(1));
          ref.send(%s);
        }
        """;
    compiles(snippet.formatted("new Counter.Get()"));
    fails(3, "Print", snippet.formatted("new Printer.Print(\"text\")"));
  }

  @Test
  void anAnswerIsNotTakenForAnotherType() {
    String snippet =
        """
        static void ask(ActorRef<Counter> ref) {
          %s result = ref.ask(new Counter.Get());
        }
        """;
    compiles(snippet.formatted("int"));
    compiles(snippet.formatted("Integer"));
    fails(2, "String", snippet.formatted("String"));
  }

  @Test
  void aRequestIsNotAnsweredWithAnotherType() {
    compiles(REPLIES.formatted("count"));
    fails(7, "String", REPLIES.formatted("\"text\""));
  }

  @Test
  void noCaseIsForgotten() {
    String snippet =
        """
        static Actor<Counter> counter() {
          return (mailbox, ctx) -> {
            for (var msg : mailbox) {
              switch (msg) {
                case Counter.Increment(int amount) -> {}
                %s
              }
            }
          };
        }
        """;
    compiles(snippet.formatted("case Counter.Get get -> ctx.reply(get, 0);"));
    fails(4, "switch", snippet.formatted(""));
  }

  // --- the same promises elsewhere

  @Test
  void aRequestOfAnotherProtocolIsNotAsked() {
    String snippet =
        """
        static void ask(ActorRef<Counter> ref) {
          int result = ref.ask(%s);
        }
        """;
    compiles(snippet.formatted("new Counter.Get()"));
    fails(2, "Pages", snippet.formatted("new Printer.Pages()"));
  }

  @Test
  void anAnswerToComeIsNotTakenForAnotherType() {
    String snippet =
        """
        static void ask(ActorRef<Counter> ref) {
          java.util.concurrent.CompletableFuture<%s> result = ref.askAsync(new Counter.Get());
        }
        """;
    compiles(snippet.formatted("Integer"));
    fails(2, "String", snippet.formatted("String"));
  }

  @Test
  void aDeferredAnswerHasItsType() {
    String snippet =
        """
        static Actor<Counter> counter() {
          return Actor.handler(() -> (message, ctx) -> {
            if (message instanceof Counter.Get get) {
              ReplyTo<Integer> to = ctx.replyTo(get);
              to.reply(%s);
            }
          });
        }
        """;
    compiles(snippet.formatted("1"));
    fails(5, "String", snippet.formatted("\"text\""));
  }

  @Test
  void aMessageIsNotForwardedToAnotherProtocol() {
    String snippet =
        """
        static Actor<Counter> counter(ActorRef<%s> other) {
          return Actor.handler(() -> (message, ctx) -> {
            ctx.forward(message, other);
          });
        }
        """;
    compiles(snippet.formatted("Counter"));
    compiles(snippet.formatted("Object"));
    fails(3, "", snippet.formatted("Printer"));
  }

  @Test
  void aTimerSendsMessagesOfTheProtocolOnly() {
    String snippet =
        """
        static Actor<Counter> counter() {
          return (mailbox, ctx) -> {
            ctx.schedule(%s, java.time.Duration.ofSeconds(1));
          };
        }
        """;
    compiles(snippet.formatted("new Counter.Increment(1)"));
    fails(3, "Print", snippet.formatted("new Printer.Print(\"text\")"));
  }

  @Test
  void aNoticeOfAMonitorIsAMessageOfTheProtocol() {
    String snippet =
        """
        static Actor<Counter> counter(ActorRef<Printer> other) {
          return (mailbox, ctx) -> {
            ctx.monitor(other, down -> %s);
          };
        }
        """;
    compiles(snippet.formatted("new Counter.Increment(1)"));
    fails(3, "Print", snippet.formatted("new Printer.Print(\"text\")"));
  }

  @Test
  void aReceiveReturnsWhatItsSelectorTakes() {
    String snippet =
        """
        static Actor<Counter> counter() {
          return (mailbox, ctx) -> {
            %s n = mailbox.receive(m -> switch (m) {
              case Counter.Increment(int amount) when amount > 7 -> take(amount);
              default -> skip();
            });
          };
        }
        """;
    compiles(snippet.formatted("int"));
    fails(null, "", snippet.formatted("String"));
  }

  // --- inference

  @Test
  void aLambdaIsAnActorWhereTheReferenceSaysOfWhat() {
    compiles(
        """
        static void spawn(ActorSystem system) {
          ActorRef<Counter> ref = system.spawn("x", (mailbox, ctx) -> {
            for (Counter msg : mailbox) {
              if (msg instanceof Counter.Get get) {
                ctx.reply(get, 1);
              }
            }
          });
          ref.send(new Counter.Increment(1));
        }
        """);
  }

  @Test
  void aLambdaIsAnActorWhereTheTypeIsNamed() {
    compiles(
        """
        static void spawn(ActorSystem system, ActorScope scope) {
          system.<Counter>spawn("x", (mailbox, ctx) -> {
            for (Counter msg : mailbox) {}
          }).send(new Counter.Increment(1));
          ActorRef<Counter> scoped = scope.spawn("y", (mailbox, ctx) -> mailbox.mark());
          ActorRef<Counter> unnamed = system.spawn((mailbox, ctx) -> mailbox.mark());
        }
        """);
  }

  @Test
  void aLambdaIsAnActorInsideOfAnActor() {
    compiles(
        """
        static Actor<Counter> counter() {
          return (mailbox, ctx) -> {
            ActorRef<Printer> child = ctx.spawn("x", (box, inner) -> {
              for (Printer print : box) {}
            });
            child.send(new Printer.Print("text"));
          };
        }
        """);
  }

  @Test
  void handlersAndStatefulActorsAreInferred() {
    compiles(
        """
        static void spawn(ActorSystem system) {
          ActorRef<Counter> one = system.spawn("x", Actor.handler(() -> (message, ctx) -> {
            if (message instanceof Counter.Get get) {
              ctx.reply(get, 1);
            }
          }));
          Actor<Counter> two = Actor.stateful(() -> 0, (count, message, ctx) -> switch (message) {
            case Counter.Increment(int amount) -> count + amount;
            case Counter.Get get -> {
              ctx.reply(get, count);
              yield count;
            }
          });
        }
        """);
  }

  // --- the compiler

  private void compiles(String snippet) {
    assertEquals(List.of(), errors(snippet));
  }

  /// Expects exactly one error, in this line of the snippet if one is given, which says this.
  private void fails(@org.jspecify.annotations.Nullable Integer line, String says, String snippet) {
    List<Diagnostic<? extends JavaFileObject>> errors = errors(snippet);
    assertEquals(1, errors.size(), errors::toString);
    Diagnostic<?> error = errors.getFirst();
    if (line != null) {
      assertEquals(line.longValue(), error.getLineNumber() - LINES_BEFORE, error::toString);
    }
    String message = error.getMessage(Locale.ENGLISH);
    assertEquals(true, message.contains(says), message);
  }

  private List<Diagnostic<? extends JavaFileObject>> errors(String snippet) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager standard =
        compiler.getStandardFileManager(found, Locale.ENGLISH, null)) {
      JavaFileManager files = standard;
      standard.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      compiler
          .getTask(
              null,
              files,
              found,
              List.of("-proc:none", "-classpath", classpath()),
              null,
              List.of(new Source(FRAME.formatted(snippet.stripTrailing()))))
          .call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .toList();
  }

  /// Where the API is, and what it is annotated with.
  private static String classpath() {
    return String.join(
        System.getProperty("path.separator"),
        locationOf(ActorRef.class),
        locationOf(org.jspecify.annotations.NullMarked.class));
  }

  private static String locationOf(Class<?> type) {
    URI location = URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
    return java.nio.file.Path.of(location).toString();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Snippet.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
