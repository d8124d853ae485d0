package duenotice.portal;

/**
 * Who stands behind the pages.
 *
 * @param provider name that customers know
 * @param complaints address that takes complaints
 * @param contactChanges address that takes changes of contacts
 */
public record PortalIdentity(String provider, String complaints, String contactChanges) {}
