package duenotice.desk;

import duenotice.casework.Snapshot;
import duenotice.desk.Typed.NotUsable;
import duenotice.incident.Act;
import duenotice.incident.AnswerKind;
import duenotice.incident.CallOutcome;
import duenotice.incident.CloseAs;
import duenotice.incident.IncidentEvent.VerificationBasis;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureKind;
import duenotice.incident.Persistence;
import duenotice.inventory.Inventory;
import duenotice.inventory.Server;
import duenotice.inventory.Whose;
import duenotice.policy.PolicyBook;
import duenotice.report.CustomerId;
import duenotice.report.Prefix;
import duenotice.report.ServerId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Turns a posted form into the act that it asks for. */
final class IncidentActs {
    private final Inventory inventory;
    private final PolicyBook policies;

    IncidentActs(Inventory inventory, PolicyBook policies) {
        this.inventory = inventory;
        this.policies = policies;
    }

    /**
     * @param path what follows the incident's number in the address
     * @return empty where there is no such form
     * @throws NotUsable where something typed cannot be used
     */
    Optional<Act> act(String path, Typed typed, Snapshot snapshot) {
        var now = snapshot.now();
        var reason = typed.text("reason");
        return Optional.ofNullable(
                switch (path) {
                    case "ascertain" -> new Act.Ascertain(reason);
                    case "close" -> new Act.Close(typed.word("as", CloseAs::ofWord, "as what to close"), reason);
                    case "calls" ->
                        new Act.RecordCall(
                                typed.needed("number", "the number"),
                                typed.word("outcome", CallOutcome::ofWord, "an outcome"),
                                typed.instant("startedAt", "the beginning of the call"),
                                typed.instant("endedAt", "the end of the call"),
                                typed.text("note"));
                    case "answers" -> {
                        var contact = typed.needed("contact", "the contact");
                        yield new Act.EnterAnswer(
                                contact,
                                inventory.isAuthorized(
                                        contact, snapshot.incident().server(), now),
                                typed.word("kind", AnswerKind::ofWord, "what kind of answer it is"),
                                typed.text("text"),
                                typed.instant("receivedAt", "the time of receipt"));
                    }
                    case "messages" -> message(typed, snapshot);
                    case "persisting" ->
                        new Act.SayPersisting(typed.word("value", Persistence::ofWord, "what you found"), reason);
                    case "statement/accept" -> new Act.AcceptStatement(reason);
                    case "statement/refuse" -> new Act.RefuseStatement(reason);
                    case "verification" ->
                        new Act.Verify(
                                typed.word("result", IncidentActs::clean, "clean or not clean"),
                                typed.word("basis", IncidentActs::basis, "what it rests on"),
                                typed.text("text"));
                    case "work" -> new Act.LogWork(typed.text("text"));
                    case "hold" -> new Act.Hold(typed.instant("until", "the end of the hold"), reason);
                    case "release" -> new Act.Release(reason);
                    case "extend" -> new Act.Extend(typed.instant("until", "the new deadline"), reason);
                    case "dispute/decide" ->
                        new Act.DecideDispute(typed.word("decision", IncidentActs::upheld, "a decision"), reason);
                    case "policy" -> policy(typed, reason);
                    case "move" -> move(typed, snapshot, reason);
                    case "withdraw" -> new Act.Withdraw(reason);
                    case "measures" -> measure(typed, snapshot, reason);
                    case "assign" -> new Act.Assign(typed.text("agent"));
                    case "notes" -> new Act.Note(typed.text("text"));
                    case "warning/release" -> new Act.ReleaseWarning(reason);
                    case "warning/discard" -> new Act.DiscardWarning(reason);
                    default -> answer(path, typed, reason).orElse(null);
                });
    }

    /** @return empty where there is no such form */
    Optional<Act> act(MeasureId measure, String path, Typed typed) {
        var reason = typed.text("reason");
        return Optional.ofNullable(
                switch (path) {
                    case "approve" -> new Act.ApproveMeasure(measure, reason);
                    case "reject" -> new Act.RejectMeasure(measure, reason);
                    case "confirm" ->
                        new Act.ConfirmMeasure(
                                measure, typed.word("seen", IncidentActs::on, "what you see"), typed.text("note"));
                    case "lift" -> new Act.LiftMeasure(measure, reason);
                    default -> null;
                });
    }

    private static Optional<Act> answer(String path, Typed typed, String reason) {
        var parts = path.split("/", -1);
        if (parts.length != 3 || !parts[0].equals("answers") || !parts[1].matches("[0-9]{1,6}")) {
            return Optional.empty();
        }
        var number = Integer.parseInt(parts[1]);
        return switch (parts[2]) {
            case "accept" -> Optional.of(new Act.AcceptAnswer(number, reason));
            case "kind" ->
                Optional.of(new Act.RereadAnswer(
                        number, typed.word("kind", AnswerKind::ofWord, "what kind of answer it is"), reason));
            default -> Optional.empty();
        };
    }

    private Act message(Typed typed, Snapshot snapshot) {
        var to = typed.needed("to", "whom it is for");
        if (!to.equals("customer")
                && !to.equals("reporter")
                && !inventory.isAuthorized(to, snapshot.incident().server(), snapshot.now())) {
            throw new NotUsable(to + " is not a contact of this server");
        }
        return new Act.SendMessage(to, typed.text("text"));
    }

    private Act policy(Typed typed, String reason) {
        var policy = typed.word("policy", policies::find, "a policy");
        return new Act.ChangePolicy(policy.name(), policy.version(), reason);
    }

    private Act move(Typed typed, Snapshot snapshot, String reason) {
        var server = server(typed.needed("server", "the right server"));
        var customer = owner(server, snapshot.now());
        var policy = policies.resolve(
                        snapshot.incident().category(),
                        snapshot.incident().firstType(),
                        true,
                        inventory.customer(customer).flatMap(known -> known.policy()))
                .policy();
        return new Act.Move(server, customer, policy.name(), policy.version(), reason);
    }

    ServerId server(String name) {
        return Optional.of(name)
                .filter(text -> text.length() <= 200)
                .map(ServerId::new)
                .filter(id -> inventory.server(id).isPresent())
                .orElseThrow(() ->
                        new NotUsable("there is no server " + (name.length() > 60 ? name.substring(0, 60) : name)));
    }

    CustomerId owner(ServerId server, Instant at) {
        return inventory.ownerAt(server, at).orElseThrow(() -> new NotUsable(server + " belonged to no customer then"));
    }

    private Act measure(Typed typed, Snapshot snapshot, String reason) {
        var target = typed.needed("target", "the target");
        return new Act.AskMeasure(
                typed.word("kind", MeasureKind::ofWord, "a measure"),
                target,
                isOurs(target, snapshot),
                reason,
                typed.optionalInstant("expiresAt"),
                typed.isChecked("emergency"));
    }

    /** This server, another one of the same customer, or an address of such a server. */
    private boolean isOurs(String target, Snapshot snapshot) {
        var incident = snapshot.incident();
        if (target.equals(incident.server().text())) {
            return true;
        }
        var prefix = Prefix.parse(target);
        if (prefix.isPresent()) {
            return inventory.whose(prefix.get(), Optional.empty(), Optional.of(snapshot.now()), snapshot.now())
                            instanceof Whose.Owned owned
                    && owned.customer().equals(incident.customer());
        }
        return target.length() <= 200
                && inventory
                        .server(new ServerId(target))
                        .map(Server::customer)
                        .equals(Optional.of(incident.customer()));
    }

    private static Optional<Boolean> clean(String word) {
        return either(word, "clean", "not-clean");
    }

    private static Optional<Boolean> upheld(String word) {
        return either(word, "upheld", "rejected");
    }

    private static Optional<Boolean> on(String word) {
        return either(word, "on", "off");
    }

    private static Optional<Boolean> either(String word, String yes, String no) {
        return word.equals(yes) ? Optional.of(true) : word.equals(no) ? Optional.of(false) : Optional.empty();
    }

    private static Optional<VerificationBasis> basis(String word) {
        return Arrays.stream(VerificationBasis.values())
                .filter(basis -> basis.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
