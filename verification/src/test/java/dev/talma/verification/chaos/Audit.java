package dev.talma.verification.chaos;

import dev.talma.verification.chaos.Ledger.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares the books of the clients with those of the actors.
final class Audit {
  private final Ledger clients;
  private final Ledger actors;
  private final List<String> faults = new ArrayList<>();

  private Audit(Ledger clients, Ledger actors) {
    this.clients = clients;
    this.actors = actors;
    faults.addAll(clients.faults);
    faults.addAll(actors.faults);
  }

  /// {@return what is wrong where no state and no message may be lost}
  ///
  /// @param leavers clients that were at work when their node closed: they may meet failures
  static List<String> lossless(Ledger clients, Set<String> leavers, Ledger actors) {
    Audit audit = new Audit(clients, actors);
    for (Account account : clients.accounts()) {
      if (leavers.contains(account.client())) {
        audit.lostInTheEnd(account);
      } else {
        audit.noFailure(account);
        audit.nothingLost(account);
      }
      audit.once(account);
    }
    return audit.faults;
  }

  /// {@return what is wrong where a node was lost, or taken for lost: with it state and messages
  /// may be, and the order of the rest}
  static List<String> lossy(Ledger clients, Ledger actors) {
    Audit audit = new Audit(clients, actors);
    clients.accounts().forEach(audit::once);
    audit.faults.removeIf(Audit::isOfOrder);
    return audit.faults;
  }

  private void noFailure(Account account) {
    Map<String, List<Range>> failed = clients.failed.getOrDefault(account, Map.of());
    failed.forEach((why, ranges) -> fault(account, "failed with " + why, ranges));
  }

  static boolean isOfOrder(String fault) {
    return fault.matches("fault \\S+ " + Tally.LATE + " .*");
  }

  private List<Range> lost(Account account) {
    List<Range> expected = Range.plus(clients.acknowledged(account), clients.sent(account));
    return Range.minus(expected, actors.handled.getOrDefault(account, List.of()));
  }

  /// What the last words of a node were may be lost, and nothing before.
  private void lostInTheEnd(Account account) {
    List<Range> handled = actors.handled.getOrDefault(account, List.of());
    long last = handled.isEmpty() ? 0 : handled.getLast().to();
    fault(
        account,
        "was taken and not handled, but later ones were",
        lost(account).stream().filter(range -> range.from() < last).toList());
  }

  private void nothingLost(Account account) {
    fault(account, "was taken and not handled", lost(account));
    int lives = clients.acknowledged.getOrDefault(account, Map.of()).size();
    if (lives > 1) {
      faults.add(account + " met " + lives + " lives");
    }
  }

  /// What was acknowledged by the life that goes on was handled by it, what was acknowledged by
  /// another one was not, and nothing else was handled than what was sent.
  private void once(Account account) {
    List<Range> handled = actors.handled.getOrDefault(account, List.of());
    String present = actors.lives.getOrDefault(account.name(), "");
    clients
        .acknowledged
        .getOrDefault(account, Map.of())
        .forEach(
            (life, ranges) -> {
              List<Range> missing = Range.minus(ranges, handled);
              if (life.equals(present)) {
                fault(account, "was acknowledged and not handled", missing);
              } else {
                fault(
                    account,
                    "was acknowledged by a former life and handled again",
                    Range.minus(ranges, missing));
              }
            });
    List<Range> known =
        Range.plus(
            Range.plus(clients.acknowledged(account), clients.sent(account)),
            clients.failed(account));
    fault(account, "was handled and never sent", Range.minus(handled, known));
  }

  private void fault(Account account, String what, List<Range> ranges) {
    if (!ranges.isEmpty()) {
      faults.add(account + ": " + Range.text(ranges) + " " + what);
    }
  }
}
