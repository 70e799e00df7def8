@NullMarked
package dev.talma.cluster.internal.placement;

import org.jspecify.annotations.NullMarked;
