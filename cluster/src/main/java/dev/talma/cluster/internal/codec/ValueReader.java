package dev.talma.cluster.internal.codec;

/// Reads the values of one type of the peer as those of one type here.
interface ValueReader {
  Object read(Reading from);
}
