package dev.talma.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Cancellable;
import dev.talma.Request;
import dev.talma.Restart;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The manual of the testkit, in the documentation of its package, run.
class LampManualTest {
  enum Light {
    ON,
    OFF
  }

  sealed interface Lamp {
    record Press() implements Lamp {}

    record Expire() implements Lamp {}

    record IsOn() implements Lamp, Request<Lamp, Boolean> {}
  }

  static Actor<Lamp> lamp(ActorRef<Light> panel) {
    return (mailbox, ctx) -> {
      Cancellable expiry = () -> {};
      boolean on = false;
      for (var message : mailbox) {
        switch (message) {
          case Lamp.Press() -> {
            expiry.cancel();
            expiry = ctx.schedule(new Lamp.Expire(), Duration.ofMinutes(3));
            on = true;
            panel.send(Light.ON);
          }
          case Lamp.Expire() -> {
            on = false;
            panel.send(Light.OFF);
          }
          case Lamp.IsOn isOn -> ctx.reply(isOn, on);
        }
      }
    };
  }

  @Test
  void tellsThePanel() {
    try (var system = TestSystem.create("stairs")) {
      Probe<Light> panel = system.probe("panel");
      var lamp = system.spawn("lamp", lamp(panel.ref()));

      lamp.send(new Lamp.Press());

      panel.expect(Light.ON);
      panel.expectNothing();
    }
  }

  @Test
  void goesOffThreeMinutesAfterTheLastPress() {
    try (var system = TestSystem.create("stairs", TestSettings::withVirtualTime)) {
      Probe<Light> panel = system.probe("panel");
      var lamp = system.spawn("lamp", lamp(panel.ref()));

      lamp.send(new Lamp.Press());
      system.advance(Duration.ofMinutes(2));
      lamp.send(new Lamp.Press());
      system.advance(Duration.ofMinutes(2));
      assertTrue(lamp.ask(new Lamp.IsOn()));

      system.advance(Duration.ofMinutes(1));
      assertFalse(lamp.ask(new Lamp.IsOn()));
    }
  }

  @Test
  void isOffAfterARestart() {
    try (var system = TestSystem.create("stairs")) {
      Probe<Light> panel = system.probe("panel");
      var script = CrashScript.at(2);
      var lamp =
          system.spawn("lamp", script.inFrontOf(lamp(panel.ref())).supervised(Restart.upTo(1)));
      lamp.send(new Lamp.Press());
      lamp.send(new Lamp.Press());

      assertFalse(lamp.ask(new Lamp.IsOn()));
      system.deadLetters().expect(new Lamp.Press());
    }
  }
}
