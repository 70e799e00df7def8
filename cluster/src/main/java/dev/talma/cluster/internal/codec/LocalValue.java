package dev.talma.cluster.internal.codec;

import java.lang.reflect.Type;

/// Any other type of this node that is sent by itself.
final class LocalValue extends LocalShape {
  private final JavaType javaType;
  private final ValueWriter writer;

  LocalValue(int number, String name, Type type, JavaType javaType) {
    super(number, name, type);
    this.javaType = javaType;
    this.writer = Writers.of(javaType, "a value of type " + name);
  }

  JavaType javaType() {
    return javaType;
  }

  @Override
  public void write(Object value, Writing to) {
    writer.write(value, to);
  }

  @Override
  Shape shape() {
    return new Shape.OfValue(name, javaType.wire());
  }
}
