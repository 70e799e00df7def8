package dev.talma.cluster.internal.transport;

/// What all sessions of a network share.
///
/// @param settings how the network works
/// @param self what this node says of itself
/// @param helloFrame the same as it is sent
/// @param peers who is connected
/// @param listener who is told
/// @param complaints where to say what went wrong
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
record SessionScope(
    NetworkSettings settings,
    Hello self,
    byte[] helloFrame,
    Peers peers,
    SessionListener listener,
    Complaints complaints) {}
