package duenotice.incident;

import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.LiftReason;
import duenotice.incident.IncidentEvent.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Notices that are owed: each is a fact on the timeline that the customer has not been told of (R12, R30, R36, R49). */
final class NoticeDuties {
    private static final String HALF_TIME = "half-time";
    private static final String WITHDRAWN = "withdrawn";
    private static final Duration RETRY_DEFERRED = Duration.ofMinutes(5);

    /** Doubled with each time that it came back. */
    private static final Duration RETRY_RETURNED = Duration.ofMinutes(15);

    private final Incident incident;
    private final Circumstances circumstances;
    private final Policy policy;
    private final Wake wake;
    private final Instant now;
    private final Optional<Next> next;

    NoticeDuties(
            Incident incident,
            Circumstances circumstances,
            Policy policy,
            Wake wake,
            Instant now,
            Optional<Next> next) {
        this.next = next;
        this.incident = incident;
        this.circumstances = circumstances;
        this.policy = policy;
        this.wake = wake;
        this.now = now;
    }

    /** True once the apology for a withdrawn warning is out. */
    static boolean apologised(Incident incident) {
        return incident.informed().keySet().stream()
                .anyMatch(key -> key.equals(WITHDRAWN) || key.equals(incident.epoch() + "." + WITHDRAWN));
    }

    Optional<Step> first() {
        var message = message();
        if (message.isPresent() || incident.isChildAbuse()) {
            return message;
        }
        for (var duty : List.<Supplier<Optional<Step>>>of(
                this::formerCustomer,
                this::measures,
                this::emergencyWarning,
                this::moreAddresses,
                this::lateTypes,
                this::mailedPasswords,
                this::statement,
                this::doubt,
                this::clocks,
                this::watch,
                this::reminder,
                this::halfTime,
                this::end)) {
            var step = duty.get().filter(owed -> wake.admits(owed, circumstances));
            if (step.isPresent()) {
                return step;
            }
        }
        return Optional.empty();
    }

    private Optional<Step> owe(NoticeKind notice, String key) {
        return owe(notice, key, List.of(), Optional.empty());
    }

    /** Once per key and owner: after a move the next customer hears everything anew. */
    private Optional<Step> owe(NoticeKind notice, String what, List<String> to, Optional<MeasureId> about) {
        var key = ownKey(what);
        return incident.informed().containsKey(key)
                ? Optional.empty()
                : Optional.of(new Step.Inform(notice, key, to, about));
    }

    private String ownKey(String what) {
        return incident.epoch() == 1 ? what : incident.epoch() + "." + what;
    }

    /**
     * What a person wrote goes out whatever the incident is about, and even where it has closed meanwhile. One that cannot
     * go out now holds up none after it.
     */
    private Optional<Step> message() {
        return Stream.<Step>concat(
                        incident.unsentMessages().stream()
                                .map(unsent -> new Step.SendMessage(
                                        "message-" + unsent.entry(), unsent.to(), unsent.text(), unsent.entry())),
                        incident.resends().stream()
                                .filter(ignored -> !incident.isChildAbuse())
                                .map(again -> new Step.Resend(
                                        "resend-" + again.entry(), again.mail(), again.to(), again.entry())))
                .filter(step -> wake.admits(step, circumstances))
                .findFirst();
    }

    private Optional<Step> formerCustomer() {
        for (var former : incident.formerWarned().entrySet()) {
            var key = "moved:" + former.getKey();
            if (!incident.informed().containsKey(key)) {
                return Optional.of(new Step.Inform(NoticeKind.WITHDRAWN, key, former.getValue(), Optional.empty()));
            }
        }
        if (incident.withdrawn() && incident.isWarned()) {
            return owe(NoticeKind.WITHDRAWN, WITHDRAWN, warnedAddresses(), Optional.empty());
        }
        return Optional.empty();
    }

    private List<String> warnedAddresses() {
        return incident.warning().map(Incident.Warning::to).orElse(List.of()).stream()
                .map(Told::address)
                .toList();
    }

    private Optional<Step> measures() {
        for (var measure : incident.measures()) {
            var owed = measure.liftedAt().isPresent() && wasSeen(measure) ? lifted(measure) : standing(measure);
            if (owed.isPresent()) {
                return owed;
            }
        }
        return Optional.empty();
    }

    private static boolean wasSeen(Measure measure) {
        return measure.confirmedAt().isPresent();
    }

    private Optional<Step> standing(Measure measure) {
        if (!measure.isInForce() || measure.epoch() < incident.epoch()) {
            return Optional.empty();
        }
        var about = Optional.of(measure.id());
        var told = owe(
                switch (measure.kind()) {
                    case NETWORK_OFF, POWER_OFF -> NoticeKind.CUT;
                    case NULL_ROUTE -> NoticeKind.PROTECTED;
                    case REPAIR -> NoticeKind.REPAIR;
                },
                "on:" + measure.id(),
                List.of(),
                about);
        return told.isPresent() || !measure.extended()
                ? told
                : owe(NoticeKind.PROTECTION_EXTENDED, "extended:" + measure.id(), List.of(), about);
    }

    private Optional<Step> lifted(Measure measure) {
        var forOthers = measure.liftReason()
                .filter(why -> why == LiftReason.WRONG_CUSTOMER)
                .isPresent();
        var endedWithItsCut = measure.kind() == MeasureKind.REPAIR
                && measure.liftReason()
                        .filter(why -> why == LiftReason.REPAIR_OVER)
                        .isEmpty();
        if (forOthers || endedWithItsCut) {
            return Optional.empty();
        }
        return owe(
                switch (measure.kind()) {
                    case NETWORK_OFF, POWER_OFF -> NoticeKind.RESTORED;
                    case NULL_ROUTE -> NoticeKind.PROTECTION_LIFTED;
                    case REPAIR -> NoticeKind.REPAIR_OVER;
                },
                "off:" + measure.id(),
                List.of(),
                Optional.of(measure.id()));
    }

    /** On the emergency ladder the warning follows the measure at once (R59). */
    private Optional<Step> emergencyWarning() {
        return policy.cutsFirst()
                        && !incident.isWarned()
                        && (incident.cutInForce().isPresent() || cutIsHeldUp())
                        && !circumstances.warnable().isEmpty()
                ? Optional.of(Step.Warn.of(incident))
                : Optional.empty();
    }

    private boolean cutIsHeldUp() {
        return next.filter(
                        waits -> waits.step() == NextStep.CUT && waits.block().isPresent())
                .isPresent();
    }

    /** Addresses that our relay was asked to wait for, and new ones in place of bounced ones; no clock moves (R48). */
    private Optional<Step> moreAddresses() {
        if (incident.warning().isEmpty() || incident.isClosed() || incident.withdrawn()) {
            return Optional.empty();
        }
        var warning = incident.warning().get();
        var deferred = warning.to().stream()
                .filter(told -> told.handed() == Handed.DEFERRED)
                .map(Told::address)
                .toList();
        var known = warnedAddresses();
        var fresh = warning.bouncedAt().isEmpty()
                ? List.<String>of()
                : circumstances.warnable().stream()
                        .filter(address -> !known.contains(address))
                        .toList();
        if (!fresh.isEmpty() && !callComesFirst(warning)) {
            return Optional.of(new Step.WarnMore(Step.Warn.keyFor(incident.epoch()), fresh));
        }
        var again = deferred.stream()
                .filter(address -> wake.hasCome(nextTry(warning, address)))
                .toList();
        return again.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.WarnMore(Step.Warn.keyFor(incident.epoch()), again));
    }

    /** Where mail reached nobody the call falls due by that; a spare address does not undo it. */
    private boolean callComesFirst(Incident.Warning warning) {
        return warning.unreachableSince().isPresent()
                && policy.call().isPresent()
                && !policy.onlyInforms()
                && incident.state(now) == State.WARNED;
    }

    private static Instant nextTry(Incident.Warning warning, String address) {
        return warning.returnedAt(address)
                .map(at -> at.plus(RETRY_RETURNED.multipliedBy(1L << warning.timesReturned(address) - 1)))
                .orElseGet(() -> warning.toldAt().plus(RETRY_DEFERRED));
    }

    private Optional<Step> lateTypes() {
        if (incident.isClosed()) {
            return Optional.empty();
        }
        return incident.lateTypes().stream()
                .map(type -> owe(NoticeKind.NEW_TYPE, "type:" + type))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Who mailed a password is asked to change it, whatever becomes of the mail (R25). */
    private Optional<Step> mailedPasswords() {
        return incident.secrets().stream()
                .filter(secret -> secret.tell() && secret.epoch() == incident.epoch())
                .map(secret -> owe(NoticeKind.PASSWORD_MAILED, "password:" + secret.number()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Step> statement() {
        return incident.statement().progress() == Progress.REFUSED
                ? owe(
                        NoticeKind.STATEMENT_REFUSED,
                        "refused:" + incident.statement().number())
                : Optional.empty();
    }

    /** Evidence against a claimed fix, while its time still runs, is told and moves no clock (R44). */
    private Optional<Step> doubt() {
        var fix = incident.claimedFix();
        if (fix.isEmpty() || incident.state(now) != State.ANSWERED) {
            return Optional.empty();
        }
        return Persisting.at(incident, circumstances, policy, now).value() == Persistence.YES
                ? owe(NoticeKind.FIX_DOUBTED, "doubt:" + fix.get().number())
                : Optional.empty();
    }

    private Optional<Step> clocks() {
        if (incident.isClosed() || !incident.isWarned()) {
            return Optional.empty();
        }
        var extended = incident.extensions().isEmpty()
                ? Optional.<Step>empty()
                : owe(
                        NoticeKind.EXTENDED,
                        "extension:" + incident.extensions().getLast().until());
        return extended.isPresent()
                ? extended
                : incident.disputes().stream()
                        .filter(dispute -> dispute.decidedAt().isPresent() && !dispute.upheld())
                        .map(dispute -> owe(NoticeKind.DISPUTE_REJECTED, "dispute:" + dispute.answer()))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private Optional<Step> watch() {
        if (incident.isClosed()) {
            return Optional.empty();
        }
        var recurred = incident.recurredAt().flatMap(at -> owe(NoticeKind.RECURRED, "recurred:" + at));
        if (recurred.isPresent()) {
            return recurred;
        }
        return incident.watch()
                .filter(watch -> watch.open() && !beganWithRestore(watch))
                .flatMap(watch -> owe(NoticeKind.WATCH, "watch:" + watch.from()));
    }

    private boolean beganWithRestore(Incident.Watch watch) {
        return incident.restoredAt()
                .filter(restored -> restored.equals(watch.from()))
                .isPresent();
    }

    private Optional<Step> reminder() {
        var after = policy.notice().flatMap(Policy.Notice::remindAfter);
        if (after.isEmpty()
                || incident.warning().isEmpty()
                || incident.isClosed()
                || incident.firstAnswer().isPresent()
                || incident.informed().containsKey(ownKey("reminder"))) {
            return Optional.empty();
        }
        return wake.hasCome(incident.warning().get().toldAt().plus(after.get()))
                ? owe(NoticeKind.REMINDER, "reminder")
                : Optional.empty();
    }

    /**
     * Once, while an answer is wanted and none has come: when half of the time to answer is left, so that holds, late mail
     * and more time granted move it with the deadline. A machine that was away then reminds late, but never when the call
     * is due already.
     */
    private Optional<Step> halfTime() {
        if (policy.warn().filter(Policy.Warn::remindsAtHalf).isEmpty()
                || incident.informed().containsKey(ownKey(HALF_TIME))
                || incident.state(now) != State.WARNED) {
            return Optional.empty();
        }
        var clocks = new Clocks(incident, circumstances, policy);
        var warning = incident.warning().orElseThrow();
        var half = warning.answerWithin().orElse(Duration.ZERO).dividedBy(2);
        return clocks.answerDue()
                .filter(due -> due.isAfter(now)
                        && wake.hasCome(due.minus(half))
                        && warning.unreachableSince().isEmpty()
                        && !clocks.relayHolds(now)
                        && Persisting.at(incident, circumstances, policy, due).value() != Persistence.NO)
                .flatMap(due -> owe(NoticeKind.HALF_TIME, HALF_TIME));
    }

    private Optional<Step> end() {
        if (!incident.isClosed() || !incident.isWarned() || incident.withdrawn()) {
            return Optional.empty();
        }
        if (incident.closedAs().filter(as -> as == CloseAs.FALSE_POSITIVE).isPresent()) {
            return owe(NoticeKind.FALSE_POSITIVE, "closed");
        }
        return policy.onlyInforms()
                        || incident.closedAs()
                                .filter(as -> as == CloseAs.RESOLVED)
                                .isEmpty()
                ? Optional.empty()
                : owe(NoticeKind.CLOSED, "closed");
    }
}
