package duenotice.casework;

import duenotice.incident.Answer;
import duenotice.incident.Block;
import duenotice.incident.CallOutcome;
import duenotice.incident.Incident;
import duenotice.incident.IncidentEvent;
import duenotice.incident.Measure;
import duenotice.incident.MeasureId;
import duenotice.incident.MeasureState;
import duenotice.incident.Narrative;
import duenotice.incident.NextStep;
import duenotice.incident.Outlook;
import duenotice.incident.Round;
import duenotice.incident.SentMail;
import duenotice.incident.Step;
import duenotice.report.Severity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An incident as people look at it, in the API and in the console; the shape of contracts part 5.
 *
 * @param reports joined reports without duplicates
 * @param reporters different senders of them
 * @param severity for the order in which people look; no step depends on it
 * @param mails what was written about it, address by address, oldest first
 * @param measures without proposals that were rejected or withdrawn, which stand on the timeline
 */
public record IncidentView(
        Incident incident,
        Outlook outlook,
        int reports,
        int reporters,
        Severity severity,
        Call call,
        List<ShownMeasure> measures,
        List<SentMail> mails,
        List<Line> timeline) {
    public IncidentView {
        mails = List.copyOf(mails);
        measures = List.copyOf(measures);
        timeline = List.copyOf(timeline);
    }

    /** @param round counts from 1, 0 before the first call falls due */
    public record Call(int round, boolean complete, List<CalledNumber> numbers) {
        public Call {
            numbers = List.copyOf(numbers);
        }
    }

    /** @param outcome the last one in this round */
    public record CalledNumber(String number, String contact, Optional<CallOutcome> outcome) {}

    /** @param state as shown: a measure that waits for nobody's approval is requested at once */
    public record ShownMeasure(Measure measure, MeasureState state, Optional<Instant> requestedAt) {}

    /** @param kind name of the event */
    public record Line(int seq, Instant at, String kind, String actor, String text) {}

    static IncidentView of(Snapshot snapshot, IncidentList.Counts counts, Map<String, String> texts) {
        var incident = snapshot.incident();
        return new IncidentView(
                incident,
                snapshot.outlook(),
                counts.reports(),
                counts.reporters(),
                Severity.of(
                        incident.category(),
                        incident.types(),
                        incident.staffVerified() ? Severity.Backing.TRUSTED : counts.backing(),
                        counts.reports(),
                        counts.reporters()),
                call(snapshot),
                measures(snapshot),
                mails(snapshot),
                timeline(snapshot, new Narrative(texts)));
    }

    /** The answers in order of their numbers. */
    public List<Answer> answers() {
        return incident.answers();
    }

    private static Call call(Snapshot snapshot) {
        return snapshot.incident()
                .round()
                .map(round -> new Call(
                        round.number(),
                        round.isComplete(),
                        round.numbers().stream()
                                .map(callee -> number(callee, Optional.of(round)))
                                .toList()))
                .orElseGet(() -> new Call(
                        0,
                        false,
                        snapshot.circumstances().numbers().stream()
                                .map(callee -> number(callee, Optional.empty()))
                                .toList()));
    }

    private static CalledNumber number(IncidentEvent.Callee callee, Optional<Round> round) {
        return new CalledNumber(
                callee.number(), callee.contact(), round.flatMap(one -> one.outcomeOf(callee.number())));
    }

    private static List<ShownMeasure> measures(Snapshot snapshot) {
        var asked = new HashMap<MeasureId, Instant>();
        snapshot.timeline().forEach(entry -> {
            if (entry.event() instanceof IncidentEvent.MeasureProposed proposed) {
                asked.put(proposed.measure(), entry.at());
            }
        });
        return snapshot.incident().measures().stream()
                .filter(measure -> measure.state() != MeasureState.PROPOSED || measure.isProposed())
                .map(measure -> {
                    var shown = measure.isApproved() ? MeasureState.REQUESTED : measure.state();
                    return new ShownMeasure(
                            measure,
                            shown,
                            measure.requestedAt()
                                    .or(() -> shown == MeasureState.REQUESTED
                                            ? Optional.ofNullable(asked.get(measure.id()))
                                            : Optional.empty()));
                })
                .toList();
    }

    /** With the warning that the relay has not taken yet, to whom it will go. */
    private static List<SentMail> mails(Snapshot snapshot) {
        var sent = SentMail.of(snapshot.timeline());
        var incident = snapshot.incident();
        var waits = snapshot.outlook()
                .next()
                .filter(next -> next.step() == NextStep.WARN
                        && next.block().filter(block -> block != Block.RELAY).isEmpty())
                .isPresent();
        if (!waits || incident.isWarned()) {
            return sent;
        }
        var since = incident.ascertainedAt().orElse(incident.openedAt());
        return Stream.concat(
                        sent.stream(),
                        snapshot.circumstances().warnable().stream()
                                .map(address -> new SentMail(
                                        Step.Warn.keyFor(incident.epoch()),
                                        "warning",
                                        address,
                                        "",
                                        SentMail.State.QUEUED,
                                        since,
                                        since,
                                        "",
                                        Optional.empty())))
                .toList();
    }

    private static List<Line> timeline(Snapshot snapshot, Narrative narrative) {
        return snapshot.timeline().stream()
                .map(entry -> new Line(
                        entry.seq(),
                        entry.at(),
                        entry.event().getClass().getSimpleName(),
                        entry.actor().name(),
                        narrative.forDesk(entry.event())))
                .toList();
    }
}
