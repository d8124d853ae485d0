package duenotice.inventory;

import duenotice.report.SourceType;
import java.util.Optional;

/**
 * A known source of reports; what it is known by must have been authenticated before this says anything (R40).
 *
 * @param match in lower case: a domain that SPF or DKIM proves, or what an API key is called
 * @param source the label its reports get (R2); empty where the ordinary rules decide
 */
public record Reporter(String match, boolean trusted, Optional<SourceType> source) {}
