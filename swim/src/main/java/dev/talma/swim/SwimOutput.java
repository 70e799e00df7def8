package dev.talma.swim;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;

/// Writes what the classes of ScaleCube write of themselves: primitives, texts, and each other.
final class SwimOutput extends DataOutputStream implements ObjectOutput {

  SwimOutput(ByteArrayOutputStream out) {
    super(out);
  }

  @Override
  public void writeObject(@Nullable Object value) throws IOException {
    if (value == null) {
      writeByte(Shape.NOTHING);
      return;
    }
    Shape shape =
        Shape.of(value)
            .orElseThrow(
                () ->
                    new MalformedSwimMessageException(
                        "An object of " + value.getClass() + " is part of no SWIM message"));
    writeByte(shape.tag());
    switch (value) {
      case String text -> writeUTF(text);
      case Enum<?> constant -> writeUTF(constant.name());
      default -> ((Externalizable) value).writeExternal(this);
    }
  }
}
