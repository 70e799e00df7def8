package dev.talma.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the compiler refuses. Each test compiles a snippet with one mistake, which has to be the
/// only error and on its own line, and then the snippet without it.
class CompileErrorTest {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /// One for all, as it is slow to read the platform's classes.
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

  private static final String MISTAKE = "// <- here";

  private static final String PROTOCOL =
      """
      import dev.talma.*;

      sealed interface Counter {
        record Increment(int amount) implements Counter {}
        record Get() implements Counter, Request<Counter, Integer> {}
      }

      sealed interface Door {
        record Open() implements Door {}
        record IsOpen() implements Door, Request<Door, Boolean> {}
      }

      """;

  @TempDir Path output;

  @AfterAll
  static void closeTheFiles() throws IOException {
    FILES.close();
  }

  /// What the compiler has against a source.
  private List<Diagnostic<? extends JavaFileObject>> errors(String source) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    COMPILER
        .getTask(
            null,
            FILES,
            diagnostics,
            List.of("-proc:none", "-d", output.toString(), "-cp", core().toString()),
            null,
            List.of(file))
        .call();
    return diagnostics.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .toList();
  }

  private static Path core() {
    try {
      return Path.of(ActorRef.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// @param code what comes after the protocol; the line with the mistake is marked
  /// @param says a part of the error
  /// @param corrected what the marked line should be
  private void assertRefused(String code, String says, String corrected) {
    String source = PROTOCOL + code;
    List<String> lines = source.lines().toList();
    int line = 1;
    while (!lines.get(line - 1).endsWith(MISTAKE)) {
      line++;
    }
    var errors = errors(source);
    assertEquals(1, errors.size(), () -> "one error, but there are " + errors);
    assertEquals(line, errors.getFirst().getLineNumber(), () -> "" + errors.getFirst());
    String message = errors.getFirst().getMessage(Locale.ROOT);
    assertTrue(message.contains(says), message);

    String mistaken = lines.get(line - 1);
    assertFalse(mistaken.contains(corrected));
    assertEquals(List.of(), errors(source.replace(mistaken, corrected)));
  }

  @Test
  void aMessageOfAnotherProtocolCannotBeSent() {
    assertRefused(
        """
        class Snippet {
          void use(ActorRef<Counter> counter) {
            counter.send(new Counter.Increment(1));
            counter.send(new Door.Open()); // <- here
          }
        }
        """,
        "Open cannot be converted to Counter",
        "    counter.send(new Counter.Increment(2));");
  }

  @Test
  void aRequestOfAnotherProtocolCannotBeAsked() {
    assertRefused(
        """
        class Snippet {
          void use(ActorRef<Counter> counter) {
            counter.ask(new Door.IsOpen()); // <- here
          }
        }
        """,
        "IsOpen",
        "    counter.ask(new Counter.Get());");
  }

  @Test
  void anAnswerHasTheTypeThatTheRequestSays() {
    assertRefused(
        """
        class Snippet {
          void use(ActorRef<Counter> counter) {
            int count = counter.ask(new Counter.Get());
            String text = counter.ask(new Counter.Get()); // <- here
          }
        }
        """,
        "String",
        "    String text = \"\" + counter.ask(new Counter.Get());");
  }

  @Test
  void aReplyHasTheTypeThatTheRequestSays() {
    assertRefused(
        """
        class Snippet {
          Actor<Counter> counter() {
            return (mailbox, ctx) -> {
              int count = 0;
              for (var message : mailbox) {
                switch (message) {
                  case Counter.Increment(int amount) -> count += amount;
                  case Counter.Get get ->
                      ctx.reply(get, "text"); // <- here
                }
              }
            };
          }
        }
        """,
        "String",
        "              ctx.reply(get, count);");
  }

  @Test
  void aDeferredReplyHasTheTypeThatTheRequestSays() {
    assertRefused(
        """
        class Snippet {
          void use(Context<Counter> ctx, Counter.Get get) {
            ReplyTo<Integer> to = ctx.replyTo(get);
            to.reply("text"); // <- here
          }
        }
        """,
        "cannot be converted to java.lang.Integer",
        "    to.reply(1);");
  }

  @Test
  void aSwitchThatForgetsACaseIsRefused() {
    assertRefused(
        """
        class Snippet {
          Actor<Counter> counter() {
            return (mailbox, ctx) -> {
              for (var message : mailbox) {
                switch (message) { // <- here
                  case Counter.Get get -> ctx.reply(get, 1);
                }
              }
            };
          }
        }
        """,
        "does not cover all possible input values",
        "        switch (message) { case Counter.Increment _ -> {}");
  }

  @Test
  void aChildIsWatchedInTheProtocolOfItsOwner() {
    assertRefused(
        """
        class Snippet {
          void use(Context<Counter> ctx, ActorRef<Door> door) {
            ctx.monitor(door, down -> new Door.Open()); // <- here
          }
        }
        """,
        "Open cannot be converted to Counter",
        "    ctx.monitor(door, down -> new Counter.Increment(1));");
  }

  @Test
  void theSixNamesAreEnoughToBegin() {
    assertEquals(
        List.of(),
        errors(
            PROTOCOL
                + """
                class Snippet {
                  static Actor<Counter> counter() {
                    return (mailbox, ctx) -> {
                      int count = 0;
                      for (var msg : mailbox) {
                        switch (msg) {
                          case Counter.Increment(int amount) -> count += amount;
                          case Counter.Get get -> ctx.reply(get, count);
                        }
                      }
                    };
                  }

                  void main() {
                    try (var system = ActorSystem.create("demo")) {
                      ActorRef<Counter> ref = system.spawn("counter", counter());
                      ref.send(new Counter.Increment(5));
                      int result = ref.ask(new Counter.Get());
                    }
                  }
                }
                """));
  }
}
