/// Talma's testkit as a JUnit extension: a test asks for what it needs as parameters, and the
/// extension stops it afterwards.
@NullMarked
package dev.talma.testkit.junit;

import org.jspecify.annotations.NullMarked;
