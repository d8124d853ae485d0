package duenotice.casework;

import duenotice.incident.CallOutcome;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentEvent.Told;
import duenotice.inventory.Anomalies;
import duenotice.inventory.Anomalies.Kind;
import duenotice.inventory.Inventory;
import duenotice.inventory.NumberOnFile;
import duenotice.inventory.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What happens on incidents shows what is wrong with contacts, and what works again (R32). In the current transaction. */
final class ContactTroubles {
    private final Inventory inventory;
    private final Anomalies anomalies;

    ContactTroubles(Inventory inventory) {
        this.inventory = inventory;
        anomalies = inventory.anomalies();
    }

    void note(Incident incident, List<IncidentEvent> events, Instant now) {
        events.forEach(event -> note(incident, event, now));
    }

    private void note(Incident incident, IncidentEvent event, Instant now) {
        var number = incident.id().number();
        switch (event) {
            case IncidentEvent.CustomerWarned warned -> warned.to().forEach(told -> refused(told, number, now));
            case IncidentEvent.AddressWarned warned -> refused(warned.to(), number, now);
            case IncidentEvent.Informed informed -> informed.to().forEach(told -> refused(told, number, now));
            case IncidentEvent.AddressBounced bounced ->
                anomalies.open(
                        Kind.BOUNCED,
                        "",
                        bounced.address(),
                        "Mail comes back for good: " + bounced.detail(),
                        number,
                        now);
            case IncidentEvent.MailArrived arrived ->
                anomalies.close(Set.of(Kind.BOUNCED), arrived.address(), "a mail has arrived there", now);
            case IncidentEvent.MailboxOnServer mailbox ->
                anomalies.open(
                        Kind.MAILBOX_ON_SERVER,
                        incident.server().text(),
                        mailbox.address(),
                        "The mailbox lives on the server itself and goes away with it.",
                        number,
                        now);
            case IncidentEvent.Answered answered -> {
                if (answered.standing() == Standing.AUTHORIZED) {
                    anomalies.close(Set.of(Kind.UNREACHABLE), answered.from(), "an answer came from there", now);
                }
            }
            case IncidentEvent.CallDue due -> {
                if (due.numbers().isEmpty()) {
                    withoutPhone(incident, now);
                }
            }
            case IncidentEvent.CallTried tried -> tried(incident, tried, now);
            case IncidentEvent.CallRoundCompleted round -> {
                if (!round.withoutNumber()) {
                    unreached(incident, now);
                }
            }
            default -> {}
        }
    }

    private void refused(Told told, long incident, Instant now) {
        if (told.handed() == Handed.REFUSED) {
            anomalies.open(
                    Kind.BOUNCED, "", told.address(), "Mail is refused for good: " + told.reply(), incident, now);
        }
    }

    private void withoutPhone(Incident incident, Instant now) {
        inventory.warned(incident.server(), now).stream()
                .map(Recipient::email)
                .forEach(email -> anomalies.open(
                        Kind.NO_PHONE,
                        "",
                        email,
                        "There was a call to make and no number to ring.",
                        incident.id().number(),
                        now));
    }

    /** Whose number it is has to be found out anew, whatever becomes of the incident (R47). */
    private void tried(Incident incident, IncidentEvent.CallTried tried, Instant now) {
        if (tried.outcome() == CallOutcome.WRONG_NUMBER) {
            var contact = onFile(incident, now).stream()
                    .filter(one -> one.number().equals(tried.number()))
                    .map(one -> one.contact().email())
                    .findFirst();
            anomalies.wrongNumber(
                    tried.number(), contact.orElse("unknown"), incident.id().number(), now);
        } else if (tried.outcome() == CallOutcome.REACHED_AUTHORIZED) {
            onFile(incident, now).stream()
                    .filter(one -> one.number().equals(tried.number()))
                    .forEach(one -> anomalies.close(
                            Set.of(Kind.UNREACHABLE), one.contact().email(), "reached on the phone", now));
        }
    }

    /** A round that ended without anybody having been spoken to. */
    private void unreached(Incident incident, Instant now) {
        var round = incident.round();
        if (round.isEmpty()
                || round.get().tries().stream().anyMatch(one -> one.outcome() == CallOutcome.REACHED_AUTHORIZED)) {
            return;
        }
        onFile(incident, now).stream()
                .filter(one -> round.get()
                        .outcomeOf(one.number())
                        .filter(CallOutcome::isTry)
                        .isPresent())
                .map(one -> one.contact().email())
                .distinct()
                .forEach(email -> anomalies.open(
                        Kind.UNREACHABLE,
                        "",
                        email,
                        "Neither the notice nor a round of calls reached anybody.",
                        incident.id().number(),
                        now));
    }

    private List<NumberOnFile> onFile(Incident incident, Instant now) {
        return inventory.facts(incident.server(), now).stream()
                .flatMap(facts -> facts.numbers().stream())
                .toList();
    }
}
