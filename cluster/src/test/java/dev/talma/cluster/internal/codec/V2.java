package dev.talma.cluster.internal.codec;

import dev.talma.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The new version of the protocol of [EvolutionTest].
interface V2 {
  sealed interface Shop {
    record Inc(int amount, String unit) implements Shop {
      Inc(int amount) {
        this(amount, "items");
      }
    }

    record Loose(
        Optional<String> comment,
        String name,
        List<String> tags,
        Map<String, Integer> prices,
        int count,
        boolean urgent,
        OptionalInt limit,
        long[] numbers)
        implements Shop {}

    record Wide(long number, double rough, int octet, Set<Long> list) implements Shop {}

    record Shrunk(String last, int first) implements Shop {}

    record Retyped(int unit) implements Shop {}

    record Demanding(int amount, String unit) implements Shop {}

    record Carrier(Item item, List<Item> items) implements Shop {}

    record Painted(Color color) implements Shop {}

    record Holder(Retyped inner) implements Shop {}

    record Sealed(Item item) implements Shop {}

    record Grown(int amount, boolean flag, String unit, String reason) implements Shop {
      Grown(int amount, boolean flag) {
        this(amount, flag, "items", "none");
      }

      Grown(int amount, boolean flag, String unit) {
        this(amount, flag, unit, "none");
      }
    }

    record Two(int first, int second) implements Shop {
      Two(int first) {
        this(first, 9);
      }
    }

    record Last(String first, int second) implements Shop {
      Last(int second) {
        this("first", second);
      }
    }

    record Ask() implements Shop, Request<Shop, Long> {}

    record AskMore() implements Shop, Request<Shop, Integer> {}

    record Empty(int count) implements Shop {}

    record Gift(String to) implements Shop {}

    record Strict(int amount) implements Shop {
      public Strict {
        if (amount < 0) {
          throw new IllegalArgumentException("negative");
        }
      }
    }
  }

  sealed interface Item {
    record Book(String title) implements Item {}

    record Disc(String title) implements Item {}
  }

  enum Color {
    GREEN,
    BLUE,
    RED
  }
}
