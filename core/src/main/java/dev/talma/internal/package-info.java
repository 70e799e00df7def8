/// How it works; not exported.
@NullMarked
package dev.talma.internal;

import org.jspecify.annotations.NullMarked;
