/// What the cluster needs of the core, and nobody else: references whose messages are carried
/// elsewhere, the delivery of what comes from there, and the departure of actors.
@NullMarked
package dev.talma.remote;

import org.jspecify.annotations.NullMarked;
