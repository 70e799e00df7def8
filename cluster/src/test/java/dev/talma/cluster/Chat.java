package dev.talma.cluster;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.ReplyTo;
import dev.talma.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A protocol with references, all kinds of answers, and actors that misbehave on demand.
sealed interface Chat {
  record Join(ActorRef<Heard> listener) implements Chat {}

  record Say(String text) implements Chat {}

  record Members() implements Chat, Request<Chat, List<ActorRef<Heard>>> {}

  record Host() implements Chat, Request<Chat, String> {}

  record Ignore() implements Chat, Request<Chat, String> {}

  record Fail(String why) implements Chat, Request<Chat, String> {}

  record Throw(String why) implements Chat, Request<Chat, String> {}

  record Later(Duration after) implements Chat, Request<Chat, String> {}

  record TimeLeft() implements Chat, Request<Chat, Optional<Duration>> {}

  record WhoAsks() implements Chat, Request<Chat, Boolean> {}

  record PassOn(ActorRef<Chat> to) implements Chat, Request<Chat, String> {}

  record EchoToSender(String text) implements Chat {}

  record Keep(ActorRef<Chat> ref) implements Chat {}

  record Kept() implements Chat, Request<Chat, ActorRef<Chat>> {}

  record Self() implements Chat, Request<Chat, ActorRef<Chat>> {}

  record Rude(Object anything) {}

  /// What listeners hear.
  sealed interface Heard {
    record Line(String text) implements Heard {}

    record Ended(String reason) implements Heard {}

    record Ask(String text) implements Heard, Request<Heard, String> {}

    record Watch(ActorRef<Chat> room) implements Heard, Request<Heard, Boolean> {}

    record Link(ActorRef<Chat> room) implements Heard, Request<Heard, Boolean> {}

    record Boom() implements Heard {}
  }

  ActorType<Chat> ROOM = ActorType.of("room", Chat.class, Chat::room);

  private static Actor<Object> answering(ReplyTo<String> asker, Duration after) {
    return (mailbox, ctx) -> {
      ctx.schedule("now", after);
      Object _ = mailbox.iterator().next();
      asker.reply("later");
    };
  }

  static Actor<Chat> room() {
    return (mailbox, ctx) -> {
      List<ActorRef<Heard>> members = new ArrayList<>();
      ActorRef<Chat> kept = ctx.self();
      for (var msg : mailbox) {
        switch (msg) {
          case Join(var listener) -> members.add(listener);
          case Say(String text) -> members.forEach(each -> each.send(new Heard.Line(text)));
          case Members it -> ctx.reply(it, members);
          case Host it -> ctx.reply(it, ctx.system().name());
          case Ignore it -> {}
          case Fail it -> ctx.replyTo(it).fail(new IllegalArgumentException(it.why()));
          case Throw(String why) -> throw new IllegalStateException(why);
          case Later it -> {
            ReplyTo<String> asker = ctx.replyTo(it);
            var _ = ctx.spawn(answering(asker, it.after()));
          }
          case TimeLeft it -> ctx.reply(it, ctx.timeLeft());
          case WhoAsks it -> ctx.reply(it, ctx.sender().isPresent());
          case PassOn(var to) -> ctx.forward(new Host(), to);
          case EchoToSender(String text) -> {
            @SuppressWarnings("unchecked") // the tests send it from listeners
            ActorRef<Heard> sender = (ActorRef<Heard>) ctx.sender().orElseThrow();
            sender.send(new Heard.Line(text));
          }
          case Keep(var ref) -> kept = ref;
          case Kept it -> ctx.reply(it, kept);
          case Self it -> ctx.reply(it, ctx.self());
        }
      }
    };
  }
}
