/// A node: puts membership, placement, transport and codec together with the actor system.
@NullMarked
package dev.talma.cluster.internal.node;

import org.jspecify.annotations.NullMarked;
