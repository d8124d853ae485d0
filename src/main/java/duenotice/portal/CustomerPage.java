package duenotice.portal;

import duenotice.incident.AnswerKind;
import duenotice.knowledge.Article;
import duenotice.knowledge.Score;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the customer's page shows, ready to be written out.
 *
 * @param path of this page; forms post below it
 * @param deadline when an answer is due; empty where none is
 * @param console where the machine is reached while its network is off
 * @param kinds of answers that can be given; empty where nobody can answer any more
 * @param statementFirst the server comes back by a written confirmation, and none waits for a decision
 * @param authorized whether what this reader says counts as the customer's word already (R31)
 * @param contacts how contacts are to change
 * @param drop where a password may be left; empty where we need none
 * @param entered what was typed into a form that was refused, by field
 * @param refused why, by form name
 */
record CustomerPage(
        Words words,
        PortalIdentity identity,
        String path,
        String number,
        String server,
        String state,
        String contact,
        String headline,
        String subject,
        String types,
        List<String> prospect,
        Optional<Deadline> deadline,
        Optional<String> console,
        List<Proof> evidence,
        int reports,
        List<Help> help,
        List<CustomerTimeline.Line> timeline,
        boolean victim,
        List<AnswerKind> kinds,
        boolean askStatement,
        boolean statementFirst,
        boolean cutOff,
        boolean askRepair,
        Retest retest,
        boolean authorized,
        ContactForm contacts,
        Optional<Left> drop,
        Map<String, String> entered,
        Map<String, String> refused) {

    /** Whether the customer may have us look now. */
    public enum Retest {
        POSSIBLE,
        /** There is no safe look at what was reported. */
        NONE,
        /** It would show nothing, or there is nothing to look for. */
        OUT_OF_PLACE
    }

    /**
     * The one-time drop, where it is open.
     *
     * @param kept how many passwords lie in it
     * @param until when the last of them is wiped at the latest, in words; empty where none lies there
     */
    record Left(int kept, String until) {}

    /** @param left in words, as of now */
    record Deadline(Instant at, Instant now, String absolute, String utc, String left) {}

    /** One report, without its reporter. */
    record Proof(String type, String where, String observed, String excerpt) {}

    /**
     * An article that fits, with what readers think of it.
     *
     * @param mine this contact's own vote; empty where there is none yet
     * @param open already unfolded, because its vote has just been taken
     */
    record Help(Article article, Score score, Optional<Boolean> mine, boolean open) {}

    public String kindWord(AnswerKind kind) {
        return words.say((victim ? "victim-choice." : "choice.") + kind.word());
    }

    /** @return false where the article had to be given in another language than the page's */
    public boolean isInLanguage(Article article) {
        return article.language().getLanguage().equals(words.language());
    }

    public String entered(String field) {
        return entered.getOrDefault(field, "");
    }

    public boolean chosen(AnswerKind kind) {
        return entered("kind").equals(kind.word()) || entered("kind").isEmpty() && kinds.getFirst() == kind;
    }

    /** Empty where that form was not refused. */
    public String refusal(String form) {
        return refused.getOrDefault(form, "");
    }
}
