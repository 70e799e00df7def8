/// The behaviours of OTP. Each is an actor as others are: spawned, owned, supervised, linked and
/// monitored in the same way, and built on the public API of the core alone.
@NullMarked
package dev.talma.otp;

import org.jspecify.annotations.NullMarked;
