package dev.talma.testkit;

import dev.talma.Actor;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/// Says at which steps an actor crashes. A script counts its steps over all restarts, so that "the
/// first two attempts fail" can be said at all.
///
/// {@snippet :
/// var script = CrashScript.first(2);
/// var worker = system.spawn("worker",
///     script.inFrontOf(worker()).supervised(Restart.upTo(3)));
/// worker.send(job);                  // crashes
/// worker.send(job);                  // crashes
/// worker.send(job);                  // is handled
/// }
///
/// An actor of the test's own can call [#step()] anywhere, and [#inFrontOf(Actor)] or
/// [#atStartOf(Actor)] make any other actor crash without a change to it. Crashes are
/// [ScriptedCrash]es, which the test need not expect, unless [#throwing(Function) something else is
/// set].
///
/// *Threading*: every method may be called from every thread.
public final class CrashScript {
  private final String description;
  private final LongPredicate crashesAt;
  private final Function<String, ? extends RuntimeException> exception;
  private final Progress progress;

  /// What the forms of one script share.
  private static final class Progress {
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong crashes = new AtomicLong();
    private final AtomicInteger demanded = new AtomicInteger();
    private volatile boolean over;
  }

  private CrashScript(
      String description,
      LongPredicate crashesAt,
      Function<String, ? extends RuntimeException> exception,
      Progress progress) {
    this.description = description;
    this.crashesAt = crashesAt;
    this.exception = exception;
    this.progress = progress;
  }

  private static CrashScript of(String description, LongPredicate crashesAt) {
    return new CrashScript(description, crashesAt, ScriptedCrash::new, new Progress());
  }

  /// {@return a script that crashes only when told to by [#crashNext()]}
  public static CrashScript onDemand() {
    return of("on demand", step -> false);
  }

  /// {@return a script that crashes at each step}
  public static CrashScript always() {
    return of("always", step -> true);
  }

  /// {@return a script that crashes at its first steps and not after them}
  ///
  /// @param count how many steps
  public static CrashScript first(long count) {
    return of("the first " + count, step -> step <= count);
  }

  /// {@return a script that crashes at these steps}
  ///
  /// @param steps the first step is 1
  public static CrashScript at(long... steps) {
    long[] sorted = steps.clone();
    Arrays.sort(sorted);
    return of("at " + Arrays.toString(sorted), step -> Arrays.binarySearch(sorted, step) >= 0);
  }

  /// {@return a script that crashes at each nth step}
  ///
  /// @param period 3 for the steps 3, 6, 9 and so on
  /// @throws IllegalArgumentException if the period is below 1
  public static CrashScript every(long period) {
    if (period < 1) {
      throw new IllegalArgumentException("The period must be at least 1, but is " + period);
    }
    return of("every " + period, step -> step % period == 0);
  }

  /// {@return a script that crashes at random} Which steps crash depends on the seed alone, not on
  /// the threads that take them. The seed is part of each crash's message.
  ///
  /// @param probability from 0 to 1
  /// @param seed picks the steps
  /// @throws IllegalArgumentException if the probability is none
  public static CrashScript random(double probability, long seed) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("A probability is from 0 to 1, but not " + probability);
    }
    return of(
        String.format(Locale.ROOT, "at random, %s of the time, seed %d", probability, seed),
        step -> new SplittableRandom(seed ^ step * 0x9E3779B97F4A7C15L).nextDouble() < probability);
  }

  /// {@return the same script, counting on, that throws something else} A test then has to expect
  /// the crashes, with [TestSystem#crashes()].
  ///
  /// @param exception makes what is thrown; gets a text that says which step it is
  public CrashScript throwing(Function<String, ? extends RuntimeException> exception) {
    return new CrashScript(description, crashesAt, exception, progress);
  }

  /// Takes a step, and crashes if the script says so.
  public void step() {
    long step = progress.steps.incrementAndGet();
    if (progress.over || !(isDemanded() || crashesAt.test(step))) {
      return;
    }
    progress.crashes.incrementAndGet();
    throw exception.apply("scripted crash at step %d (%s)".formatted(step, description));
  }

  private boolean isDemanded() {
    return progress.demanded.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /// Makes the next step crash, in addition to what the script says. Calling it twice makes the
  /// next two crash.
  public void crashNext() {
    progress.demanded.incrementAndGet();
  }

  /// Ends the script: no step crashes any more.
  public void end() {
    progress.over = true;
  }

  /// {@return how many steps were taken}
  public long steps() {
    return progress.steps.get();
  }

  /// {@return how many of them crashed}
  public long crashes() {
    return progress.crashes.get();
  }

  /// {@return an actor that takes a step at each message before it handles it}
  ///
  /// The result is an actor of the loop style without supervision and with an unbounded mailbox,
  /// whatever the given one is; add what the test needs.
  ///
  /// @param actor what it does between crashes
  /// @param <M> the type of its messages
  public <M> Actor<M> inFrontOf(Actor<M> actor) {
    return inFrontOf(actor, message -> true);
  }

  /// {@return an actor that takes a step at some messages before it handles them} For the rest as
  /// [#inFrontOf(Actor)].
  ///
  /// @param actor what it does between crashes
  /// @param counts which messages are steps
  /// @param <M> the type of its messages
  public <M> Actor<M> inFrontOf(Actor<M> actor, Predicate<? super M> counts) {
    return (mailbox, ctx) ->
        actor.run(
            new ObservedMailbox<>(
                mailbox,
                message -> {
                  if (counts.test(message)) {
                    step();
                  }
                }),
            ctx);
  }

  /// {@return an actor that takes a step at each start and restart, before anything else} For the
  /// rest as [#inFrontOf(Actor)].
  ///
  /// @param actor what it does between crashes
  /// @param <M> the type of its messages
  public <M> Actor<M> atStartOf(Actor<M> actor) {
    return (mailbox, ctx) -> {
      step();
      actor.run(mailbox, ctx);
    };
  }

  /// {@return the script and how far it is}
  @Override
  public String toString() {
    return "crash script: %s (%d steps, %d crashes)".formatted(description, steps(), crashes());
  }
}
