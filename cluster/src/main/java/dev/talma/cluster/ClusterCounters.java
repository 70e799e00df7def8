package dev.talma.cluster;

/// What has passed between a node and others since its start.
///
/// @param sent messages and replies that were given to the network
/// @param received messages and replies that came
/// @param lost messages and replies that were accepted for another node and did not leave, as the
///   connection was lost, and states of named actors that could not be handed over
/// @param refused frames that came and were not understood, or were not allowed
/// @param movedOut named actors that have moved from this node to others
/// @param movedIn named actors that have come from others with a state or with messages
/// @param conflicts named actors that came and were running here already, as happens after the
///   network was cut; the state that came was dropped
public record ClusterCounters(
    long sent,
    long received,
    long lost,
    long refused,
    long movedOut,
    long movedIn,
    long conflicts) {}
