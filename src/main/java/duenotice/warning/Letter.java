package duenotice.warning;

/**
 * A letter as it goes out.
 *
 * @param subject one line, with the incident number in brackets
 * @param text for those who read mail as text; says everything the other says
 * @param html a whole document, styled inline, without anything to fetch
 * @param from whose letter it is
 */
public record Letter(String subject, String text, String html, ProviderIdentity from) {}
