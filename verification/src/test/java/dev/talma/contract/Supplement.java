package dev.talma.contract;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/// On tests that hold clauses which others hold already, from other sides and in more detail. The
/// page of the contract does not name them.
@Target(TYPE)
@Retention(RUNTIME)
@interface Supplement {}
