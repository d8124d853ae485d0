package duenotice.intake.feed;

import duenotice.intake.feed.DnsblAnswer.Listed;
import duenotice.intake.feed.DnsblAnswer.NotListed;
import duenotice.intake.feed.DnsblAnswer.Refused;
import duenotice.intake.feed.DnsblAnswer.Unknown;
import duenotice.intake.feed.Polled.Part;
import duenotice.intake.feed.Polled.Trouble;
import duenotice.report.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A DNS blocklist (RFC 5782), asked about our own addresses one after the other, slowly. Each portion begins with the test
 * entries of §5: a zone that does not list its own test address, or lists what must never be listed, is out of order,
 * and its silence says nothing.
 */
final class Dnsbl implements FeedSource {
    /** A zone that leaves so many questions in a row unanswered is not bothered further. */
    private static final int MOST_UNANSWERED = 5;

    /** A portion takes less than the minute until the next. */
    private static final Duration PORTION = Duration.ofSeconds(45);

    private static final Duration LONGEST_TTL = Duration.ofDays(1);

    private final String zone;
    private final DnsblQuestions questions;
    private final Supplier<OwnSpace> own;
    private final int perSecond;
    private final int mostAddresses;
    private final Duration every;
    private final Pause pause;

    /** Waits between two questions. */
    interface Pause {
        void between() throws InterruptedException;
    }

    Dnsbl(FeedSettings settings, DnsblQuestions questions, Supplier<OwnSpace> own, Pause pause) {
        this.zone = settings.zone();
        this.perSecond = settings.perSecond();
        this.mostAddresses = settings.mostAddresses();
        this.every = settings.every();
        this.questions = questions;
        this.own = own;
        this.pause = pause;
    }

    @Override
    public Polled poll(Remembered before, Instant now) throws InterruptedException {
        var space = own.get();
        var defect = selfTest(space);
        if (defect.isPresent()) {
            return defect.get();
        }
        var most = (int) Math.max(1, PORTION.toSeconds() * perSecond);
        var addresses = space.addresses(before.cursor().orElse(""), most, mostAddresses);
        return ask(addresses, addresses.size() == most, before, now);
    }

    private Part ask(List<Prefix> addresses, boolean more, Remembered before, Instant now) throws InterruptedException {
        var listed = new ArrayList<Polled.Listed>();
        var cleared = new ArrayList<String>();
        var trouble = Optional.<Trouble>empty();
        var cursor = before.cursor();
        var notBefore = now.plus(every);
        var unanswered = 0;
        var asked = 0;
        for (var address : addresses) {
            if (before.fresh().contains(address.text())) {
                cursor = Optional.of(OwnSpace.cursor(address));
                continue;
            }
            pause.between();
            asked++;
            switch (questions.ask(address)) {
                case Listed found -> {
                    unanswered = 0;
                    listed.add(new Polled.Listed(
                            ListingReport.of(zone, address, found, now), now.plus(bounded(found.ttl()))));
                }
                case NotListed(var ttl) -> {
                    unanswered = 0;
                    cleared.add(address.text());
                    var holds = now.plus(bounded(ttl));
                    notBefore = holds.isAfter(notBefore) ? holds : notBefore;
                }
                case Refused(var why) ->
                    trouble = Optional.of(new Trouble("%s, asked about %s".formatted(why, address)));
                case Unknown(var why) -> {
                    unanswered++;
                    if (unanswered >= MOST_UNANSWERED) {
                        trouble = Optional.of(
                                new Trouble("%d questions in a row without an answer: %s".formatted(unanswered, why)));
                    }
                }
            }
            if (trouble.isPresent()) {
                return new Part(asked, listed, cleared, cursor, notBefore, trouble);
            }
            cursor = Optional.of(OwnSpace.cursor(address));
        }
        return new Part(asked, listed, cleared, more ? cursor : Optional.empty(), notBefore, Optional.empty());
    }

    private static Duration bounded(Duration ttl) {
        return ttl.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : ttl;
    }

    /** RFC 5782 §5: 127.0.0.2 is always listed and 127.0.0.1 never; for IPv6 ::FFFF:7F00:2 and ::FFFF:7F00:1. */
    private Optional<Trouble> selfTest(OwnSpace space) throws InterruptedException {
        var families = new ArrayList<Boolean>();
        if (!space.addresses("", 1, mostAddresses).isEmpty()) {
            var first = space.addresses("", 1, mostAddresses).getFirst();
            families.add(first.isV6());
            if (!first.isV6() && !space.addresses("6", 1, mostAddresses).isEmpty()) {
                families.add(true);
            }
        }
        for (var six : families) {
            pause.between();
            switch (questions.askTestEntry(six, 2)) {
                case Listed ignored -> {}
                case NotListed ignored -> {
                    return outOfOrder("does not list its own test entry" + (six ? " for IPv6" : ""));
                }
                case Refused(var why) -> {
                    return Optional.of(new Trouble(why));
                }
                case Unknown(var why) -> {
                    return Optional.of(new Trouble(why));
                }
            }
            pause.between();
            if (questions.askTestEntry(six, 1) instanceof Listed) {
                return outOfOrder("lists what must never be listed, so it lists everything");
            }
        }
        return Optional.empty();
    }

    private static Optional<Trouble> outOfOrder(String why) {
        return Optional.of(new Trouble("the zone is out of order: it " + why));
    }
}
