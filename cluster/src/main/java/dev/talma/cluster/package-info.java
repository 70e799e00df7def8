/// Clusters: nodes that find each other, and actors that live on one of them and are reached from
/// all.
@NullMarked
package dev.talma.cluster;

import org.jspecify.annotations.NullMarked;
