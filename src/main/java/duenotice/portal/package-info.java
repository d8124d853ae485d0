/** The customer's page behind the signed link, and the public page on how abuse is handled; without JavaScript and cookies. */
@NullMarked
package duenotice.portal;

import org.jspecify.annotations.NullMarked;
