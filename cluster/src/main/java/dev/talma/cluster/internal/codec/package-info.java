/// The wire codec: how messages, answers and states become bytes, and bytes these again. The sealed
/// hierarchies of the protocols are the closed set of what can be read; nothing that comes from the
/// wire ever names a class to load.
///
/// [dev.talma.cluster.internal.codec.Schema] walks the closed set once. Two nodes exchange the
/// tables of their schemas, and [dev.talma.cluster.internal.codec.Peer] writes and reads between
/// the two.
@NullMarked
package dev.talma.cluster.internal.codec;

import org.jspecify.annotations.NullMarked;
