package duenotice.desk;

/**
 * Who phones, as scripts say it.
 *
 * @param name of the provider
 */
public record Caller(String name) {}
