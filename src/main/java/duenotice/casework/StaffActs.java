package duenotice.casework;

import duenotice.incident.Act;
import duenotice.incident.AnswerKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.MeasureKind;
import duenotice.incident.SentMail;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.policy.PolicyBook;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes those acts of staff for which the inventory or the policies have to be asked. Console and API read what was
 * sent and leave the rest to this, so that neither lets through what the other refuses. Everything here throws
 * {@link RequestRefused} where something cannot be asked for so.
 */
public final class StaffActs {
    /** Characters of a server's name; nothing longer is looked for. */
    static final int LONGEST_NAME = 200;

    private final Inventory inventory;
    private final PolicyBook policies;

    public StaffActs(Inventory inventory, PolicyBook policies) {
        this.inventory = inventory;
        this.policies = policies;
    }

    /** @param number as people write it: blanks, brackets, dots, slashes and hyphens do not count */
    public static Act.RecordCall call(
            String number, CallOutcome outcome, Instant startedAt, Instant endedAt, String note) {
        return new Act.RecordCall(number.replaceAll("[\\s()./-]", ""), outcome, startedAt, endedAt, note);
    }

    public Act.EnterAnswer answer(Snapshot snapshot, String contact, AnswerKind kind, String text, Instant receivedAt) {
        return new Act.EnterAnswer(contact, isAuthorized(contact, snapshot), kind, text, receivedAt);
    }

    public Act.RecordPayment payment(Snapshot snapshot, String contact, String terms) {
        return new Act.RecordPayment(contact, isAuthorized(contact, snapshot), terms);
    }

    /** @param to {@code customer}, {@code reporter} or the address of a contact */
    public Act.SendMessage message(Snapshot snapshot, String to, String text) {
        if (!to.equals("customer")
                && !to.equals("reporter")
                && !isAuthorized(to, snapshot)
                && snapshot.circumstances().warnable().stream().noneMatch(to::equalsIgnoreCase)) {
            throw RequestRefused.invalid("to must be customer, reporter, or the address of a contact of this server");
        }
        return new Act.SendMessage(to, text);
    }

    /**
     * @param mail one that was written to the present contacts, not to a reporter
     * @param to address of an authorized contact: never any other, such as one out of a complaint
     */
    public Act.Resend resend(Snapshot snapshot, String mail, String to, String reason) {
        if (SentMail.ofPresentOwner(snapshot.timeline()).stream()
                .noneMatch(sent ->
                        sent.mail().equals(mail) && !sent.address().equals("reporter") && !mail.startsWith("moved:"))) {
            throw RequestRefused.invalid("mail must be one of the mails of this incident to its contacts");
        }
        if (!isAuthorized(to, snapshot)) {
            throw RequestRefused.invalid("to must be the address of an authorized contact of this server");
        }
        return new Act.Resend(mail, to, reason);
    }

    private boolean isAuthorized(String contact, Snapshot snapshot) {
        return inventory.isAuthorized(contact, snapshot.incident().server(), snapshot.now());
    }

    public Act.ChangePolicy policy(String name, String reason) {
        var policy = policies.find(name)
                .orElseThrow(() -> RequestRefused.invalid("policy: there is no policy of this name"));
        return new Act.ChangePolicy(policy.name(), policy.version(), reason);
    }

    /**
     * The policy is that of the right server's customer. An emergency stays one, and nothing else becomes one: that is
     * for own telemetry and for staff who open an incident (R59).
     */
    public Act.Move move(Snapshot snapshot, String server, String reason) {
        var right = server(server);
        var customer = owner(right, snapshot.now());
        var incident = snapshot.incident();
        var policy = policies.resolve(
                        incident.category(),
                        incident.firstType(),
                        snapshot.policy().cutsFirst(),
                        inventory.customer(customer).flatMap(Customer::policy))
                .policy();
        return new Act.Move(right, customer, policy.name(), policy.version(), reason);
    }

    /** @param target empty means this incident's server; a null route needs an address */
    public Act.AskMeasure measure(
            Snapshot snapshot,
            MeasureKind kind,
            Optional<String> target,
            String reason,
            Optional<Instant> expiresAt,
            boolean emergency) {
        var on = MeasureTarget.of(kind, target.filter(text -> !text.isBlank()), snapshot, inventory);
        return new Act.AskMeasure(kind, on.text(), on.isOurs(), reason, expiresAt, emergency);
    }

    ServerId server(String name) {
        return Optional.of(name)
                .filter(text -> text.length() <= LONGEST_NAME)
                .map(ServerId::new)
                .filter(server -> inventory.server(server).isPresent())
                .orElseThrow(() -> RequestRefused.invalid(
                        "there is no server " + (name.length() > 60 ? name.substring(0, 60) + "…" : name)));
    }

    CustomerId owner(ServerId server, Instant at) {
        return inventory
                .ownerAt(server, at)
                .orElseThrow(() -> RequestRefused.invalid("server " + server + " belonged to no customer at " + at));
    }
}
