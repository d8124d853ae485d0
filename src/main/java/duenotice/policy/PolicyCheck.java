package duenotice.policy;

import duenotice.incident.Policy;
import duenotice.incident.Policy.Call;
import duenotice.incident.Policy.Cut;
import duenotice.incident.Policy.Notice;
import duenotice.incident.Policy.Rung;
import duenotice.incident.Policy.Warn;
import duenotice.policy.PolicyRefused.Problem;
import duenotice.report.Category;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whether a policy that can be read is also sane: what the promise of due notice forbids is refused here. */
final class PolicyCheck {
    private static final List<Class<? extends Rung>> EMERGENCY_LADDER = List.of(Cut.class, Notice.class, Call.class);

    private final Policy policy;
    private final PolicyDocument document;
    private final List<Problem> problems = new ArrayList<>();

    private PolicyCheck(Policy policy, PolicyDocument document) {
        this.policy = policy;
        this.document = document;
    }

    static List<Problem> problems(Policy policy, PolicyDocument document) {
        var check = new PolicyCheck(policy, document);
        check.ladder();
        check.whomItServes();
        check.quiet();
        check.repeat();
        check.restore();
        check.problems.sort(Comparator.comparingInt(Problem::line));
        return check.problems;
    }

    private void ladder() {
        var steps = policy.ladder().stream().map(Object::getClass).toList();
        if (steps.equals(EMERGENCY_LADDER)) {
            if (!policy.name().equals(PolicyBook.EMERGENCY)) {
                problem("/ladder/0", "only the policy 'emergency' may cut first; begin with warn, then call, then cut");
            }
            return;
        }
        if (steps.equals(List.of(Notice.class))) {
            return;
        }
        var place = "/ladder/0";
        for (var index = 0; index < steps.size(); index++) {
            if (steps.get(index).equals(Cut.class)
                    && !(steps.subList(0, index).contains(Warn.class)
                            && steps.subList(0, index).contains(Call.class))) {
                problem(
                        "/ladder/" + index,
                        "a cut needs a warn and a call before it: nobody is cut off without due notice");
                return;
            }
        }
        var standard = List.of(Warn.class, Call.class, Cut.class);
        for (var index = 0; index < steps.size(); index++) {
            if (!steps.get(index).equals(standard.get(index))) {
                place = "/ladder/" + index;
                problem(
                        place,
                        "the step '%s' is out of place; a ladder is notice alone, or warn, call, cut in this order, each once"
                                .formatted(document.at(place)
                                        .propertyNames()
                                        .iterator()
                                        .next()));
                return;
            }
        }
    }

    private void whomItServes() {
        var index = 0;
        for (var pattern : policy.types()) {
            if (XarfTypes.ALL.stream().noneMatch(pattern::matches)) {
                problem(
                        "/types/" + index,
                        "there is no type '%s'; %s"
                                .formatted(
                                        pattern,
                                        Nearest.to(pattern.toString(), XarfTypes.patterns())
                                                .map(near -> "did you mean '" + near + "'?")
                                                .orElse("types are those of XARF 4.2, as messaging/spam")));
            }
            index++;
        }
        if (policy.types().isEmpty()
                && policy.categories().isEmpty()
                && !policy.name().equals(PolicyBook.EMERGENCY)) {
            problem("/policy", "the policy serves nothing; list 'types', as types: [messaging/*]");
        }
        var noticeOnly = policy.notice().isPresent() && policy.cut().isEmpty();
        if (!noticeOnly && policy.categories().contains(Category.SERVER_UNDER_ATTACK)) {
            problem(
                    "/categories",
                    "a victim is only told: a policy for server-under-attack has a notice and nothing else");
        }
        if (!noticeOnly
                && (policy.name().equals(PolicyBook.VICTIM) || policy.name().equals(PolicyBook.INFORMATION))) {
            problem(
                    "/ladder",
                    "the policy '%s' only tells: its ladder is a notice and nothing else".formatted(policy.name()));
        }
        if (policy.name().equals(PolicyBook.VICTIM) && !policy.categories().contains(Category.SERVER_UNDER_ATTACK)) {
            problem(
                    "/policy",
                    "the policy 'victim' must serve servers under attack: categories: [server-under-attack]");
        }
    }

    /** R45: silence may not count as mended before the ladder could have been climbed. */
    private void quiet() {
        var climb = policy.warn()
                .map(Warn::answerWithin)
                .orElse(Duration.ZERO)
                .plus(policy.call().map(Call::answerWithin).orElse(Duration.ZERO));
        if (policy.quiet().compareTo(climb) < 0) {
            problem(
                    "/quiet",
                    "quiet is %s, shorter than the ladder's answer times together (%s): silence would count as mended before anybody could have been cut off"
                            .formatted(WrittenDuration.spell(policy.quiet()), WrittenDuration.spell(climb)));
        }
        policy.notice().flatMap(Notice::remindAfter).ifPresent(remindAfter -> {
            if (policy.onlyInforms() && remindAfter.compareTo(policy.quiet()) >= 0) {
                problem(
                        "/ladder/0/notice/remind-after",
                        "the reminder after %s would never go out: the incident closes after %s of quiet"
                                .formatted(WrittenDuration.spell(remindAfter), WrittenDuration.spell(policy.quiet())));
            }
        });
    }

    private void repeat() {
        policy.repeat().ifPresent(repeat -> {
            if (repeat.answerWithin().compareTo(Policy.Repeat.SHORTEST) < 0) {
                problem("/repeat/answer-within", "a repeat may shorten the answer time to 30m, not below");
            }
            var longest = policy.warn().map(Warn::answerWithin);
            if (longest.isEmpty()) {
                problem("/repeat", "a repeat shortens a warning's answer time, and this ladder has no warn");
            } else if (repeat.answerWithin().compareTo(longest.get()) > 0) {
                problem(
                        "/repeat/answer-within",
                        "a repeat may only shorten the answer time, which is %s"
                                .formatted(WrittenDuration.spell(longest.get())));
            }
        });
    }

    private void restore() {
        if (!policy.restoreNeeds().isEmpty() && policy.cut().isEmpty()) {
            problem(
                    "/restore",
                    "nothing is restored where nothing is cut: leave 'restore' out, or add a cut to the ladder");
        }
    }

    private void problem(String place, String sentence) {
        problems.add(document.problem(place, sentence));
    }
}
