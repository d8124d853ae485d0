/** Changes of authorized contacts: reads the contact-change mailbox. */
@NullMarked
package duenotice.contact;

import org.jspecify.annotations.NullMarked;
