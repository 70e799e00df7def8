package dev.talma.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The test does not fail because of crashes that it did not expect. On a class, it counts for all
/// of its tests. To expect a crash, or to tolerate those of one actor, see
/// [`Crashes`][dev.talma.testkit.Crashes].
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface TolerateCrashes {

  /// {@return which crashes: those with a cause of one of these types; all of them unless set}
  Class<? extends Throwable>[] value() default Throwable.class;
}
