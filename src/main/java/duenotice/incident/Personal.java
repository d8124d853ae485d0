package duenotice.incident;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a part of an event that tells who somebody is: an address, a name, a number, a mail server's words about them. It is
 * kept apart in one row, which may be erased without breaking the chain; the timeline holds a reference to it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER})
public @interface Personal {}
