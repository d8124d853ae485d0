package duenotice.incident;

import duenotice.incident.Policy.Approval;
import duenotice.report.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether staff may ask for a measure, and what an engineer's look at it means (R22, R35, R52, R58, R60). */
final class MeasureJudge {
    private static final Duration REPAIR_TIME = Duration.ofHours(24);

    private final Incident incident;
    private final Circumstances circumstances;
    private final Policy policy;
    private final Instant now;

    MeasureJudge(Incident incident, Circumstances circumstances, Policy policy, Instant now) {
        this.incident = incident;
        this.circumstances = circumstances;
        this.policy = policy;
        this.now = now;
    }

    Verdict ask(Act.AskMeasure ask) {
        if (incident.isClosed()) {
            return Verdict.conflict("the incident is closed");
        }
        if (!ask.targetIsOurs()) {
            return Verdict.invalid(ask.target() + " is neither this server nor an address or server of its customer");
        }
        if (ask.expiresAt().filter(until -> !until.isAfter(now)).isPresent()) {
            return Verdict.invalid("expiresAt lies in the past");
        }
        return switch (ask.kind()) {
            case NETWORK_OFF, POWER_OFF -> cut(ask);
            case NULL_ROUTE -> nullRoute(ask);
            case REPAIR -> repair(ask);
        };
    }

    private Verdict cut(Act.AskMeasure ask) {
        if (circumstances.neverCut()) {
            return Verdict.conflict(ask.target() + " stands on the never-cut list");
        }
        if (!circumstances.ownerUnchanged()) {
            return Verdict.conflict("the address in evidence has changed hands");
        }
        if (isLive(ask)) {
            return Verdict.conflict("this measure is asked for or in force already");
        }
        var called = incident.round().filter(Round::isComplete).isPresent();
        if (!called && !ask.emergency()) {
            return Verdict.conflict(
                    "no call round is complete: phone the contacts first, or mark it as an emergency with a reason");
        }
        return propose(ask, ask.expiresAt());
    }

    private Verdict nullRoute(Act.AskMeasure ask) {
        var prefix = Prefix.parse(ask.target());
        if (prefix.isEmpty()) {
            return Verdict.invalid(ask.target() + " is not an address");
        }
        if (!prefix.get().isAddress()) {
            return Verdict.invalid("a null route is for one address, /32 or /128");
        }
        if (ask.expiresAt().isEmpty()) {
            return Verdict.invalid("a null route needs expiresAt");
        }
        return isLive(ask)
                ? Verdict.conflict("this measure is asked for or in force already")
                : propose(ask, ask.expiresAt());
    }

    private Verdict repair(Act.AskMeasure ask) {
        var off = incident.measures().stream()
                .anyMatch(measure -> measure.kind() == MeasureKind.POWER_OFF && measure.isInForce());
        if (!off) {
            return Verdict.conflict("a repair follows a power-off, and none is in force");
        }
        return isLive(ask)
                ? Verdict.conflict("a repair is under way already")
                : propose(ask, ask.expiresAt().or(() -> Optional.of(now.plus(REPAIR_TIME))));
    }

    private boolean isLive(Act.AskMeasure ask) {
        return incident.measures().stream()
                .anyMatch(measure -> measure.kind() == ask.kind()
                        && measure.target().equals(ask.target())
                        && (measure.isLive()
                                || measure.isProposed() && measure.block().isEmpty()));
    }

    private Verdict propose(Act.AskMeasure ask, Optional<Instant> expiresAt) {
        var second = takesSomething(ask.kind())
                && (circumstances.vip()
                        || policy.cut()
                                .filter(rung -> rung.approval() == Approval.TWO)
                                .isPresent());
        return Verdict.done(new IncidentEvent.MeasureProposed(
                incident.nextMeasure(),
                ask.kind(),
                ask.target(),
                Optional.empty(),
                second ? 1 : 0,
                expiresAt,
                ask.emergency(),
                ask.reason()));
    }

    /** A repair gives back; it waits for nobody (R58). */
    private static boolean takesSomething(MeasureKind kind) {
        return switch (kind) {
            case NETWORK_OFF, POWER_OFF, NULL_ROUTE -> true;
            case REPAIR -> false;
        };
    }

    /** The measure is in effect where the server's network or power is seen off; a repair where it is seen on. */
    Verdict confirm(Act.ConfirmMeasure confirm) {
        var found = incident.measure(confirm.measure());
        if (found.filter(measure -> measure.isComing() && !measure.isUnsent() || measure.isGoing())
                .isEmpty()) {
            return Verdict.conflict("measure " + confirm.measure() + " waits for nobody's look");
        }
        var measure = found.get();
        var inEffect = measure.kind() == MeasureKind.REPAIR ? confirm.on() : !confirm.on();
        var seen = (confirm.on() ? "on" : "off") + (confirm.note().isBlank() ? "" : ", " + confirm.note());
        if (measure.isGoing()) {
            return Verdict.done(
                    inEffect
                            ? new IncidentEvent.LiftFailed(measure.id(), seen)
                            : new IncidentEvent.MeasureLifted(measure.id(), seen));
        }
        return Verdict.done(
                inEffect
                        ? new IncidentEvent.MeasureConfirmed(measure.id(), seen)
                        : new IncidentEvent.MeasureFailed(measure.id(), seen));
    }
}
