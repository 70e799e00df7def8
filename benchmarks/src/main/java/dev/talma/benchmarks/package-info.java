/// Measures Talma beside its baselines and prints one table: [dev.talma.benchmarks.Main].
@NullMarked
package dev.talma.benchmarks;

import org.jspecify.annotations.NullMarked;
