/// What is measured between two processes, and among several nodes.
@NullMarked
package dev.talma.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
