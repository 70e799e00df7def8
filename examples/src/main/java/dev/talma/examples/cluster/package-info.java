/// Examples on several nodes, and the tools to try a cluster by hand.
@NullMarked
package dev.talma.examples.cluster;

import org.jspecify.annotations.NullMarked;
