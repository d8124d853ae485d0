package duenotice.portal;

import java.util.Map;

/**
 * The public form, ready to be written out.
 *
 * @param token that the form was handed out, and when
 * @param entered what was typed into a form that was refused, by field
 * @param problems why it was refused, by field
 * @param fileLost a file was chosen, which browsers never send back to a page: it must be chosen again
 */
record ReportForm(
        Words words,
        PortalIdentity identity,
        String token,
        Map<String, String> entered,
        Map<String, String> problems,
        boolean fileLost) {

    public String entered(String field) {
        return entered.getOrDefault(field, "");
    }

    public boolean ticked(String field) {
        return !entered(field).isEmpty();
    }

    /** Empty where nothing is wrong with the field. */
    public String problem(String field) {
        return problems.getOrDefault(field, "");
    }

    /** What describes a field to a screen reader: why it was refused, and the hint. */
    public String described(String field) {
        return problem(field).isEmpty() ? field + "-hint" : field + "-refusal " + field + "-hint";
    }
}
