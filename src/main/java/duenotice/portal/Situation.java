package duenotice.portal;

import duenotice.casework.Snapshot;
import duenotice.incident.Incident;
import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.Measure;
import duenotice.incident.MeasureKind;
import duenotice.incident.Outlook;
import duenotice.incident.Policy;
import duenotice.incident.Waits;
import duenotice.report.Category;
import duenotice.report.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the incident stands and what happens next, in plain words for the customer (R33, R34, R36). */
final class Situation {
    private final Incident incident;
    private final Policy policy;
    private final Outlook outlook;
    private final Times times;
    private final Words words;

    Situation(Snapshot snapshot, Times times) {
        this.incident = snapshot.incident();
        this.policy = snapshot.policy();
        this.outlook = snapshot.outlook();
        this.times = times;
        this.words = times.words();
    }

    boolean isVictim() {
        return incident.category() == Category.SERVER_UNDER_ATTACK;
    }

    /** Nothing is asked of the customer. */
    boolean onlyInforms() {
        return policy.onlyInforms() && !policy.cutsFirst();
    }

    /** What it is about, in a sentence. */
    String subject() {
        if (isVictim()) {
            return words.say("subject.victim", incident.server().text());
        }
        return words.say(
                "subject." + incident.category().word(), incident.server().text());
    }

    String types() {
        return incident.types().stream()
                .map(type -> type(words, type))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    static String type(Words words, Type type) {
        if (words.has("type." + type)) {
            return words.say("type." + type);
        }
        return words.has("type." + type.group()) ? words.say("type." + type.group()) : type.toString();
    }

    String headline() {
        if (isVictim() && !isOver()) {
            return words.say("headline.victim");
        }
        if (incident.withdrawn()) {
            return words.say("headline.withdrawn");
        }
        if (statementWaits()) {
            return words.say("headline.statement-review");
        }
        if (onlyInforms() && !isOver()) {
            return words.say("headline.information");
        }
        return words.say("headline." + outlook.state().word());
    }

    private boolean isOver() {
        return incident.isClosed();
    }

    /** A written confirmation waits for the desk's decision. */
    boolean statementWaits() {
        return incident.statement().progress() == Progress.SUBMITTED
                && incident.cutInForce().isPresent();
    }

    /** What happens next if nothing changes. */
    List<String> prospect() {
        if (incident.withdrawn() && !isOver()) {
            return List.of(words.say("next.withdrawn"));
        }
        if (isOver()) {
            return List.of(words.say("next.closed"));
        }
        if (isVictim()) {
            return victim();
        }
        if (onlyInforms() && incident.measures().stream().noneMatch(Measure::isInForce)) {
            return List.of(words.say("next.information"));
        }
        var deadline = outlook.deadline().map(times::absolute).orElse("");
        var sentences = new ArrayList<String>();
        switch (outlook.state()) {
            case WARNED -> {
                sentences.add(deadline.isEmpty() ? words.say("next.warned-open") : words.say("next.warned", deadline));
                Waits.of(incident, policy)
                        .call()
                        .ifPresent(within -> policy.cut()
                                .ifPresent(cut -> sentences.add(
                                        words.say("next.warned-then", times.lasting(within), measure(cut.measure())))));
            }
            case CALLING -> {
                sentences.add(words.say("next.calling"));
                lastResort(sentences);
            }
            case CALLED -> {
                sentences.add(words.say("next.called", deadline));
                lastResort(sentences);
            }
            case ANSWERED -> {
                sentences.add(words.say("next.answered", deadline));
                sentences.add(words.say("next.answered-then", times.lasting(policy.watch())));
            }
            case HELD -> sentences.add(words.say("next.held"));
            case DISPUTED -> sentences.add(words.say("next.disputed"));
            case CUTTING ->
                sentences.add(words.say("next.cutting", incident.server().text()));
            case CUT -> cut(sentences);
            case PROTECTED -> sentences.add(words.say("next.protected"));
            case RESTORING ->
                sentences.add(words.say("next.restoring", incident.server().text()));
            case WATCHING ->
                sentences.add(words.say(
                        "next.watching",
                        incident.watch()
                                .map(watch -> times.absolute(watch.until()))
                                .orElse("")));
            case CLOSED -> sentences.add(words.say("next.closed"));
            case NEW -> sentences.add(words.say("next.new"));
        }
        return sentences;
    }

    private List<String> victim() {
        var sentences = new ArrayList<String>();
        sentences.add(words.say("next.victim"));
        incident.measures().stream()
                .filter(measure -> measure.isInForce() && measure.kind() == MeasureKind.NULL_ROUTE)
                .findFirst()
                .ifPresent(measure -> sentences.add(words.say(
                        "next.victim-protected",
                        measure.target(),
                        measure.expiresAt().map(times::absolute).orElse(""))));
        return sentences;
    }

    private void lastResort(List<String> sentences) {
        policy.cut().ifPresent(cut -> {
            sentences.add(words.say("next.last-resort", measure(cut.measure())));
            if (cut.approval() != Policy.Approval.NONE) {
                sentences.add(words.say("next.approval"));
            }
        });
    }

    private void cut(List<String> sentences) {
        var kind = incident.cutInForce().map(Measure::kind).orElse(MeasureKind.NETWORK_OFF);
        sentences.add(words.say("next.cut." + kind.word(), incident.server().text()));
        switch (incident.statement().progress()) {
            case NONE -> sentences.add(words.say("next.cut-statement"));
            case SUBMITTED -> sentences.add(words.say("next.cut-review"));
            case REFUSED -> sentences.add(words.say("next.cut-refused"));
            case ACCEPTED -> sentences.add(words.say("next.cut-accepted"));
        }
        if (policy.restoreNeeds().contains(Policy.RestoreNeed.VERIFICATION)
                && incident.verifiedClean().isEmpty()) {
            sentences.add(words.say("next.cut-verification"));
        }
        repair().ifPresent(measure -> sentences.add(words.say(
                "next.repair", measure.expiresAt().map(times::absolute).orElse(""))));
    }

    /** The repair that is under way. */
    Optional<Measure> repair() {
        return incident.measures().stream()
                .filter(measure -> measure.kind() == MeasureKind.REPAIR && (measure.isLive() || measure.isProposed()))
                .findFirst();
    }

    boolean mayAskRepair() {
        return repair().isEmpty()
                && incident.measures().stream()
                        .anyMatch(measure -> measure.kind() == MeasureKind.POWER_OFF && measure.isInForce());
    }

    /** A victim confesses nothing, and what was accepted once is enough. */
    boolean wantsStatement() {
        return !isVictim() && !onlyInforms() && incident.statement().progress() != Progress.ACCEPTED;
    }

    boolean isCutOff() {
        return incident.cutInForce().isPresent();
    }

    private String measure(MeasureKind kind) {
        return words.say("measure." + kind.word(), incident.server().text());
    }
}
