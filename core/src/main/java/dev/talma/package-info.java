/// Actors: functions over a typed mailbox.
///
/// Six names are enough to begin: [dev.talma.ActorSystem], [dev.talma.Actor], [dev.talma.ActorRef],
/// [dev.talma.Mailbox], [dev.talma.Context] and [dev.talma.Request].
@NullMarked
package dev.talma;

import org.jspecify.annotations.NullMarked;
