package dev.talma.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The system of the test runs on [virtual time][dev.talma.testkit.VirtualTime], which moves only
/// when the test says so, with [`advance`][dev.talma.testkit.TestSystem#advance]. On a class, it
/// counts for all of its tests. It can be put on annotations of one's own.
///
/// {@snippet :
/// @Test
/// @OnVirtualTime
/// void remindsAfterADay(TestSystem system, Probe<Reminder> customer) {
///   system.spawn("cart", cart(customer.ref()));
///   system.advance(Duration.ofDays(1));
///   customer.expect(new Reminder());
/// }
/// }
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface OnVirtualTime {}
