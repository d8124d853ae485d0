/** Calls through Twilio's REST interface, or another service that speaks it. */
@NullMarked
package duenotice.call.twilio;

import org.jspecify.annotations.NullMarked;
