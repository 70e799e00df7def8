package dev.talma.otp;

import java.time.Duration;

/// What a server has done since its statistics were turned on.
///
/// @param time since when
/// @param messagesIn messages that went to a callback
/// @param messagesOut answers that callbacks returned
public record ServerStatistics(Duration time, long messagesIn, long messagesOut) {}
