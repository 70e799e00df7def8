package dev.talma.examples.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command line, taken apart: `--option VALUE` or `--option=VALUE`, which may come several times,
/// and the rest. An option may stand anywhere; after `--` there are none. What begins with one dash
/// is no option, so that a message may hold negative numbers.
///
/// @param options the values of each option that is there; empty ones for those that take none
/// @param rest the other arguments, in order
record CommandLine(Map<String, List<String>> options, List<String> rest) {

  /// {@return the command line of some arguments}
  ///
  /// @param arguments the arguments
  /// @param valued the options that take a value, without the dashes
  /// @param flags the options that take none
  /// @throws UsageException if there is another option, or one without its value
  static CommandLine parse(List<String> arguments, Set<String> valued, Set<String> flags)
      throws UsageException {
    Map<String, List<String>> options = new HashMap<>();
    List<String> rest = new ArrayList<>();
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.pop();
      if (argument.equals("--")) {
        rest.addAll(left);
        break;
      }
      if (!argument.startsWith("--")) {
        rest.add(argument);
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
      if (flags.contains(name)) {
        if (equals >= 0) {
          throw new UsageException("--" + name + " takes no value");
        }
        List<String> _ = options.computeIfAbsent(name, _ -> new ArrayList<>());
      } else if (valued.contains(name)) {
        if (equals < 0 && (left.isEmpty() || left.peek().startsWith("--"))) {
          throw new UsageException("--" + name + " needs a value");
        }
        String value = equals < 0 ? left.pop() : argument.substring(equals + 1);
        options.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
      } else {
        throw new UsageException("unknown option --" + name);
      }
    }
    return new CommandLine(Map.copyOf(options), List.copyOf(rest));
  }

  /// {@return whether an option is there}
  boolean has(String name) {
    return options.containsKey(name);
  }

  /// {@return the values of an option, in order}
  List<String> all(String name) {
    return options.getOrDefault(name, List.of());
  }

  /// {@return the value of an option that may come once}
  Optional<String> find(String name) throws UsageException {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw new UsageException("--" + name + " is given " + values.size() + " times");
    }
    return values.stream().findFirst();
  }

  /// {@return the value of an option that has to come once}
  String get(String name) throws UsageException {
    return find(name).orElseThrow(() -> new UsageException("--" + name + " is missing"));
  }

  /// Refuses arguments that are no options.
  void noRest() throws UsageException {
    if (!rest.isEmpty()) {
      throw new UsageException("what is '" + rest.getFirst() + "' for?");
    }
  }
}
