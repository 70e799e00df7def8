package dev.talma.cluster.internal.node;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One value for each key, for as long as somebody uses it.
final class WeakTable<K, V> {
  private final ConcurrentMap<K, Entry<K, V>> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<V> unused = new ReferenceQueue<>();

  private static final class Entry<K, V> extends WeakReference<V> {
    final K key;

    Entry(K key, V value, ReferenceQueue<V> queue) {
      super(value, queue);
      this.key = key;
    }
  }

  /// {@return the value of a key, made if there is none}
  V get(K key, Function<? super K, ? extends V> make) {
    Entry<K, V> there = entries.get(key);
    V value = there == null ? null : there.get();
    if (value != null) {
      return value;
    }
    V made = make.apply(key);
    var result =
        new Object() {
          V value = made;
        };
    entries.compute(
        key,
        (_, present) -> {
          V other = present == null ? null : present.get();
          if (other != null) {
            result.value = other;
            return Objects.requireNonNull(present);
          }
          return new Entry<>(key, made, unused);
        });
    sweep();
    return result.value;
  }

  /// {@return the value of a key, if somebody uses it}
  @Nullable V find(K key) {
    Entry<K, V> there = entries.get(key);
    return there == null ? null : there.get();
  }

  /// {@return the values that are used}
  List<V> values() {
    List<V> used = new ArrayList<>();
    for (Entry<K, V> entry : entries.values()) {
      V value = entry.get();
      if (value != null) {
        used.add(value);
      }
    }
    return used;
  }

  private void sweep() {
    for (Reference<?> gone = unused.poll(); gone != null; gone = unused.poll()) {
      if (gone instanceof Entry<?, ?> entry) {
        boolean _ = entries.remove(entry.key, entry);
      }
    }
  }
}
