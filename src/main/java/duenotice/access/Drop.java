package duenotice.access;

import duenotice.casework.Acted;
import duenotice.casework.Casework;
import duenotice.casework.Snapshot;
import duenotice.database.Transactions;
import duenotice.incident.Act;
import duenotice.incident.Actor;
import duenotice.incident.IncidentId;
import duenotice.incident.SecretKind;
import duenotice.incident.Verdict;
import java.nio.charset.StandardCharsets;

/**
 * The one-time drop (R25): a customer leaves a password and cannot get it back; the agent who works on the incident looks
 * at it, and leads at sealed mails. Every look is on the timeline before anything is shown.
 */
public final class Drop {
    private final Transactions transactions;
    private final Casework casework;
    private final Secrets secrets;

    public Drop(Transactions transactions, Casework casework, Secrets secrets) {
        this.transactions = transactions;
        this.casework = casework;
        this.secrets = secrets;
    }

    /** Takes what a customer leaves. */
    public Acted leave(IncidentId incident, String email, String secret) {
        return transactions.call(() -> {
            var now = casework.now();
            var acted = casework.perform(
                    incident, new Act.KeepSecret(SecretKind.DROP, email, secrets.until(now)), Actor.customer(email));
            if (acted instanceof Acted.Done done) {
                secrets.keep(incident, newest(done), SecretKind.DROP, secret.getBytes(StandardCharsets.UTF_8), now);
            }
            return acted;
        });
    }

    private static int newest(Acted.Done done) {
        return done.snapshot().incident().secrets().getLast().number();
    }

    /** What came of a look. */
    @SuppressWarnings("ArrayRecordComponent") // shown to one reader, never compared
    public sealed interface Look {
        record Shown(byte[] bytes) implements Look {}

        record Refused(Verdict.Reason reason, String sentence) implements Look {}
    }

    /** Looks at one sealed item, as this person, and writes down that they did. */
    public Look look(Person person, Snapshot snapshot, int number) {
        var incident = snapshot.incident();
        var act = new Act.SeeSecret(number);
        var forbidden = Rights.refusal(person, act, incident, snapshot.now());
        if (forbidden.isPresent()) {
            return new Look.Refused(Verdict.Reason.FORBIDDEN, forbidden.get());
        }
        return transactions.call(() -> switch (secrets.open(incident.id(), number)) {
            case Secrets.Opened.Gone ignored ->
                new Look.Refused(Verdict.Reason.CONFLICT, "nothing is kept here: it is wiped");
            case Secrets.Opened.Shut shut -> new Look.Refused(Verdict.Reason.CONFLICT, shut.sentence());
            case Secrets.Opened.Plain plain ->
                switch (casework.perform(incident.id(), act, person.actor())) {
                    case Acted.Done ignored -> new Look.Shown(plain.bytes());
                    case Acted.Refused refused -> new Look.Refused(refused.reason(), refused.sentence());
                    case Acted.NoSuchIncident ignored ->
                        new Look.Refused(Verdict.Reason.CONFLICT, "there is no such incident");
                };
        });
    }
}
