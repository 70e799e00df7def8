package dev.talma.cluster.internal.codec;

import dev.talma.cluster.internal.codec.WireType.Mapping;
import dev.talma.cluster.internal.codec.WireType.Maybe;
import dev.talma.cluster.internal.codec.WireType.Named;
import dev.talma.cluster.internal.codec.WireType.Plain;
import dev.talma.cluster.internal.codec.WireType.Reference;
import dev.talma.cluster.internal.codec.WireType.Sequence;

/// Steps over values of the peer that nobody here wants, by what its table says of them. Every
/// value takes a byte at least, so that ends with the bytes; the depth ends types that hold
/// themselves.
final class Skipping {
  private final Table theirs;

  Skipping(Table theirs) {
    this.theirs = theirs;
  }

  void skip(WireType type, Reading from) {
    switch (type) {
      case Plain(Scalar kind) -> kind.skip(from.in);
      case Sequence(Plain(Scalar kind)) -> {
        for (int count = from.in.count(); count > 0; count--) {
          kind.skip(from.in);
        }
      }
      case Sequence(WireType element) -> {
        from.enter();
        for (int count = from.in.count(); count > 0; count--) {
          skip(element, from);
        }
        from.leave();
      }
      case Mapping(WireType key, WireType value) -> {
        from.enter();
        for (int count = from.in.count(); count > 0; count--) {
          skip(key, from);
          skip(value, from);
        }
        from.leave();
      }
      case Maybe(WireType value) -> {
        if (Readers.present(from.in)) {
          skip(value, from);
        }
      }
      case Reference _ -> from.in.skip(from.in.count());
      case Named(int number) -> skip(number, from);
    }
  }

  private void skip(int number, Reading from) {
    switch (theirs.shape(number)) {
      case Shape.OfRecord record -> {
        from.enter();
        for (Shape.Field each : record.fields()) {
          skip(each.type(), from);
        }
        if (record.fields().isEmpty()) {
          from.in.u8();
        }
        from.leave();
      }
      case Shape.OfEnum _ -> from.in.varint();
      case Shape.OfUnion _ -> {
        int member = from.in.varint();
        if (member < 0
            || member >= theirs.size()
            || theirs.shape(member) instanceof Shape.OfUnion
            || theirs.shape(member) instanceof Shape.OfValue) {
          throw new MalformedException("Shape " + member + " is no part of a sealed type");
        }
        skip(member, from);
      }
      case Shape.OfValue(_, WireType type) -> skip(type, from);
    }
  }
}
