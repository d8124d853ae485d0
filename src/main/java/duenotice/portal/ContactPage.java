package duenotice.portal;

import java.util.List;
import java.util.Optional;

/**
 * What a page behind a link in a mail about contacts shows. Looking changes nothing: mail scanners follow links.
 *
 * @param path of this page; forms post below it
 * @param points what is wrong, a sentence each
 * @param mayConfirm whether this reader may confirm the change
 * @param mayRefuse whether it may be refused, or objected to where it is in force
 * @param asksIfRight whether one button says that all of it is right
 * @param form how a change is asked for; empty where it is not asked for here
 * @param refusal why what was sent was not taken; empty where nothing was refused
 */
record ContactPage(
        Words words,
        PortalIdentity identity,
        String path,
        String title,
        String lead,
        List<String> points,
        List<Fact> facts,
        boolean mayConfirm,
        boolean mayRefuse,
        boolean inForce,
        boolean asksIfRight,
        Optional<ContactForm> form,
        String refusal) {
    ContactPage {
        points = List.copyOf(points);
        facts = List.copyOf(facts);
    }

    record Fact(String label, String value) {}
}
