package duenotice.portal;

import duenotice.incident.MeasureKind;
import duenotice.incident.Policy;
import duenotice.knowledge.Score;
import duenotice.policy.PolicyBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The public page on how abuse is handled (R36), written from the policies in force, so that it cannot promise anything else. */
record HowWeHandleAbuse(Words words, PortalIdentity identity, List<Ladder> ladders, Vote vote) {
    /** What votes on this page are kept under, beside those on articles. */
    static final String ID = "how-we-handle-abuse";

    /**
     * The question at its end.
     *
     * @param seal what the form carries so that no other site can post it
     * @param mine what has just been voted; empty otherwise, as others may be behind the same address
     * @param refusal why a vote was not taken; empty where none was refused
     */
    record Vote(String seal, Score score, Optional<Boolean> mine, String refusal) {}

    /**
     * One policy as the customer meets it.
     *
     * @param steps in order, with their times
     * @param back how a server comes back; empty where none goes away
     */
    record Ladder(String name, String title, List<String> cases, List<String> steps, List<String> back) {}

    static HowWeHandleAbuse of(PolicyBook book, Words words, PortalIdentity identity, Vote vote) {
        // Without types, nothing is ever handled by it.
        var ladders = book.policies().stream()
                .filter(policy ->
                        !policy.types().isEmpty() || !policy.categories().isEmpty())
                .filter(policy -> isOfBrand(policy, book, identity))
                .map(policy -> ladder(policy, words, identity))
                .toList();
        return new HowWeHandleAbuse(words, identity, ladders, vote);
    }

    /** Of policies that serve the same types a customer has one: a brand's page shows the one of its customers. */
    private static boolean isOfBrand(Policy policy, PolicyBook book, PortalIdentity identity) {
        var own = identity.brand()
                .flatMap(PortalIdentity.Brand::policy)
                .flatMap(name -> book.policies().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst());
        return own.filter(one -> !one.name().equals(policy.name())
                        && Set.copyOf(one.types()).equals(Set.copyOf(policy.types())))
                .isEmpty();
    }

    private static Ladder ladder(Policy policy, Words words, PortalIdentity identity) {
        var ofAllCustomers = identity.brand()
                .flatMap(PortalIdentity.Brand::policy)
                .filter(policy.name()::equals)
                .isPresent();
        var title = ofAllCustomers
                ? words.say("how.policy.network-off")
                : words.has("how.policy." + policy.name())
                        ? words.say("how.policy." + policy.name())
                        : words.say("how.policy", policy.name());
        var cases = new ArrayList<String>();
        policy.categories().forEach(category -> cases.add(words.say("category." + category.word())));
        // R59: nothing of child-abuse material goes the way described here.
        policy.types().stream()
                .filter(pattern ->
                        !pattern.name().equals("csam") && !pattern.name().equals("csem"))
                .map(pattern -> pattern.name().equals("*") ? "type." + pattern.group() : "type." + pattern)
                .map(key -> words.has(key) ? words.say(key) : key.substring("type.".length()))
                .distinct()
                .forEach(cases::add);
        return new Ladder(policy.name(), title, cases, steps(policy, words), back(policy, words));
    }

    private static List<String> steps(Policy policy, Words words) {
        var times = new Times(words, java.time.ZoneOffset.UTC);
        var steps = new ArrayList<String>();
        for (var rung : policy.ladder()) {
            steps.add(
                    switch (rung) {
                        case Policy.Notice notice ->
                            notice.remindAfter()
                                    .map(after -> words.say("how.notice-reminded", times.lasting(after)))
                                    .orElseGet(() -> words.say("how.notice"));
                        case Policy.Warn warn ->
                            words.say("how.warn", times.lasting(warn.answerWithin()))
                                    + (warn.remindsAtHalf() ? " " + words.say("how.half-time") : "");
                        case Policy.Call call -> words.say("how.call", times.lasting(call.answerWithin()));
                        case Policy.Cut cut ->
                            words.say("how.cut." + cut.measure().word())
                                    + (cut.approval() == Policy.Approval.NONE ? "" : " " + words.say("how.approval"));
                    });
        }
        if (policy.warn().isPresent()) {
            steps.add(
                    1,
                    words.say(
                            "how.answer",
                            times.lasting(policy.fixWithin().corrective()),
                            times.lasting(policy.fixWithin().ack())));
        }
        return steps;
    }

    private static List<String> back(Policy policy, Words words) {
        var back = new ArrayList<String>();
        if (policy.cut().isEmpty()) {
            return back;
        }
        if (policy.restoreNeeds().contains(Policy.RestoreNeed.STATEMENT)) {
            back.add(words.say("how.back-statement"));
        }
        if (policy.restoreNeeds().contains(Policy.RestoreNeed.VERIFICATION)) {
            back.add(words.say("how.back-verification"));
        }
        policy.cut()
                .filter(cut -> cut.measure() == MeasureKind.POWER_OFF)
                .ifPresent(cut -> back.add(words.say("how.back-repair")));
        back.add(words.say("how.back-watch", new Times(words, java.time.ZoneOffset.UTC).lasting(policy.watch())));
        return back;
    }
}
