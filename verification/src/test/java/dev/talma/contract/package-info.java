/// The contract of `docs/semantics.md`, clause by clause, on the public API. Each clause names the
/// tests that hold it, and [dev.talma.contract.SemanticsPageTest] sees to it that they exist.
///
/// Nearly everything runs on virtual time: an ask that is answered late, or a stop that takes too
/// long, cannot pass for one that was in time, as no time passes by itself.
@NullMarked
package dev.talma.contract;

import org.jspecify.annotations.NullMarked;
