/// Tools to test actors without sleeping. They need no test framework; for JUnit there is an extension
/// in a module of its own.
///
/// An actor is tested by what it sends, and by what it answers. So a test starts it in a
/// [TestSystem][dev.talma.testkit.TestSystem], plays the actors around it with
/// [probes][dev.talma.testkit.Probe], and says what they are to receive. As an example, take a lamp in
/// a stairwell: a press turns it on, and it goes off by itself.
///
/// {@snippet :
/// sealed interface Lamp {
///   record Press() implements Lamp {}
///
///   record Expire() implements Lamp {}
///
///   record IsOn() implements Lamp, Request<Lamp, Boolean> {}
/// }
///
/// static Actor<Lamp> lamp(ActorRef<Light> panel) {
///   return (mailbox, ctx) -> {
///     Cancellable expiry = () -> {};
///     boolean on = false;
///     for (var message : mailbox) {
///       switch (message) {
///         case Lamp.Press() -> {
///           expiry.cancel();
///           expiry = ctx.schedule(new Lamp.Expire(), Duration.ofMinutes(3));
///           on = true;
///           panel.send(Light.ON);
///         }
///         case Lamp.Expire() -> {
///           on = false;
///           panel.send(Light.OFF);
///         }
///         case Lamp.IsOn isOn -> ctx.reply(isOn, on);
///       }
///     }
///   };
/// }
/// }
///
/// ## What it sends
///
/// {@snippet :
/// try (var system = TestSystem.create("stairs")) {
///   Probe<Light> panel = system.probe("panel");
///   var lamp = system.spawn("lamp", lamp(panel.ref()));
///
///   lamp.send(new Lamp.Press());
///
///   panel.expect(Light.ON);
///   panel.expectNothing();
/// }
/// }
///
/// An expectation waits until the message is there, at most 3 s, and no longer than it takes.
/// `expectNothing` does not wait for a time either: it lets all actors come to rest, and looks then, so
/// a message that is about to be sent is not missed. An expectation that fails tells what came instead,
/// what else waits, and what all the actors are doing:
///
/// ```text
/// Probe "panel" expected: OFF
///   but got:  ON from /lamp (after 8.2 ms)
///   the actors of "stairs" now:
///     /         scope, idle
///     ├─ panel  handler, idle
///     └─ lamp   loop, idle
/// ```
///
/// ## Time
///
/// On [virtual time][dev.talma.testkit.VirtualTime] the clock stands still until the test moves it.
/// `advance` lets the actors do all that they have to do on the way, each thing at its own instant.
///
/// {@snippet :
/// try (var system = TestSystem.create("stairs", TestSettings::withVirtualTime)) {
///   Probe<Light> panel = system.probe("panel");
///   var lamp = system.spawn("lamp", lamp(panel.ref()));
///
///   lamp.send(new Lamp.Press());
///   system.advance(Duration.ofMinutes(2));
///   lamp.send(new Lamp.Press());
///   system.advance(Duration.ofMinutes(2));
///   assertTrue(lamp.ask(new Lamp.IsOn()));
///
///   system.advance(Duration.ofMinutes(1));
///   assertFalse(lamp.ask(new Lamp.IsOn()));
/// }
/// }
///
/// ## Crashes
///
/// Closing a test system fails if an actor crashed and the test did not
/// [expect][dev.talma.testkit.Crashes] it. Crashes for tests of supervision come from a
/// [script][dev.talma.testkit.CrashScript] in front of the actor, which itself stays as it is; those
/// are expected without further words. Dead letters and other events can be expected, too.
///
/// {@snippet :
/// try (var system = TestSystem.create("stairs")) {
///   Probe<Light> panel = system.probe("panel");
///   var script = CrashScript.at(2);
///   var lamp =
///       system.spawn("lamp", script.inFrontOf(lamp(panel.ref())).supervised(Restart.upTo(1)));
///   lamp.send(new Lamp.Press());
///   lamp.send(new Lamp.Press());
///
///   assertFalse(lamp.ask(new Lamp.IsOn()));
///   system.deadLetters().expect(new Lamp.Press());
/// }
/// }
///
/// ## Order
///
/// What is a matter of luck in real life, a test has to decide. A [gate][dev.talma.testkit.Gate] holds
/// an actor in the middle of a message until the test lets it go on. For everything that is no actor,
/// [Await][dev.talma.testkit.Await] waits until a condition holds.
///
/// ## What it does not do
///
/// The actors run on real threads, as in production, so a test can still be a race if it depends on
/// the order in which independent actors act. And where an actor waits for something outside of the
/// system, a socket or another thread, neither `expectNothing` nor `advance` knows of that.
@NullMarked
package dev.talma.testkit;

import org.jspecify.annotations.NullMarked;
