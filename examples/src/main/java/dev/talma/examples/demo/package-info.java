/// A cluster to look at for half a minute: nodes in JVMs of their own, a load, a node that is
/// killed and replaced, one that leaves. Begin with [dev.talma.examples.demo.Demo].
@NullMarked
package dev.talma.examples.demo;

import org.jspecify.annotations.NullMarked;
