package dev.talma.cluster.internal.node;

import dev.talma.cluster.internal.placement.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The named actors that are on their way out of this node.
///
/// *Threading*: every thread may call every method.
final class Departures {
  private final Set<Resident> all = new HashSet<>();

  /// How many of each name they are: who takes the place of one may have to go before that is gone.
  private final Map<Key, Integer> names = new HashMap<>();

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
    if (all.add(resident)) {
      names.merge(resident.key(), 1, Integer::sum);
    }
  }

  /// One has ended, and what waited for it is on its way. {@return whether there is something to
  /// tell the others, and nobody else is about to}
  synchronized boolean ended(Resident resident) {
    if (!all.remove(resident)) {
      return false;
    }
    Key key = resident.key();
    boolean last = names.merge(key, -1, Departures::sum) == null;
    boolean first = told && last && followed.isEmpty();
    if (told && last) {
      followed.add(key);
    }
    return first || areOver();
  }

  private static @Nullable Integer sum(Integer one, Integer other) {
    int sum = one + other;
    return sum == 0 ? null : sum;
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
