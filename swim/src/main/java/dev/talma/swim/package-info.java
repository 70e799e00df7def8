/// The codec for the messages of ScaleCube's SWIM protocol: a closed set.
@NullMarked
package dev.talma.swim;

import org.jspecify.annotations.NullMarked;
