package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.placement.Key;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The named actors that are on their way out of this node.
///
/// *Threading*: every thread may call every method.
final class Departures {
  private final Set<Resident> all = new HashSet<>();

  /// The others know who is left, and are to hear of each that goes.
  private boolean told;

  /// What is to be done as one has gone.
  ///
  /// @param last whether nobody is left
  /// @param told whether the others are to hear of it
  record Gone(boolean last, boolean told) {}

  synchronized void begins(Resident resident) {
    all.add(resident);
  }

  /// One has ended, and what waited for it is on its way.
  synchronized Gone ended(Resident resident) {
    boolean departs = all.remove(resident);
    return new Gone(departs && all.isEmpty(), departs && told);
  }

  /// {@return how many are left}
  synchronized int count() {
    return all.size();
  }

  /// The others are told who is left. {@return them}
  synchronized Set<Key> tell() {
    told = true;
    return all.stream().map(Resident::key).collect(Collectors.toUnmodifiableSet());
  }

  /// The others wait for all of them.
  synchronized void tellNobody() {
    told = false;
  }

  /// {@return what those that are left are called}
  synchronized List<String> paths() {
    return all.stream().map(each -> each.target().path()).toList();
  }
}
