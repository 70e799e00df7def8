@NullMarked
package dev.talma.cluster.internal.codec;

import org.jspecify.annotations.NullMarked;
