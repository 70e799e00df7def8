package dev.talma.examples.cluster;

import dev.talma.cluster.Member;
import dev.talma.cluster.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Shows the members of a cluster.
final class MembersTool {
  private MembersTool() {}

  static int run(List<String> arguments) throws Exception {
    CommandLine line = CommandLine.parse(arguments, Visitor.VALUED, Visitor.FLAGS);
    line.noRest();
    try (var visitor = Visitor.join(line)) {
      print(visitor.others(), Shares.of(visitor.cluster())).forEach(System.out::println);
    }
    return 0;
  }

  /// {@return a table}
  static List<String> print(List<Member> members, Map<NodeId, Double> shares) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "ADDRESS", "STATUS", "SHARE", "ROLES"));
    for (Member member : members) {
      rows.add(
          List.of(
              member.name(),
              member.address().toString(),
              member.status().name().toLowerCase(Locale.ROOT),
              Shares.percent(shares.getOrDefault(member.id(), 0.0)),
              String.join(",", member.roles().stream().sorted().toList())));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElseThrow();
        text.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + 2));
      }
      lines.add(text.toString().stripTrailing());
    }
    return lines;
  }
}
