package dev.talma.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What there is to see at one time.
///
/// @param at since the start
/// @param title what happens now
/// @param rows the nodes
/// @param answered how many asks were answered so far
/// @param failed how many have failed
/// @param rate how many were answered in the last second
/// @param half the time within which half of all answers came
/// @param nearlyAll that for 99 of 100
/// @param history the rates so far, one for each half second
/// @param events what has happened, the oldest first
record Picture(
    Duration at,
    String title,
    List<Row> rows,
    long answered,
    long failed,
    long rate,
    Duration half,
    Duration nearlyAll,
    List<Long> history,
    List<Event> events) {

  Picture {
    rows = List.copyOf(rows);
    history = List.copyOf(history);
    events = List.copyOf(events);
  }

  /// A node.
  ///
  /// @param name its name
  /// @param pid its process
  /// @param status how it is
  /// @param share which part of all names it has, if any
  /// @param counters how many counters are on it
  /// @param rate how many asks it has answered in the last second
  record Row(
      String name, long pid, Status status, Optional<Double> share, int counters, long rate) {}

  /// How a node is.
  enum Status {
    STARTING("starting"),
    UP("up"),
    UNREACHABLE("unreachable"),
    KILLED("killed"),
    LEAVING("leaving"),
    LEFT("left");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /// {@return it in a word}
    String word() {
      return word;
    }
  }

  /// Something that has happened.
  ///
  /// @param at since the start
  /// @param text what
  record Event(Duration at, String text) {}
}
