/// The examples: one class each, started by name through `Main`.
@NullMarked
package dev.talma.examples;

import org.jspecify.annotations.NullMarked;
