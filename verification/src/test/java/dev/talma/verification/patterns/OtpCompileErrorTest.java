package dev.talma.verification.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.ActorRef;
import dev.talma.otp.GenServer;
import java.io.File;
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

/// What the compiler refuses in a server. Each snippet has one mistake, which has to be the only
/// error, and compiles without it.
class OtpCompileErrorTest {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

  private static final String SERVER =
      """
      import dev.talma.*;
      import dev.talma.otp.*;

      sealed interface Message {
        record Get() implements Message, Request<Message, Integer> {}
        record Reset() implements Message {}
      }

      class Snippet extends GenServer<Message, Integer> {
        protected InitResult<Integer> init() { return ok(0); }
        protected CallResult<Integer> handleCall(Request<Message, ?> request, Integer count) {
          return switch (request) {
            case Message.Get get -> %s;
            default -> unexpected(request);
          };
        }
      }
      """;

  private static final String MACHINE =
      """
      import dev.talma.*;
      import dev.talma.otp.*;

      sealed interface Message {
        record Get() implements Message, Request<Message, Integer> {}
        record Reset() implements Message {}
      }

      enum State { ON, OFF }

      class Snippet extends GenStateMachine<Message, State, Integer> {
        protected MachineInit<State, Integer> init() { return ok(State.ON, 0); }
        protected Transition<State, Integer> handleEvent(
            Event<Message> event, State state, Integer count) {
          return switch (event) {
            case Event.Call(Message.Get get) -> %s;
            default -> unexpected(event);
          };
        }
      }
      """;

  @TempDir Path output;

  @AfterAll
  static void closeTheFiles() throws IOException {
    FILES.close();
  }

  private List<Diagnostic<? extends JavaFileObject>> errors(String source) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    String classPath = classes(ActorRef.class) + File.pathSeparator + classes(GenServer.class);
    boolean _ =
        COMPILER
            .getTask(
                null,
                FILES,
                diagnostics,
                List.of("-proc:none", "-d", output.toString(), "-cp", classPath),
                null,
                List.of(file))
            .call();
    return diagnostics.getDiagnostics().stream()
        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
        .toList();
  }

  private static Path classes(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(String code, String mistaken, String says, String corrected) {
    var errors = errors(code.formatted(mistaken));
    assertEquals(1, errors.size(), () -> "one error, but there are " + errors);
    String message = errors.getFirst().getMessage(Locale.ROOT);
    assertTrue(message.contains(says), message);
    assertEquals(List.of(), errors(code.formatted(corrected)));
  }

  @Test
  void aReplyOfAServerHasTheTypeThatTheRequestSays() {
    assertRefused(SERVER, "reply(get, \"text\", count)", "String", "reply(get, count, count)");
  }

  @Test
  void aLastReplyOfAServerHasTheTypeThatTheRequestSays() {
    assertRefused(
        SERVER,
        "stop(ExitReason.normal(), get, \"text\", count)",
        "String",
        "stop(ExitReason.normal(), get, count, count)");
  }

  @Test
  void aReplyOfAMachineHasTheTypeThatTheRequestSays() {
    assertRefused(
        MACHINE,
        "keepStateAndData(reply(get, \"text\"))",
        "String",
        "keepStateAndData(reply(get, count))");
  }

  @Test
  void anInsertedEventIsOfTheProtocol() {
    assertRefused(
        MACHINE,
        "keepStateAndData(nextEvent(\"text\"))",
        "String cannot be converted to Message",
        "keepStateAndData(nextEvent(new Message.Reset()))");
  }

  @Test
  void aMachineGoesToAStateOfItsOwn() {
    assertRefused(MACHINE, "nextState(Thread.State.NEW)", "Thread.State", "nextState(State.OFF)");
  }
}
