package duenotice.desk;

import duenotice.access.DeskRole;
import duenotice.access.Person;
import duenotice.access.Rights;
import duenotice.access.StaffAccounts;
import duenotice.access.Task;
import duenotice.casework.Snapshot;
import duenotice.incident.Act;
import duenotice.incident.Answer;
import duenotice.incident.AnswerKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.Incident;
import duenotice.incident.Incident.FloodGate;
import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.Measure;
import duenotice.incident.MeasureKind;
import duenotice.incident.Persistence;
import duenotice.incident.Policy;
import duenotice.incident.SentMail;
import duenotice.inventory.ServerFacts;
import duenotice.policy.PolicyBook;
import duenotice.report.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The forms that one person may use on one incident as it stands; what nobody could do now is left out. */
final class IncidentForms {
    private final Person person;
    private final Snapshot snapshot;
    private final Incident incident;
    private final Instant now;
    private final Optional<ServerFacts> facts;
    private final PolicyBook policies;
    private final StaffAccounts staff;

    IncidentForms(
            Person person, Snapshot snapshot, Optional<ServerFacts> facts, PolicyBook policies, StaffAccounts staff) {
        this.person = person;
        this.snapshot = snapshot;
        this.incident = snapshot.incident();
        this.now = snapshot.now();
        this.facts = facts;
        this.policies = policies;
        this.staff = staff;
    }

    private boolean may(Task task) {
        return Rights.may(person.role(), task);
    }

    private String path(String act) {
        return Field.path(incident.id(), act);
    }

    // ---- what the incident waits for

    /** Forms for what is to be decided now. */
    List<Form> first() {
        var forms = new ArrayList<Form>();
        if (incident.isClosed()) {
            return forms;
        }
        if (incident.floodGate() == FloodGate.HELD && may(Task.RELEASE_WARNINGS)) {
            forms.add(Form.of(
                    "warning-release", path("warning/release"), "Release the warning", "Release", Field.reason()));
            forms.add(Form.of(
                            "warning-discard",
                            path("warning/discard"),
                            "Discard the warning and close",
                            "Discard",
                            Field.reason())
                    .danger());
        }
        if (incident.ascertainedAt().isEmpty() && may(Task.WORK)) {
            forms.add(Form.of(
                    "ascertain",
                    path("ascertain"),
                    "Ascertain",
                    "The report is sound: warn",
                    Field.reason().hint("What makes you sure? It stands on the timeline.")));
        }
        if (incident.openDispute().isPresent() && may(Task.DECIDE_DISPUTE)) {
            forms.add(Form.of(
                    "dispute",
                    path("dispute/decide"),
                    "Decide the dispute",
                    "Decide",
                    Field.select(
                            "decision",
                            "Decision",
                            List.of(
                                    new Field.Option("rejected", "Rejected: the steps go on, with at least 4 hours"),
                                    new Field.Option("upheld", "Upheld: close as a false positive"))),
                    Field.reason().hint("The customer reads this.")));
        }
        if (incident.statement().progress() == Progress.SUBMITTED && may(Task.WORK)) {
            forms.add(Form.of(
                    "statement-accept", path("statement/accept"), "Accept the confirmation", "Accept", Field.reason()));
            forms.add(Form.of(
                            "statement-refuse",
                            path("statement/refuse"),
                            "Refuse the confirmation",
                            "Refuse",
                            Field.reason().hint("The customer reads this: say what is missing."))
                    .quiet());
        }
        if (incident.holdAt(now).isPresent() && may(Task.HOLD)) {
            forms.add(Form.of("release", path("release"), "End the hold", "Release", Field.reason()));
        }
        return forms;
    }

    /** One for each number that may still be called. */
    Optional<Form> call(String number) {
        var round = incident.round();
        var left = round.filter(one -> !one.isComplete())
                .map(one -> one.left(
                        snapshot.policy().call().map(Policy.Call::passes).orElse(1)))
                .orElse(List.of());
        if (incident.isClosed()
                || !may(Task.WORK)
                || left.stream().noneMatch(callee -> callee.number().equals(number))) {
            return Optional.empty();
        }
        var from = round.orElseThrow().dueAt().isAfter(now.minusSeconds(60))
                ? round.orElseThrow().dueAt()
                : now.minusSeconds(60);
        return Optional.of(Form.of(
                "call-" + left.stream().map(callee -> callee.number()).toList().indexOf(number),
                path("calls"),
                "Record the call",
                "Record",
                Field.hidden("number", number),
                Field.buttons("outcome", "How did it end?", (Object[]) CallOutcome.values()),
                Field.instant("startedAt", "Began", DeskWords.exactInput(from)),
                Field.instant("endedAt", "Ended", DeskWords.exactInput(now)),
                Field.text("note", "Note").optional()));
    }

    /** To take the call, to keep it, and to give it back; nothing where it is somebody else's. */
    List<Form> claims(Optional<String> heldBy) {
        var mine = heldBy.equals(Optional.of(person.name()));
        var forms = new ArrayList<Form>();
        if (heldBy.isEmpty() || mine) {
            forms.add(Form.of("call-claim", path("call/claim"), "", mine ? "Keep it for longer" : "I phone now")
                    .quiet());
        }
        if (mine) {
            forms.add(Form.of("call-release", path("call/release"), "", "Give it back")
                    .quiet());
        }
        return forms;
    }

    /** @return accept and reread, where they mean anything */
    List<Form> answer(Answer answer) {
        var forms = new ArrayList<Form>();
        if (incident.isClosed() || !may(Task.WORK)) {
            return forms;
        }
        var number = answer.number();
        if (!answer.counts()) {
            forms.add(Form.of(
                    "answer-" + number + "-accept",
                    path("answers/" + number + "/accept"),
                    "Take it as the customer’s word",
                    "Accept",
                    Field.reason()));
        }
        forms.add(Form.of(
                        "answer-" + number + "-kind",
                        path("answers/" + number + "/kind"),
                        "Read it as something else",
                        "Read as",
                        Field.words("kind", "Kind", (Object[]) AnswerKind.values())
                                .of(answer.kind().word()),
                        Field.reason())
                .quiet());
        return forms;
    }

    /** Empty where this person could not open it, or nobody any more. */
    Optional<Form> open(Incident.Secret secret) {
        return secret.isKept()
                        && Rights.refusal(person, new Act.SeeSecret(secret.number()), incident, now)
                                .isEmpty()
                ? Optional.of(
                        Form.of("open-" + secret.number(), path("sealed/" + secret.number() + "/open"), "", "Open")
                                .quiet())
                : Optional.empty();
    }

    List<Form> measure(Measure measure) {
        var forms = new ArrayList<Form>();
        if (!may(Task.MEASURE)) {
            return forms;
        }
        var name = "measure-" + measure.id().ordinal();
        var path = "/desk/measures/" + measure.id() + "/";
        var own = measure.proposedBy().isStaff() && measure.proposedBy().name().equals(person.name());
        if (measure.isProposed() && !measure.isApproved()) {
            if (!own && !measure.approvedBy().contains(person.name())) {
                forms.add(Form.of(name + "-approve", path + "approve", "Approve", "Approve", Field.reason())
                        .danger());
            }
            forms.add(Form.of(name + "-reject", path + "reject", "Reject", "Reject", Field.reason())
                    .quiet());
        }
        if (measure.isComing() && !measure.isUnsent() || measure.isGoing()) {
            forms.add(Form.of(
                    name + "-confirm",
                    path + "confirm",
                    "Say what you see",
                    "Confirm",
                    Field.words("seen", "Network or power is", "off", "on"),
                    Field.text("note", "Note").optional()));
        }
        if (measure.isInForce() || measure.isComing() && !measure.isUnsent()) {
            forms.add(Form.of(name + "-lift", path + "lift", "Lift", "Lift", Field.reason())
                    .quiet());
        }
        return forms;
    }

    // ---- what one may do besides

    /** Forms under one heading. */
    record Group(String title, List<Form> forms) {}

    List<Group> groups() {
        return Stream.of(
                        new Group("Talk", talk()),
                        new Group("Find out and mend", find()),
                        new Group("Time", time()),
                        new Group("Measures", measures()),
                        new Group("Redirect", redirect()),
                        new Group("Close", close()))
                .filter(group -> !group.forms().isEmpty())
                .toList();
    }

    private List<Form> when(Task task, Form... forms) {
        return !may(task) ? List.of() : List.of(forms);
    }

    private List<Form> talk() {
        if (!may(Task.WORK)) {
            return List.of();
        }
        var forms = new ArrayList<Form>();
        forms.add(Form.of(
                "notes",
                path("notes"),
                "Note",
                "Keep note",
                Field.area("text", "Note").hint("Never leaves the desk.")));
        if (incident.isClosed()) {
            return forms;
        }
        var contacts = contacts();
        forms.add(Form.of(
                "messages",
                path("messages"),
                "Message",
                "Send",
                Field.select(
                        "to",
                        "To",
                        Stream.concat(
                                        Stream.of(
                                                new Field.Option("customer", "the customer’s contacts"),
                                                new Field.Option("reporter", "the reporter")),
                                        contacts.stream())
                                .toList()),
                Field.area("text", "Text").hint("Goes out by mail. Stops no clock.")));
        var mails = mails();
        if (!contacts.isEmpty() && !mails.isEmpty()) {
            forms.add(Form.of(
                    "resend",
                    path("resend"),
                    "Send a mail again",
                    "Send again",
                    Field.select("mail", "Which", mails),
                    Field.select("to", "To", contacts),
                    Field.reason()));
        }
        if (!contacts.isEmpty()) {
            forms.add(Form.of(
                    "answers",
                    path("answers"),
                    "Answer received elsewhere",
                    "Enter answer",
                    Field.select("contact", "From", contacts),
                    Field.words("kind", "Kind", (Object[]) AnswerKind.values()),
                    Field.instant("receivedAt", "Received", DeskWords.exactInput(now)),
                    Field.area("text", "What was said")));
        }
        forms.add(Form.of(
                "assign",
                path("assign"),
                "Assign",
                "Assign",
                Field.select(
                                "agent",
                                "To",
                                staff.all().stream()
                                        .filter(one -> one.role() == DeskRole.AGENT
                                                || one.role() == DeskRole.LEAD
                                                || one.role() == DeskRole.ENGINEER)
                                        .map(one -> new Field.Option(one.name(), one.name() + " (" + one.role() + ")"))
                                        .toList())
                        .of(person.name())));
        return forms;
    }

    /** Each mail once, the last one first, whoever got it. */
    private List<Field.Option> mails() {
        var mails = new LinkedHashMap<String, Field.Option>();
        SentMail.ofPresentOwner(snapshot.timeline()).reversed().stream()
                .filter(mail ->
                        !mail.address().equals("reporter") && !mail.mail().startsWith("resend-"))
                .forEach(mail -> mails.putIfAbsent(
                        mail.mail(),
                        new Field.Option(
                                mail.mail(), DeskWords.mail(mail.what()) + ", " + DeskWords.brief(mail.sentAt()))));
        return List.copyOf(mails.values());
    }

    private List<Field.Option> contacts() {
        return facts.map(known -> known.authorized().stream()
                        .sorted()
                        .map(email -> new Field.Option(email, email))
                        .toList())
                .orElse(List.of());
    }

    private List<Form> find() {
        if (incident.isClosed()) {
            return List.of();
        }
        var forms = new ArrayList<Form>();
        forms.add(Form.of(
                "persisting",
                path("persisting"),
                "Does it go on?",
                "Record finding",
                Field.words("value", "What you found", (Object[]) Persistence.values()),
                Field.reason().hint("How do you know?")));
        if (snapshot.circumstances().retestPossible()
                && !incident.measureInForce()
                && !incident.isChildAbuse()
                && incident.category() != Category.SERVER_UNDER_ATTACK) {
            forms.add(Form.of("retest", path("retest"), "Look from outside whether it goes on", "Retest now"));
        }
        forms.add(Form.of(
                "work",
                path("work"),
                "Work on the machine",
                "Log work",
                Field.area("text", "What was done").hint("Then the provider counts as the cleaner."),
                Field.text("minutes", "Minutes to charge")
                        .optional()
                        .hint(
                                incident.paymentAgreed()
                                        ? incident.billableMinutes() + " so far"
                                        : "Only once the customer has agreed to pay.")));
        if (!incident.paymentAgreed()) {
            forms.add(Form.of(
                    "payment",
                    path("payment"),
                    "The customer agrees to pay for work",
                    "Record it",
                    Field.text("contact", "Who agreed").hint("Address of an authorized contact."),
                    Field.area("text", "To what, and where it was said")));
        }
        if (incident.cutInForce().isPresent()) {
            forms.add(Form.of(
                    "verification",
                    path("verification"),
                    "Verification",
                    "Record verification",
                    Field.words("result", "Result", "clean", "not-clean"),
                    Field.words("basis", "Basis", "checklist", "retest", "staff"),
                    Field.area("text", "What it rests on")));
        }
        return when(Task.WORK, forms.toArray(Form[]::new));
    }

    private List<Form> time() {
        if (incident.isClosed()) {
            return List.of();
        }
        var forms = new ArrayList<Form>();
        var limit = person.role() == DeskRole.AGENT ? "UTC, at most 24 hours ahead" : "UTC";
        forms.add(Form.of(
                "hold",
                path("hold"),
                "Hold",
                "Hold",
                Field.instant("until", "Until", DeskWords.input(now.plus(Duration.ofHours(4))))
                        .hint(limit),
                Field.reason().hint("All clocks of the customer stand still meanwhile.")));
        var deadline = snapshot.outlook().deadline();
        deadline.ifPresent(due -> forms.add(Form.of(
                "extend",
                path("extend"),
                "Extend the deadline",
                "Extend",
                Field.instant("until", "New deadline", DeskWords.input(due.plus(Duration.ofHours(2))))
                        .hint(limit),
                Field.reason())));
        return when(Task.HOLD, forms.toArray(Form[]::new));
    }

    private List<Form> measures() {
        if (incident.isClosed() || !may(Task.MEASURE) && !may(Task.REPAIR)) {
            return List.of();
        }
        var mine = incident.assignedTo().equals(Optional.of(person.name()));
        Predicate<MeasureKind> allowed = kind -> kind == MeasureKind.REPAIR
                ? may(Task.REPAIR) && (person.role() != DeskRole.AGENT || mine)
                : may(Task.MEASURE);
        var kinds = Stream.of(MeasureKind.values()).filter(allowed).toArray();
        return kinds.length == 0
                ? List.of()
                : List.of(Form.of(
                                "measures",
                                path("measures"),
                                "Ask for a measure",
                                "Ask for it",
                                Field.words("kind", "Kind", kinds),
                                Field.text("target", "Server, or address of a null route")
                                        .of(incident.server().text()),
                                Field.instant("expiresAt", "Ends", "")
                                        .optional()
                                        .hint("UTC; a null route needs it"),
                                Field.check("emergency", "Emergency: before a completed call round"),
                                Field.reason().hint("Say why nothing softer helps."))
                        .danger());
    }

    private List<Form> redirect() {
        if (incident.isClosed()) {
            return List.of();
        }
        return when(
                Task.REDIRECT,
                Form.of(
                        "policy",
                        path("policy"),
                        "Another policy",
                        "Change policy",
                        Field.words(
                                        "policy",
                                        "Policy",
                                        policies.policies().stream()
                                                .map(Policy::name)
                                                .toArray())
                                .of(incident.policy()),
                        Field.reason()),
                Form.of(
                        "move",
                        path("move"),
                        "Wrong server or customer",
                        "Move",
                        Field.text("server", "Right server"),
                        Field.reason().hint("The wrong one gets an apology, the right one all clocks anew.")),
                Form.of(
                                "withdraw",
                                path("withdraw"),
                                "Take the warning back",
                                "Withdraw",
                                Field.reason().hint("The customer gets an apology."))
                        .danger());
    }

    private List<Form> close() {
        return incident.isClosed()
                ? List.of()
                : when(
                        Task.WORK,
                        Form.of(
                                        "close",
                                        path("close"),
                                        "Close",
                                        "Close",
                                        Field.words("as", "As", (Object[]) CloseAs.values()),
                                        Field.reason())
                                .quiet());
    }
}
