package dev.talma.stress;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.Context;
import dev.talma.Escalate;
import dev.talma.Handler;
import dev.talma.Held;
import dev.talma.Mailbox;
import dev.talma.Supervision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// An actor of the [Crowd]. What it does with a message is up to the dice in it: most are answered,
/// and some make it crash, stop, ask others, put off, pass on or leave the answer.
final class Member implements Handler<Job> {
  private static final int MOST_CHILDREN = 6;
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final Crowd crowd;
  private final Post post;
  private final int place;
  private final Optional<Mailbox<Job>> mailbox;
  private final List<Held<Job>> held = new ArrayList<>();
  private final List<ActorRef<Job>> children = new ArrayList<>();

  private Member(Crowd crowd, int place, Optional<Mailbox<Job>> mailbox) {
    this.crowd = crowd;
    this.post = crowd.post;
    this.place = place;
    this.mailbox = mailbox;
  }

  static Actor<Job> actor(Crowd crowd, int place, Both style) {
    return switch (style) {
      case HANDLER -> Actor.handler(() -> new Member(crowd, place, Optional.empty()));
      case LOOP ->
          (mailbox, ctx) -> {
            Member member = new Member(crowd, place, Optional.of(mailbox));
            member.init(ctx);
            for (Job job : mailbox) {
              member.handle(job, ctx);
            }
          };
    };
  }

  @Override
  public void init(Context<Job> ctx) {
    SplittableRandom random = crowd.random();
    if (random.nextInt(50) == 0) {
      throw new Boom();
    }
    if (place < Crowd.PLACES && Crowd.hasFamily(place)) {
      child(Crowd.ofChildren(), Both.HANDLER, ctx);
      child(Crowd.ofChildren(), Both.LOOP, ctx);
      child(new Escalate(), random.nextBoolean() ? Both.LOOP : Both.HANDLER, ctx);
    }
  }

  private ActorRef<Job> child(Supervision supervision, Both style, Context<Job> ctx) {
    ActorRef<Job> child =
        ctx.spawn(Member.actor(crowd, Crowd.NOWHERE, style).supervised(supervision));
    ctx.monitor(child, down -> Job.TICK);
    children.add(child);
    return child;
  }

  @Override
  public void handle(Job job, Context<Job> ctx) {
    if (job.id() == Job.NOTICE) {
      putBack();
    } else if (act(job, new SplittableRandom(job.dice()), ctx)) {
      crowd.ledger.finished(job.id());
    }
  }

  /// {@return whether the message is done with}
  private boolean act(Job job, SplittableRandom random, Context<Job> ctx) {
    int dice = random.nextInt(1_000);
    if (dice < 3) {
      throw new Boom();
    } else if (dice < 4) {
      post.reply(job, ctx);
      ctx.stop();
    } else if (dice < 14) {
      return !hold(job, ctx);
    } else if (dice < 44) {
      sendToChild(random, ctx);
      post.reply(job, ctx);
    } else if (dice < 74) {
      passOn(job, random, ctx);
    } else if (dice < 84) {
      Crowd.above(place, random).ifPresent(above -> ask(above, random));
      post.reply(job, ctx);
    } else if (dice < 114) {
      askAsync(random);
      post.reply(job, ctx);
    } else if (dice < 200) {
      post.defer(job, ctx);
    } else if (dice < 210) {
      post.fail(job, ctx);
    } else if (dice < 250) {
      takeAnother(ctx);
      post.reply(job, ctx);
    } else if (dice < 350) {
      post.send(crowd.at(Crowd.target(place, random)), random.nextInt());
      post.reply(job, ctx);
    } else if (dice > 400) {
      post.reply(job, ctx);
    } // else it gives no answer
    return true;
  }

  private boolean hold(Job job, Context<Job> ctx) {
    if (!crowd.ledger.held(job.id())) {
      post.reply(job, ctx);
      return false;
    }
    held.add(ctx.hold());
    ctx.schedule(Job.TICK, MOMENT);
    return true;
  }

  private void putBack() {
    held.forEach(Held::redeliver);
    held.clear();
  }

  private void sendToChild(SplittableRandom random, Context<Job> ctx) {
    if (place == Crowd.NOWHERE) {
      return; // one generation is enough
    }
    children.removeIf(child -> !child.isAlive());
    if (children.size() < MOST_CHILDREN) {
      child(Crowd.ofChildren(), random.nextBoolean() ? Both.LOOP : Both.HANDLER, ctx);
    }
    ActorRef<Job> child = children.get(random.nextInt(children.size()));
    post.send(child, random.nextInt());
    post.send(child, random.nextInt());
    if (random.nextInt(4) == 0) {
      child.stop();
    }
  }

  private void passOn(Job job, SplittableRandom random, Context<Job> ctx) {
    Post.Address to;
    if (!children.isEmpty() && random.nextBoolean()) {
      to = new Post.Address(children.get(random.nextInt(children.size())), false, true);
    } else {
      int target = Crowd.target(place, random);
      to = new Post.Address(crowd.at(target), Crowd.blocks(target), true);
    }
    if (!post.forward(job, to, random.nextInt(), ctx)) {
      post.reply(job, ctx);
    }
  }

  /// A full mailbox that blocks is not asked: if this one is killed meanwhile, it could not tell
  /// whether that was before it was sent.
  private void ask(int target, SplittableRandom random) {
    if (!Crowd.blocks(target)) {
      post.ask(
          new Post.Address(crowd.at(target), false, true),
          random.nextInt(),
          Duration.ofMillis(random.nextInt(1, 15)));
    }
  }

  private void askAsync(SplittableRandom random) {
    int target = random.nextInt(Crowd.PLACES);
    if (!Crowd.blocks(target)) {
      post.askAsync(
          new Post.Address(crowd.at(target), false, true),
          random.nextInt(),
          Duration.ofMillis(random.nextInt(1, 100)),
          random.nextInt(8) == 0);
    }
  }

  /// In the loop style a message may be taken while another one is being handled. Both count as
  /// handled when the loop goes on, so it is done with only after the other one is.
  private void takeAnother(Context<Job> ctx) {
    mailbox
        .flatMap(each -> each.poll(Duration.ZERO))
        .ifPresent(
            other -> {
              if (other.id() == Job.NOTICE) {
                putBack();
              } else {
                post.reply(other, ctx);
                crowd.ledger.finished(other.id());
              }
            });
  }
}
