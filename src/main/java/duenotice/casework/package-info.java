/** Moves incidents forward, durably: the inbox with its human queue, timelines, looks, alarms, outages, the kill switch. */
@NullMarked
package duenotice.casework;

import org.jspecify.annotations.NullMarked;
