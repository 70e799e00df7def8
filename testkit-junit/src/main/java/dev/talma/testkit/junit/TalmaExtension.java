package dev.talma.testkit.junit;

import dev.talma.ActorSystem;
import dev.talma.testkit.ExpectationError;
import dev.talma.testkit.Gate;
import dev.talma.testkit.Probe;
import dev.talma.testkit.TestSettings;
import dev.talma.testkit.TestSystem;
import dev.talma.testkit.VirtualTime;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/// Gives each test an actor system of its own, with what belongs to it, and closes it afterwards.
///
/// {@snippet :
/// @ExtendWith(TalmaExtension.class)
/// class ShopTest {
///   @Test
///   void sendsAReceipt(TestSystem system, Probe<Receipt> customer) {
///     var shop = system.spawn("shop", shop());
///     shop.send(new Buy("book", customer.ref()));
///     customer.expect(new Receipt("book"));
///   }
/// }
/// }
///
/// Constructors, test methods, `@BeforeEach` and `@AfterEach` methods can have parameters of these
/// types; within one test, they all belong to the same system:
/// - [TestSystem] or [ActorSystem]: the system itself;
/// - [Probe]: a new one for each parameter, named as the parameter is, if the class was compiled with
///   `-parameters`;
/// - [Gate]: likewise;
/// - [VirtualTime]: the clock of the system. A test method that has this parameter runs on virtual
///   time, as does one with [OnVirtualTime].
///
/// After the test and its `@AfterEach` methods, the system is closed; that fails the test if an actor
/// crashed that the test did not expect, see [TestSystem#crashes()] and [TolerateCrashes]. A test that
/// fails shows what the actors were doing then, as a suppressed exception of the failure.
///
/// To change the settings, register it as a field:
///
/// {@snippet :
/// @RegisterExtension
/// static final TalmaExtension talma =
///     TalmaExtension.with(s -> s.withPatience(Duration.ofSeconds(10)));
/// }
///
/// A system lives for one test, so `@BeforeAll` and `@AfterAll` methods, and the constructor of a class
/// with one instance for all tests, can have none.
public final class TalmaExtension
    implements ParameterResolver,
        AfterEachCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(TalmaExtension.class);
  private static final Set<Class<?>> TYPES =
      Set.of(TestSystem.class, ActorSystem.class, VirtualTime.class, Probe.class, Gate.class);

  private final UnaryOperator<TestSettings> configure;

  /// Makes an extension with the default settings, for `@ExtendWith`.
  public TalmaExtension() {
    this(settings -> settings);
  }

  private TalmaExtension(UnaryOperator<TestSettings> configure) {
    this.configure = configure;
  }

  /// {@return an extension with other settings, for `@RegisterExtension`} Annotations of a test
  /// come on top of them.
  ///
  /// @param configure changes the default settings
  public static TalmaExtension with(UnaryOperator<TestSettings> configure) {
    return new TalmaExtension(configure);
  }

  /// So that what a constructor gets belongs to the test for which it makes the instance.
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TYPES.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext context, ExtensionContext extension) {
    Parameter parameter = context.getParameter();
    TestSystem system = systemFor(extension, parameter);
    Class<?> type = parameter.getType();
    if (type == Probe.class) {
      return parameter.isNamePresent()
          ? system.probe(unusedName(system, legal(parameter.getName())))
          : system.probe();
    }
    if (type == Gate.class) {
      return system.gate(parameter.getName());
    }
    return type == VirtualTime.class ? timeOf(system, parameter) : system;
  }

  /// {@return a name without what the name of an actor or system may not have}
  private static String legal(String name) {
    String legal = name.replaceAll("[^\\p{L}\\p{Nd}_.+@$~-]", "-");
    return legal.startsWith("$") ? "-" + legal : legal;
  }

  /// {@return the name, or one like it if a `@BeforeEach` method has a parameter of that name, too}
  private static String unusedName(TestSystem system, String name) {
    String unused = name;
    for (int i = 2; system.find("/" + unused).isPresent(); i++) {
      unused = name + "-" + i;
    }
    return unused;
  }

  private static VirtualTime timeOf(TestSystem system, Parameter parameter) {
    try {
      return system.time();
    } catch (IllegalStateException e) {
      throw new ParameterResolutionException(
          "The parameter %s is a clock, but this test runs on the machine's time: annotate the test or its class with @OnVirtualTime"
              .formatted(parameter),
          e);
    }
  }

  private TestSystem systemFor(ExtensionContext context, Parameter parameter) {
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "A system lives for one test, so what is there for all tests of a class can have none: %s of %s"
              .formatted(parameter, parameter.getDeclaringExecutable()));
    }
    return store(context)
        .computeIfAbsent(TestSystem.class, key -> create(context), TestSystem.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  private static Optional<TestSystem> system(ExtensionContext context) {
    return Optional.ofNullable(store(context).get(TestSystem.class, TestSystem.class));
  }

  private TestSystem create(ExtensionContext context) {
    TestSystem system =
        TestSystem.create(
            legal(context.getRequiredTestMethod().getName()),
            settings -> withAnnotations(context, configure.apply(settings)));
    toleratedCauses(context).forEach(system.crashes()::tolerate);
    return system;
  }

  private static TestSettings withAnnotations(ExtensionContext context, TestSettings settings) {
    boolean needsClock =
        !annotations(context, OnVirtualTime.class).isEmpty()
            || List.of(context.getRequiredTestMethod().getParameterTypes())
                .contains(VirtualTime.class);
    return needsClock && settings.time().isEmpty() ? settings.withVirtualTime() : settings;
  }

  private static List<Class<? extends Throwable>> toleratedCauses(ExtensionContext context) {
    return annotations(context, TolerateCrashes.class).stream()
        .flatMap(annotation -> Stream.of(annotation.value()))
        .toList();
  }

  /// {@return the annotations of a type that the test method, its class and the classes around that
  /// have}
  private static <A extends Annotation> List<A> annotations(
      ExtensionContext context, Class<A> type) {
    return Stream.concat(
            Stream.of(context.getRequiredTestMethod(), context.getRequiredTestClass()),
            context.getEnclosingTestClasses().stream())
        .flatMap(element -> AnnotationSupport.findAnnotation(element, type).stream())
        .toList();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    system(context).ifPresent(TestSystem::close);
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable throwable)
      throws Throwable {
    throw withActors(context, throwable);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(
      ExtensionContext context, Throwable throwable) throws Throwable {
    throw withActors(context, throwable);
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable throwable)
      throws Throwable {
    throw withActors(context, throwable);
  }

  private static Throwable withActors(ExtensionContext context, Throwable failure) {
    boolean tells = failure instanceof ExpectationError error && error.showsActors();
    if (!tells && !(failure instanceof TestAbortedException)) {
      system(context).ifPresent(system -> failure.addSuppressed(new ActorsAtFailure(system)));
    }
    return failure;
  }
}
