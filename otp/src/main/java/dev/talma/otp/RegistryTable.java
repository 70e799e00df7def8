package dev.talma.otp;

import dev.talma.ActorRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The registrations of one life of a registry. Those who write hold the lock of the registry;
/// those who read do not.
final class RegistryTable<K, M> {
  /// The actor of this life.
  final ActorRef<RegistryMessage> server;

  /// By key, and there in the order of registration; read by everyone.
  private final ConcurrentHashMap<K, ConcurrentNavigableMap<Long, Entry<K, M>>> byKey =
      new ConcurrentHashMap<>();

  /// Guarded by the lock.
  private final Map<ActorRef<?>, Map<K, Entry<K, M>>> byMember = new HashMap<>();

  /// Keys whose holders are being started; guarded by the lock.
  final Set<K> reserved = new HashSet<>();

  private long registrations;

  RegistryTable(ActorRef<RegistryMessage> server) {
    this.server = server;
  }

  /// One registration. The value is written under the lock.
  static final class Entry<K, M> {
    final K key;
    final ActorRef<M> member;
    final long number;
    volatile @Nullable Object value;

    Entry(K key, ActorRef<M> member, long number, @Nullable Object value) {
      this.key = key;
      this.member = member;
      this.number = number;
      this.value = value;
    }

    /// Whether others may still find it.
    boolean counts() {
      return !member.isEnding();
    }
  }

  // --- reading

  /// {@return what is registered under a key, in order, without what the dead have left}
  Stream<Entry<K, M>> at(K key) {
    var there = byKey.get(Objects.requireNonNull(key, "key"));
    return there == null ? Stream.empty() : there.values().stream().filter(Entry::counts);
  }

  Stream<Entry<K, M>> all() {
    return byKey.values().stream().flatMap(there -> there.values().stream()).filter(Entry::counts);
  }

  // --- under the lock

  @Nullable Entry<K, M> find(K key, ActorRef<?> member) {
    var its = byMember.get(member);
    return its == null ? null : its.get(key);
  }

  List<K> keysOf(ActorRef<?> member) {
    var its = byMember.get(member);
    return its == null ? List.of() : List.copyOf(its.keySet());
  }

  Collection<ActorRef<?>> members() {
    return List.copyOf(byMember.keySet());
  }

  /// {@return what those have left under a key who have ended}
  List<Entry<K, M>> leftAt(K key) {
    var there = byKey.get(key);
    var left = new ArrayList<Entry<K, M>>();
    if (there != null) {
      there.values().stream().filter(entry -> !entry.counts()).forEach(left::add);
    }
    return left;
  }

  Entry<K, M> add(K key, ActorRef<M> member, @Nullable Object value) {
    var entry = new Entry<>(key, member, registrations++, value);
    byMember.computeIfAbsent(member, _ -> new LinkedHashMap<>(4)).put(key, entry);
    byKey.computeIfAbsent(key, _ -> new ConcurrentSkipListMap<>()).put(entry.number, entry);
    return entry;
  }

  void remove(Entry<K, M> entry) {
    var there = byKey.get(entry.key);
    if (there != null && there.remove(entry.number) != null && there.isEmpty()) {
      byKey.remove(entry.key);
    }
    var its = byMember.get(entry.member);
    if (its != null && its.remove(entry.key, entry) && its.isEmpty()) {
      byMember.remove(entry.member);
    }
  }

  /// Nothing is left, not even of the dead.
  boolean isBare() {
    return byKey.isEmpty() && byMember.isEmpty() && reserved.isEmpty();
  }
}
