package dev.talma.cluster.internal.node;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ExitReason;
import dev.talma.Request;
import java.util.Queue;

/// What one is told that watches others for a test.
sealed interface News {
  record Watch(ActorRef<?> whom) implements News, Request<News, Boolean> {}

  record Flush() implements News, Request<News, Boolean> {}

  record Ended(ExitReason reason) implements News {}

  /// {@return one that notes why those ended that it watched}
  static ActorRef<News> watcher(OneNode node, Queue<? super ExitReason> heard) {
    Actor<News> actor =
        (mailbox, ctx) -> {
          for (var msg : mailbox) {
            switch (msg) {
              case News.Watch it -> {
                ctx.monitor(it.whom(), down -> new News.Ended(down.reason()));
                ctx.reply(it, true);
              }
              case News.Flush it -> ctx.reply(it, true);
              case News.Ended(ExitReason reason) -> heard.add(reason);
            }
          }
        };
    return node.gateway().local().spawn(actor);
  }
}
