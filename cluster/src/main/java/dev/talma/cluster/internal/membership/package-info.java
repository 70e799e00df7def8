@NullMarked
package dev.talma.cluster.internal.membership;

import org.jspecify.annotations.NullMarked;
