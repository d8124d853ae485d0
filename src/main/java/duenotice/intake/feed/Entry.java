package duenotice.intake.feed;

/**
 * One thing of ours that a list names.
 *
 * @param key the same as long as it stands on the list
 * @param subject what is listed, for people
 * @param group entries of one group are reported together, such as all pages on one address
 * @param content as the list has it, with its line end
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Entry(String key, String subject, String group, byte[] content) {}
