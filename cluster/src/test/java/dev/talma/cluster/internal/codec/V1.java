package dev.talma.cluster.internal.codec;

import dev.talma.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The old version of the protocol of [EvolutionTest].
interface V1 {
  sealed interface Shop {
    record Inc(int amount) implements Shop {}

    record Loose(String name) implements Shop {}

    record Wide(int number, float rough, byte octet, List<Integer> list) implements Shop {}

    record Shrunk(int first, Deep gone, String last) implements Shop {}

    record Retyped(String unit) implements Shop {}

    record Demanding(int amount) implements Shop {}

    record Carrier(Item item, List<Item> items) implements Shop {}

    record Painted(Color color) implements Shop {}

    record Holder(Retyped inner) implements Shop {}

    record Sealed(Item.Book item) implements Shop {}

    record Grown(int amount, boolean flag) implements Shop {}

    record Two(int second) implements Shop {}

    record Last(int second) implements Shop {}

    record Ask() implements Shop, Request<Shop, Integer> {}

    record AskMore() implements Shop, Request<Shop, String> {}

    record Empty() implements Shop {}

    record Strict(int amount) implements Shop {}
  }

  record Deep(Map<String, List<Item>> map, Optional<Deep> more, int[] ints, Set<Color> colors) {}

  sealed interface Item {
    record Book(String title) implements Item {}
  }

  enum Color {
    RED,
    GREEN
  }
}
