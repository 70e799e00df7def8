package dev.talma.internal;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;

/// What holds for every inbox, whichever race it is in. The tests of both kinds refer to these.
final class InboxRules {
  private InboxRules() {}

  @Description("A message comes while the receiver falls asleep.")
  @Outcome(
      id = "WAKE, asleep, a",
      expect = ACCEPTABLE,
      desc = "It fell asleep first, and the sender wakes it.")
  @Outcome(
      id = "ACCEPTED, awake, a",
      expect = ACCEPTABLE,
      desc = "The message was first, and it stays awake.")
  @Outcome(
      id = "ACCEPTED, asleep, .*",
      expect = FORBIDDEN,
      desc = "A lost wake-up: it sleeps, a message waits, and nobody wakes it.")
  @Outcome(
      id = "WAKE, awake, .*",
      expect = FORBIDDEN,
      desc = "Two act as the receiver: it did not fall asleep, and the sender wakes it.")
  @Outcome(expect = FORBIDDEN, desc = "The message was lost.")
  interface PushAndSleep {}

  @Description("Two messages come to a receiver that sleeps.")
  @Outcome(
      id = {"WAKE, ACCEPTED, (a b|b a)", "ACCEPTED, WAKE, (a b|b a)"},
      expect = ACCEPTABLE,
      desc = "One of the two senders wakes it.")
  @Outcome(
      id = "WAKE, WAKE, .*",
      expect = FORBIDDEN,
      desc = "Both senders wake it: two act as the receiver.")
  @Outcome(
      id = "ACCEPTED, ACCEPTED, .*",
      expect = FORBIDDEN,
      desc = "A lost wake-up: neither of the senders wakes it.")
  @Outcome(expect = FORBIDDEN, desc = "A message was lost.")
  interface TwoPushesToASleeper {}

  @Description("A message comes while a receiver that sleeps wakes by itself.")
  @Outcome(
      id = "WAKE, asleep, a",
      expect = ACCEPTABLE,
      desc = "The sender was faster, and has the right to wake it.")
  @Outcome(
      id = "ACCEPTED, awake, a",
      expect = ACCEPTABLE,
      desc = "It was awake when the message came.")
  @Outcome(
      id = "WAKE, awake, .*",
      expect = FORBIDDEN,
      desc = "Both say that they have woken it: two act as the receiver.")
  @Outcome(
      id = "ACCEPTED, asleep, .*",
      expect = FORBIDDEN,
      desc = "A lost wake-up: each leaves it to the other.")
  @Outcome(expect = FORBIDDEN, desc = "The message was lost.")
  interface PushAndWakeBySelf {}

  @Description("Two messages of one sender come while the inbox is closed. Then one more comes.")
  @Outcome(
      id = {"ACCEPTED ACCEPTED, a b, CLOSED -", "WAKE ACCEPTED, a b, CLOSED -"},
      expect = ACCEPTABLE,
      desc = "Both were in before, and whoever closed it has them.")
  @Outcome(
      id = {"ACCEPTED CLOSED, a, CLOSED -", "WAKE CLOSED, a, CLOSED -"},
      expect = ACCEPTABLE,
      desc = "The close came between the two.")
  @Outcome(
      id = "CLOSED CLOSED, -, CLOSED -",
      expect = ACCEPTABLE,
      desc = "The close was first, and both senders know.")
  @Outcome(
      id = ".*, .*, (ACCEPTED|WAKE) .*",
      expect = FORBIDDEN,
      desc = "A closed inbox took a message, which nobody will ever see.")
  @Outcome(
      expect = FORBIDDEN,
      desc = "A message is in the list of the closer and was refused as well, or is in neither.")
  interface PushesAndClose {}

  @Description("The receiver takes messages while somebody who gives it up closes the inbox.")
  @Outcome(
      id = {"a b, -, CLOSED", "-, a b, CLOSED", "a, b, CLOSED"},
      expect = ACCEPTABLE,
      desc = "Each message went to one of the two.")
  @Outcome(
      id = ".*, .*, (ACCEPTED|WAKE)",
      expect = FORBIDDEN,
      desc = "The take has opened the inbox again, and what comes now is lost.")
  @Outcome(expect = FORBIDDEN, desc = "A message went to both of them or to neither.")
  interface TakeAndClose {}

  @Description("The receiver falls asleep while somebody who gives it up closes the inbox.")
  @Outcome(
      id = {"asleep, CLOSED, awake", "awake, CLOSED, awake"},
      expect = ACCEPTABLE,
      desc = "It is closed, and nobody sleeps in it.")
  @Outcome(
      id = ".*, (ACCEPTED|WAKE), .*",
      expect = FORBIDDEN,
      desc = "The sleep has opened the inbox again, and what comes now is lost.")
  @Outcome(expect = FORBIDDEN, desc = "It seems to sleep in an inbox that is closed.")
  interface SleepAndClose {}
}
