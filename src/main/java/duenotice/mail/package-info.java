/** Mail in and out: MIME, the SMTP listener, sending; what a message is: report, reply, bounce, automatic. */
@NullMarked
package duenotice.mail;

import org.jspecify.annotations.NullMarked;
