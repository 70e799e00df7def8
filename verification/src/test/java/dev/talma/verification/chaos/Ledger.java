package dev.talma.verification.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The books of clients, or of actors, put together from the lines in which their nodes tell them.
final class Ledger {
  /// A client's messages to one name.
  ///
  /// @param name the actor
  /// @param client the client
  record Account(String name, String client) {}

  /// The first answer of another actor or from another node than before.
  record Move(String name, long millis, String life, String node) {}

  /// The numbers by what came of them: a life, or a failure.
  final Map<Account, Map<String, List<Range>>> acknowledged = new HashMap<>();

  final Map<Account, Map<String, List<Range>>> failed = new HashMap<>();
  final Map<Account, List<Range>> sent = new HashMap<>();
  final Map<Account, List<Range>> handled = new HashMap<>();
  final Map<String, String> lives = new HashMap<>();
  final Map<String, String> nodes = new HashMap<>();
  final List<Move> moves = new ArrayList<>();
  final List<String> faults = new ArrayList<>();

  static Ledger of(List<String> lines) {
    Ledger ledger = new Ledger();
    ledger.add(lines);
    return ledger;
  }

  void add(List<String> lines) {
    lines.forEach(this::add);
  }

  void add(Ledger other) {
    acknowledged.putAll(other.acknowledged);
    failed.putAll(other.failed);
    sent.putAll(other.sent);
    handled.putAll(other.handled);
    moves.addAll(other.moves);
    faults.addAll(other.faults);
  }

  private void add(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "acknowledged" ->
          acknowledged
              .computeIfAbsent(account(words), _ -> new HashMap<>())
              .put(words[3], Range.parse(words[4]));
      case "failed" ->
          failed
              .computeIfAbsent(account(words), _ -> new HashMap<>())
              .put(words[3], Range.parse(words[4]));
      case "sent" -> sent.put(account(words), Range.parse(words[3]));
      case "handled" -> handled.put(account(words), Range.parse(words[3]));
      case "moved" -> moves.add(new Move(words[1], Long.parseLong(words[3]), words[4], words[5]));
      case "life" -> {
        lives.put(words[1], words[2]);
        nodes.put(words[1], words[3]);
      }
      case "fault" -> faults.add(line);
      default -> throw new IllegalArgumentException(line);
    }
  }

  private static Account account(String[] words) {
    return new Account(words[1], words[2]);
  }

  /// {@return all accounts of clients}
  Set<Account> accounts() {
    return sent.keySet();
  }

  static List<Range> all(Map<String, List<Range>> parts) {
    return parts.values().stream().reduce(List.of(), Range::plus);
  }

  /// {@return the numbers that a client sent and that were answered}
  List<Range> acknowledged(Account account) {
    return all(acknowledged.getOrDefault(account, Map.of()));
  }

  List<Range> failed(Account account) {
    return all(failed.getOrDefault(account, Map.of()));
  }

  List<Range> sent(Account account) {
    return sent.getOrDefault(account, List.of());
  }

  /// {@return how many messages there are, in words}
  String sums() {
    Map<String, Long> failures = new HashMap<>();
    failed
        .values()
        .forEach(
            parts -> parts.forEach((why, r) -> failures.merge(why, Range.count(r), Long::sum)));
    Set<String> clients = new TreeSet<>();
    accounts().forEach(account -> clients.add(account.client()));
    return "%d clients, %d acknowledged, %d sent without an answer, failed %s"
        .formatted(
            clients.size(),
            accounts().stream().mapToLong(a -> Range.count(acknowledged(a))).sum(),
            accounts().stream().mapToLong(a -> Range.count(sent(a))).sum(),
            failures);
  }
}
