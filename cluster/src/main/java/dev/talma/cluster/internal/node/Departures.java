package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.placement.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The named actors that are on their way out of this node.
///
/// *Threading*: every thread may call every method.
final class Departures {
  private final Set<Resident> all = new HashSet<>();

  /// Those of which two are left, one after the other.
  private final Set<Key> inherited = new HashSet<>();

  /// Not all that have to go have been told so.
  private boolean beginning;

  /// The others know who is left, and are to hear of each that goes.
  private boolean told;

  /// Those that have gone since, of which they have not heard.
  private final List<Key> followed = new ArrayList<>();

  /// Those that have to go are told so from now on, and others wait for all of them.
  synchronized void begin() {
    beginning = true;
    tellNobody();
  }

  /// All that have to go have been told so, or do not have to any more.
  synchronized void begun() {
    beginning = false;
  }

  synchronized void begins(Resident resident) {
    all.add(resident);
  }

  /// If one is on its way out, then so is the one before it, which ends now.
  synchronized void inherits(Resident heir) {
    if (all.contains(heir)) {
      inherited.add(heir.key());
    }
  }

  /// One has ended, and what waited for it is on its way. {@return whether there is something to
  /// tell the others, and nobody else is about to}
  synchronized boolean ended(Resident resident) {
    if (!all.remove(resident)) {
      return false;
    }
    boolean tells = told && !inherited.remove(resident.key());
    boolean first = tells && followed.isEmpty();
    if (tells) {
      followed.add(resident.key());
    }
    return first || areOver();
  }

  /// {@return those that have gone, of which the others have to hear}
  synchronized List<Key> followed() {
    List<Key> gone = List.copyOf(followed);
    followed.clear();
    return gone;
  }

  /// Whether nobody is left, and nobody has still to be told to go.
  synchronized boolean areOver() {
    return all.isEmpty() && !beginning;
  }

  /// Whether there are some who have still to be told to go.
  synchronized boolean isBeginning() {
    return beginning;
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
    followed.clear();
  }

  /// {@return what those that are left are called}
  synchronized List<String> paths() {
    return all.stream().map(each -> each.target().path()).toList();
  }
}
