package dev.talma.stress;

import dev.talma.Actor;
import dev.talma.ActorRef;
import dev.talma.ActorSystem;
import dev.talma.ActorType;
import dev.talma.Backoff;
import dev.talma.Overflow;
import dev.talma.Restart;
import dev.talma.Stop;
import dev.talma.Supervision;
import dev.talma.SystemClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Actors of every kind, at places that are filled anew when their actor has ended: both styles,
/// each mailbox policy, several supervisions, with families below some of them, some got by name.
///
/// Nobody waits in a circle: an actor blocks only for one at a higher place.
final class Crowd {
  static final int PLACES = 60;

  /// The place of a child, from which nobody can be waited for.
  static final int NOWHERE = PLACES;

  private static final int CAPACITY = 64;
  private static final int KINDS_OF_MAILBOXES = 6;
  private static final Backoff QUICK = Backoff.between(Duration.ZERO, Duration.ofMillis(3));

  final ActorSystem system;
  final Ledger ledger;
  final Post post;
  private final long seed;
  private final AtomicInteger rolls = new AtomicInteger();
  private final AtomicReferenceArray<ActorRef<Job>> places = new AtomicReferenceArray<>(PLACES);
  private final List<ActorType<Job>> types = new ArrayList<>();
  private final Queue<ActorRef<Job>> retired = new ConcurrentLinkedQueue<>();

  Crowd(ActorSystem system, Ledger ledger, long seed) {
    this.system = system;
    this.ledger = ledger;
    this.post = new Post(ledger);
    this.seed = seed;
    for (int place = 0; place < PLACES; place++) {
      int here = place;
      types.add(ActorType.of("type-" + place, Job.class, () -> actor(here)));
      places.set(place, begin(place));
    }
  }

  /// {@return numbers for one purpose, others for each}
  SplittableRandom random() {
    return new SplittableRandom(seed + 0x9E37_79B9_7F4A_7C15L * rolls.incrementAndGet());
  }

  // --- the places

  static boolean blocks(int place) {
    return overflow(place).filter(Overflow.BLOCK::equals).isPresent();
  }

  private static Optional<Overflow> overflow(int place) {
    return switch (place % KINDS_OF_MAILBOXES) {
      case 0 -> Optional.of(Overflow.BLOCK);
      case 1 -> Optional.of(Overflow.REJECT);
      case 2 -> Optional.of(Overflow.DROP_NEWEST);
      case 3 -> Optional.of(Overflow.DROP_OLDEST);
      default -> Optional.empty();
    };
  }

  static boolean hasFamily(int place) {
    return place % 5 == 1;
  }

  private static boolean isGotByName(int place) {
    return place % 7 == 3;
  }

  private static Supervision supervision(int place) {
    return switch (place / 2 % 4) {
      case 0 -> Restart.always().backoff(QUICK);
      case 1 -> Restart.upTo(3).backoff(QUICK);
      case 2 -> Restart.always().backoff(QUICK).allForOne();
      default -> new Stop();
    };
  }

  private Actor<Job> actor(int place) {
    Both style = place / KINDS_OF_MAILBOXES % 2 == 0 ? Both.HANDLER : Both.LOOP;
    Actor<Job> actor = Member.actor(this, place, style).supervised(supervision(place));
    return overflow(place).map(overflow -> actor.bounded(CAPACITY, overflow)).orElse(actor);
  }

  private ActorRef<Job> begin(int place) {
    return isGotByName(place)
        ? system.actor(types.get(place), "place")
        : system.spawn(actor(place));
  }

  static Supervision ofChildren() {
    return Restart.upTo(20).backoff(QUICK).allForOne();
  }

  // --- choosing

  ActorRef<Job> at(int place) {
    return places.get(place);
  }

  /// {@return a place at which an actor that is at that place may wait, if there is one}
  static Optional<Integer> above(int place, SplittableRandom random) {
    return place + 1 >= PLACES ? Optional.empty() : Optional.of(random.nextInt(place + 1, PLACES));
  }

  /// {@return a place to which an actor that is at that place may send}
  static int target(int place, SplittableRandom random) {
    while (true) {
      int target = random.nextInt(PLACES);
      if (!blocks(target) || target > place) {
        return target;
      }
    }
  }

  // --- coming and going

  /// Fills the place anew if its actor has ended.
  void refill(int place) {
    ActorRef<Job> there = at(place);
    if (!there.isAlive()) {
      replace(place, there);
    }
  }

  /// Ends an actor in one way or another, whatever it does, and puts a new one at its place.
  void shake(SplittableRandom random) {
    int place = random.nextInt(PLACES);
    ActorRef<Job> old = at(place);
    if (random.nextInt(3) == 0) {
      old.stop();
    } else {
      old.kill();
    }
    replace(place, old);
  }

  private void replace(int place, ActorRef<Job> old) {
    try {
      ActorRef<Job> fresh = begin(place);
      if (fresh.equals(old)) {
        return; // it has its name still
      }
      if (places.compareAndSet(place, old, fresh)) {
        retired.add(old);
      } else if (!fresh.equals(at(place))) {
        fresh.kill();
        retired.add(fresh);
      }
    } catch (SystemClosedException closed) {
      Thread.onSpinWait(); // the old one was the last one
    }
  }

  /// {@return those that were replaced and are not gone yet}
  List<ActorRef<Job>> lingering() {
    return retired.stream().filter(ActorRef::isAlive).toList();
  }
}
