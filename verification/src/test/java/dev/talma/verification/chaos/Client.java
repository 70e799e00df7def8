package dev.talma.verification.chaos;

import dev.talma.ActorRef;
import dev.talma.ActorType;
import dev.talma.TalmaException;
import dev.talma.cluster.Cluster;
import dev.talma.verification.chaos.Tally.Added;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Sends messages to actors of random names, and keeps books on what came of each. One thing at a
/// time, so its numbers for one name are sent in ascending order.
final class Client {
  private static final Duration SLACK = Duration.ofSeconds(2);

  /// What it knows of one actor.
  private static final class Account {
    final String name;
    final ActorRef<Tally> ref;
    final Map<String, List<Range>> acknowledged = new TreeMap<>();
    final Map<String, List<Range>> failed = new TreeMap<>();
    final List<Range> sent = new ArrayList<>();
    final List<String> moves = new ArrayList<>();
    Added last = new Added("", "");
    long number;

    Account(String name, ActorRef<Tally> ref) {
      this.name = name;
      this.ref = ref;
    }
  }

  private final String id;
  private final SplittableRandom random;
  private final int burst;
  private final Duration timeout;
  private final LongSupplier longestPause;
  private final List<Account> accounts = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final AtomicLong acknowledged = new AtomicLong();
  private boolean stopped;

  /// @param burst below how many messages it sends before it asks
  /// @param longestPause of this JVM, in nanoseconds; for so long an answer may be late
  Client(
      Cluster cluster,
      ActorType<Tally> type,
      String id,
      int names,
      int burst,
      long seed,
      Duration timeout,
      LongSupplier longestPause) {
    this.id = id;
    this.random = new SplittableRandom(seed);
    this.burst = burst;
    this.timeout = timeout;
    this.longestPause = longestPause;
    for (int i = 0; i < names; i++) {
      accounts.add(new Account("n" + i, cluster.actor(type, "n" + i)));
    }
  }

  void start(ScheduledExecutorService executor, Duration pace) {
    var _ = executor.scheduleWithFixedDelay(this::step, 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void step() {
    if (stopped) {
      return;
    }
    Account account = accounts.get(random.nextInt(accounts.size()));
    boolean flows = true;
    for (int i = random.nextInt(burst); i > 0 && flows; i--) {
      long number = ++account.number;
      try {
        account.ref.send(new Tally.Note(id, number));
        Range.append(account.sent, number);
      } catch (RuntimeException e) {
        failed(account, number, "note", e);
        flows = false;
      }
    }
    ask(account, ++account.number);
  }

  private void ask(Account account, long number) {
    long start = System.nanoTime();
    try {
      Added added = account.ref.ask(new Tally.Add(id, number), timeout);
      Range.append(
          account.acknowledged.computeIfAbsent(added.life(), _ -> new ArrayList<>()), number);
      acknowledged.incrementAndGet();
      if (!added.equals(account.last)) {
        account.last = added;
        account.moves.add(System.currentTimeMillis() + " " + added.life() + " " + added.node());
      }
    } catch (RuntimeException e) {
      failed(account, number, "add", e);
    }
    long late = System.nanoTime() - start - timeout.toNanos();
    if (late > SLACK.toNanos() + longestPause.getAsLong()) {
      faults.add(
          "An ask of %s took %d ms longer than it may"
              .formatted(account.ref.path(), late / 1_000_000));
    }
  }

  long acknowledged() {
    return acknowledged.get();
  }

  private void failed(Account account, long number, String what, RuntimeException e) {
    String why = what + ":" + e.getClass().getSimpleName();
    List<Range> ranges = account.failed.computeIfAbsent(why, _ -> new ArrayList<>());
    Range.append(ranges, number);
    if (!(e instanceof TalmaException)) {
      faults.add(why + " of " + account.ref.path() + ": " + e);
    }
    if (ranges.size() == 1 && Range.count(ranges) == 1) {
      System.err.println(
          System.currentTimeMillis() + " " + id + " " + account.ref.path() + " " + e);
    }
  }

  /// Ends after the step that it is at.
  synchronized void stop() {
    stopped = true;
  }

  /// {@return its books, as [Ledger] reads them}
  synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Account account : accounts) {
      String to = account.name + " " + id + " ";
      account.acknowledged.forEach(
          (life, ranges) -> lines.add("acknowledged " + to + life + " " + Range.text(ranges)));
      account.failed.forEach(
          (why, ranges) -> lines.add("failed " + to + why + " " + Range.text(ranges)));
      lines.add("sent " + to + Range.text(account.sent));
      account.moves.forEach(move -> lines.add("moved " + to + move));
    }
    faults.forEach(fault -> lines.add("fault " + id + " " + fault));
    return lines;
  }
}
