/** The REST API under {@code /api/v1}: staff and programs move incidents by it, trusted reporters hand in reports. */
@NullMarked
package duenotice.api;

import org.jspecify.annotations.NullMarked;
