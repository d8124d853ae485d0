/** Lists of others that name our addresses, looked at again and again; what is new in them is handed to the inbox. */
@org.jspecify.annotations.NullMarked
package duenotice.intake.feed;
