/** Calls through a SIP trunk: a small telephone of our own, RFC 3261, with speech and keys over RTP. */
@NullMarked
package duenotice.call.sip;

import org.jspecify.annotations.NullMarked;
