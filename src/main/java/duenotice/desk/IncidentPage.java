package duenotice.desk;

import duenotice.access.AnswerMails;
import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.StaffAccounts;
import duenotice.access.Task;
import duenotice.casework.CallClaims;
import duenotice.casework.CallScript;
import duenotice.casework.Casework;
import duenotice.casework.IncidentView;
import duenotice.casework.Snapshot;
import duenotice.incident.Answer;
import duenotice.incident.IncidentEvent;
import duenotice.incident.IncidentId;
import duenotice.incident.SecretKind;
import duenotice.incident.SentMail;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.inventory.NumberOnFile;
import duenotice.inventory.PhoneNumber;
import duenotice.inventory.Recipient;
import duenotice.inventory.ServerFacts;
import duenotice.policy.PolicyBook;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything about one incident, for staff. */
record IncidentPage(
        String id,
        String state,
        String tone,
        String server,
        String customer,
        String customerName,
        boolean vip,
        String category,
        List<String> types,
        String policy,
        String openedAt,
        String assignedTo,
        boolean mine,
        Optional<Form> claim,
        int reports,
        int reporters,
        String severity,
        String severityTone,
        Optional<Next> next,
        Optional<Due> deadline,
        String persisting,
        String persistingBasis,
        List<Form> first,
        List<Statement> statements,
        List<AnswerLine> answers,
        List<SealedLine> sealedItems,
        CallBox call,
        List<MeasureLine> measures,
        List<ContactLine> contacts,
        List<MailLine> mails,
        List<Proof> evidence,
        boolean sealed,
        List<IncidentForms.Group> groups,
        List<TimelineLine> timeline,
        List<String> linked) {

    /** @param ticks the page counts on by itself */
    record Due(Instant at, Instant now, String absolute, String relative, boolean ticks) {}

    record Next(String step, Due due, String block, String blockWord) {}

    record Statement(int number, String state, String from, String at, String text) {}

    record AnswerLine(
            int number,
            String at,
            String from,
            String kind,
            String why,
            String standing,
            boolean counts,
            String text,
            String message,
            List<File> files,
            List<Form> forms) {}

    /** Something beside the text of an answer; {@code name} is its sender's. */
    record File(String name, String path, String size) {}

    /**
     * Something that is kept sealed, or was.
     *
     * @param hint how long it is kept, or that it is gone
     */
    record SealedLine(int number, String what, String from, String hint, Optional<Form> open) {}

    /**
     * @param due somebody has to phone now
     * @param claim forms to take the call, or to give it back
     * @param claimed who phones and until when; empty where nobody does
     */
    record CallBox(int round, boolean complete, boolean due, List<Called> numbers, String claimed, List<Form> claim) {}

    /**
     * @param link what a telephone program dials
     * @param caution why a program would not dial it; empty where it would
     * @param script what the caller says; empty where no call is due
     */
    record Called(
            String number,
            String link,
            String contact,
            String language,
            String localTime,
            String outcome,
            String caution,
            Optional<Script> script,
            Optional<Form> form) {}

    /** @param fallback the contact's language, where we do not speak it; else empty */
    record Script(String language, List<String> contact, String stranger, String fallback, boolean open) {}

    record MeasureLine(
            String id,
            String kind,
            String target,
            String state,
            String by,
            String reason,
            String times,
            String block,
            List<Form> forms) {}

    record ContactLine(
            String name,
            String email,
            String phones,
            String language,
            String localTime,
            boolean warned,
            boolean bounced) {}

    record MailLine(String what, String to, String state, String tone, String when, String detail) {}

    record Proof(
            String message,
            String type,
            String where,
            String observed,
            String received,
            String reporter,
            String source,
            String weight,
            boolean duplicate,
            String excerpt) {}

    record TimelineLine(int seq, Instant at, String when, String actor, String text) {}

    /** Puts the page together. */
    static final class Maker {
        private static final int EVIDENCE = 20;

        private final Casework casework;
        private final Inventory inventory;
        private final PolicyBook policies;
        private final StaffAccounts staff;
        private final Caller caller;
        private final AnswerMails mails;

        Maker(
                Casework casework,
                Inventory inventory,
                PolicyBook policies,
                StaffAccounts staff,
                Caller caller,
                AnswerMails mails) {
            this.mails = mails;
            this.caller = caller;
            this.casework = casework;
            this.inventory = inventory;
            this.policies = policies;
            this.staff = staff;
        }

        /** Empty where there is no such incident. */
        Optional<IncidentPage> page(IncidentId id, Person person, Form.Refused refused) {
            return casework.view(id)
                    .flatMap(view -> casework.snapshot(id).map(snapshot -> page(view, snapshot, person, refused)));
        }

        private IncidentPage page(IncidentView view, Snapshot snapshot, Person person, Form.Refused refused) {
            var incident = snapshot.incident();
            var now = snapshot.now();
            var facts = inventory.facts(incident.server(), now);
            var customer = inventory.customer(incident.customer());
            var outlook = snapshot.outlook();
            var forms = new IncidentForms(person, snapshot, facts, policies, staff);
            var texts = casework.texts(incident.id());
            var mine = incident.assignedTo().equals(Optional.of(person.name()));
            var sealed = !Rights.maySeeMaterial(person.role(), incident.types());
            return new IncidentPage(
                    incident.id().toString(),
                    outlook.state().word(),
                    DeskWords.tone(outlook.state()),
                    incident.server().text(),
                    incident.customer().text(),
                    customer.map(Customer::name).orElse(""),
                    snapshot.circumstances().vip(),
                    incident.category().word(),
                    incident.types().stream().map(Object::toString).toList(),
                    incident.policy(),
                    DeskWords.utc(incident.openedAt()),
                    incident.assignedTo().orElse(""),
                    mine,
                    !mine && !incident.isClosed() && Rights.may(person.role(), Task.WORK)
                            ? Optional.of(Form.of(
                                            "claim",
                                            Field.path(incident.id(), "assign"),
                                            "",
                                            "Take it",
                                            Field.hidden("agent", person.name()))
                                    .quiet())
                            : Optional.empty(),
                    view.reports(),
                    view.reporters(),
                    view.severity().word(),
                    DeskWords.tone(view.severity()),
                    outlook.next()
                            .map(next -> new Next(
                                    DeskWords.step(next.step()),
                                    DeskWords.due(now, next.dueAt(), next.block()),
                                    next.block().map(DeskWords::block).orElse(""),
                                    next.block().map(Object::toString).orElse(""))),
                    outlook.deadline().map(at -> DeskWords.due(now, at, Optional.empty())),
                    outlook.persisting().value().word(),
                    outlook.persisting().basis(),
                    after(forms.first(), refused),
                    statements(snapshot, texts),
                    answers(snapshot, texts, person, forms, refused),
                    sealed(snapshot, forms),
                    call(view, snapshot, facts, person, forms, refused),
                    view.measures().stream()
                            .map(one -> measure(one, forms, refused))
                            .toList(),
                    contacts(snapshot, facts),
                    view.mails().reversed().stream().map(Maker::mail).toList(),
                    sealed ? List.of() : evidence(incident.id()),
                    sealed,
                    forms.groups().stream()
                            .map(group -> new IncidentForms.Group(group.title(), after(group.forms(), refused)))
                            .toList(),
                    view.timeline().stream()
                            .map(line -> new TimelineLine(
                                    line.seq(),
                                    line.at(),
                                    DeskWords.brief(line.at()),
                                    line.actor(),
                                    DeskWords.readable(line.text())))
                            .toList(),
                    incident.linked().stream().map(IncidentId::toString).toList());
        }

        private static List<Form> after(List<Form> forms, Form.Refused refused) {
            return forms.stream().map(form -> form.after(refused)).toList();
        }

        private static List<Statement> statements(Snapshot snapshot, Map<String, String> texts) {
            var current = snapshot.incident().statement();
            var statements = new ArrayList<Statement>();
            for (var entry : snapshot.timeline()) {
                if (entry.event() instanceof IncidentEvent.StatementSubmitted submitted) {
                    statements.add(new Statement(
                            submitted.statement(),
                            submitted.statement() == current.number()
                                    ? current.progress().word()
                                    : "earlier",
                            submitted.from(),
                            DeskWords.utc(submitted.receivedAt()),
                            texts.getOrDefault(submitted.text().hex(), "(text erased)")));
                }
            }
            return statements.reversed();
        }

        private static List<SealedLine> sealed(Snapshot snapshot, IncidentForms forms) {
            return snapshot.incident().secrets().reversed().stream()
                    .map(secret -> new SealedLine(
                            secret.number(),
                            (secret.what() == SecretKind.MAIL ? "Mail with a password" : "Left by the customer")
                                    + ", item " + secret.number(),
                            secret.from(),
                            secret.wipedAt()
                                    .map(at -> "wiped " + DeskWords.utc(at))
                                    .orElseGet(() -> "kept since " + DeskWords.utc(secret.keptAt()) + ", until "
                                            + DeskWords.utc(secret.until()) + " at the latest"),
                            forms.open(secret)))
                    .toList();
        }

        private List<File> files(Person person, Snapshot snapshot, Answer answer) {
            return mails.listed(person, snapshot, answer).stream()
                    .map(one -> new File(
                            one.name(),
                            "/desk/incidents/%s/answers/%d/attachments/%d"
                                    .formatted(snapshot.incident().id(), answer.number(), one.number()),
                            (one.bytes().length + 1023) / 1024 + " KiB"))
                    .toList();
        }

        private List<AnswerLine> answers(
                Snapshot snapshot,
                Map<String, String> texts,
                Person person,
                IncidentForms forms,
                Form.Refused refused) {
            var written = new HashMap<Integer, String>();
            for (var entry : snapshot.timeline()) {
                if (entry.event() instanceof IncidentEvent.Answered answered) {
                    written.put(
                            answered.answer(),
                            texts.getOrDefault(answered.text().hex(), "(text erased)"));
                }
            }
            return snapshot.incident().answers().reversed().stream()
                    .map(answer -> new AnswerLine(
                            answer.number(),
                            DeskWords.utc(answer.receivedAt()),
                            answer.from(),
                            answer.kind().word(),
                            answer.why(),
                            standing(answer),
                            answer.counts(),
                            written.getOrDefault(answer.number(), ""),
                            answer.message(),
                            files(person, snapshot, answer),
                            after(forms.answer(answer), refused)))
                    .toList();
        }

        private static String standing(Answer answer) {
            return switch (answer.standing()) {
                case AUTHORIZED -> "authorized contact";
                case TOKEN_ONLY -> answer.accepted() ? "accepted by staff" : "not on file, knew the reply address";
                case UNVERIFIED -> answer.accepted() ? "accepted by staff" : "unverified";
            };
        }

        private CallBox call(
                IncidentView view,
                Snapshot snapshot,
                Optional<ServerFacts> facts,
                Person person,
                IncidentForms forms,
                Form.Refused refused) {
            var incident = snapshot.incident();
            var now = snapshot.now();
            var due = incident.isCallDue() && incident.holdAt(now).isEmpty();
            var claim = due ? casework.callClaims().of(incident.id(), now) : Optional.<CallClaims.Claim>empty();
            var others = claim.filter(held -> !held.isOf(person.name())).isPresent();
            var onFile = facts.map(ServerFacts::numbers).orElse(List.of());
            var first = view.call().numbers().stream()
                    .filter(called -> forms.call(called.number()).isPresent())
                    .map(IncidentView.CalledNumber::number)
                    .findFirst();
            var numbers = view.call().numbers().stream()
                    .map(called -> {
                        var contact = onFile.stream()
                                .filter(one -> one.number().equals(called.number()))
                                .map(NumberOnFile::contact)
                                .findFirst();
                        var number = PhoneNumber.of(called.number());
                        var form = forms.call(called.number());
                        return new Called(
                                called.number(),
                                "tel:" + called.number(),
                                called.contact(),
                                contact.map(Recipient::language).orElse(""),
                                DeskWords.local(now, localZone(number, contact)),
                                called.outcome().map(Object::toString).orElse(""),
                                number.why(),
                                due && form.isPresent() && !others
                                        ? Optional.of(script(
                                                snapshot,
                                                contact.map(Recipient::language).orElse("en"),
                                                called.contact(),
                                                first.equals(Optional.of(called.number()))))
                                        : Optional.empty(),
                                form.filter(shown -> !others).map(shown -> shown.after(refused)));
                    })
                    .toList();
            return new CallBox(
                    view.call().round(),
                    view.call().complete(),
                    due,
                    numbers,
                    claim.map(held -> held.agent() + " phones until " + DeskWords.utc(held.until()))
                            .orElse(""),
                    due && Rights.may(person.role(), Task.WORK)
                            ? forms.claims(claim.map(CallClaims.Claim::agent))
                            : List.of());
        }

        /** The contact's zone where one is told, else the number's, else the desk's. */
        private static ZoneId localZone(PhoneNumber number, Optional<Recipient> contact) {
            return contact.map(Recipient::zone)
                    .filter(zone -> !zone.getId().equals("UTC"))
                    .or(number::zone)
                    .orElse(ZoneOffset.UTC);
        }

        private Script script(Snapshot snapshot, String language, String contact, boolean open) {
            var script = CallScript.of(snapshot, language, contact, caller.name());
            return new Script(
                    script.language(),
                    script.contact(),
                    script.stranger(),
                    CallScript.isFallbackFor(language) ? language : "",
                    open);
        }

        private static MailLine mail(SentMail mail) {
            return new MailLine(
                    DeskWords.mail(mail.what()),
                    mail.address(),
                    mail.state().word(),
                    DeskWords.tone(mail.state()),
                    DeskWords.utc(mail.at())
                            + mail.arrivedAt()
                                    .map(at -> " · arrived " + DeskWords.utc(at))
                                    .orElse(""),
                    DeskWords.readable(mail.detail()));
        }

        private static MeasureLine measure(IncidentView.ShownMeasure shown, IncidentForms forms, Form.Refused refused) {
            var measure = shown.measure();
            var times = new ArrayList<String>();
            shown.requestedAt().ifPresent(at -> times.add("requested " + DeskWords.utc(at)));
            measure.confirmedAt().ifPresent(at -> times.add("confirmed " + DeskWords.utc(at)));
            measure.expiresAt().ifPresent(at -> times.add("ends " + DeskWords.utc(at)));
            measure.liftedAt().ifPresent(at -> times.add("lifted " + DeskWords.utc(at)));
            if (measure.approvalsNeeded() > 0) {
                times.add("approved by " + measure.approvedBy().size() + " of " + measure.approvalsNeeded());
            }
            return new MeasureLine(
                    measure.id().toString(),
                    measure.kind().word(),
                    measure.target(),
                    shown.state().word(),
                    measure.proposedBy().name(),
                    DeskWords.readable(measure.reason()),
                    String.join(" · ", times),
                    measure.block().map(DeskWords::block).orElse(""),
                    after(forms.measure(measure), refused));
        }

        private static List<ContactLine> contacts(Snapshot snapshot, Optional<ServerFacts> facts) {
            var warning = snapshot.incident().warning();
            var now = snapshot.now();
            return facts.map(known -> Stream.concat(known.warned().stream(), known.owners().stream())
                            .distinct()
                            .map(one -> new ContactLine(
                                    one.name() + (one.forReseller() ? " (reseller)" : ""),
                                    one.email(),
                                    String.join(", ", one.phones()),
                                    one.language(),
                                    DeskWords.local(now, one.zone()),
                                    warning.filter(told -> told.to().stream()
                                                    .anyMatch(to -> to.address().equalsIgnoreCase(one.email())))
                                            .isPresent(),
                                    warning.filter(told -> told.bouncedAt().keySet().stream()
                                                    .anyMatch(one.email()::equalsIgnoreCase))
                                            .isPresent()))
                            .toList())
                    .orElse(List.of());
        }

        private List<Proof> evidence(IncidentId id) {
            return casework.evidence(id, EVIDENCE).stream()
                    .map(one -> new Proof(
                            one.message().toString(),
                            one.type().toString(),
                            one.url().or(one::address).orElse(""),
                            one.observedAt()
                                    .map(at -> DeskWords.utc(at) + (one.zoneKnown() ? "" : " (zone unknown)"))
                                    .orElse("not said"),
                            DeskWords.utc(one.receivedAt()),
                            one.reporter(),
                            one.sourceType(),
                            one.weight(),
                            one.duplicate(),
                            one.excerpt()))
                    .toList();
        }
    }
}
