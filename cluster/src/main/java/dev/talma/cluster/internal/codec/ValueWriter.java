package dev.talma.cluster.internal.codec;

/// Writes the values of one type.
interface ValueWriter {
  void write(Object value, Writing to);
}
