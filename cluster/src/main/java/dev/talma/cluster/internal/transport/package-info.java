@NullMarked
package dev.talma.cluster.internal.transport;

import org.jspecify.annotations.NullMarked;
