package duenotice.call;

import duenotice.casework.CallScript;
import duenotice.casework.Casework;
import duenotice.casework.StepRun;
import duenotice.casework.StepRunner;
import duenotice.database.Transactions;
import duenotice.incident.Actor;
import duenotice.incident.CallOutcome;
import duenotice.incident.Policy;
import duenotice.incident.Round;
import duenotice.incident.Step;
import duenotice.inventory.Customer;
import duenotice.inventory.Inventory;
import duenotice.inventory.PhoneNumber;
import duenotice.inventory.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rings the next number of a round: writes the intent, dials, and leaves the rest to whoever tells the end. After a crash
 * or a lost answer the exchange is asked before anything is dialled again.
 */
public final class CallRunner implements StepRunner {
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(15);

    /** After so long nobody will find out any more whether it rang; it then counts as no try. */
    private static final Duration LONGEST_DOUBT = Duration.ofMinutes(10);

    private static final Duration LEFT_TO_PEOPLE = Duration.ofHours(1);

    private static final String PROGRAM = Actor.AUTOMATION.name();

    private final Telephone telephone;
    private final CallBook book;
    private final CallEnds ends;
    private final CallRules rules;
    private final Casework casework;
    private final Inventory inventory;
    private final Transactions transactions;
    private final String provider;

    /** @param provider who calls, as it is spoken */
    public CallRunner(
            Telephone telephone,
            CallRules rules,
            Casework casework,
            Inventory inventory,
            Transactions transactions,
            String provider) {
        this.telephone = telephone;
        this.rules = rules;
        this.casework = casework;
        this.inventory = inventory;
        this.transactions = transactions;
        this.provider = provider;
        book = new CallBook(transactions);
        ends = new CallEnds(casework, transactions, book);
        telephone.whenOver(ends::told);
    }

    @Override
    public boolean runs(Step.Outer step) {
        return step instanceof Step.Ring;
    }

    @Override
    public void run(Step.Outer step, StepRun run) {
        if (!(step instanceof Step.Ring first)) {
            throw new IllegalArgumentException("not a call: " + step);
        }
        var ring = turn(first, run);
        var begun = book.find(run.incident().id(), ring.key());
        if (begun.filter(CallBook.Call::isOpen).isPresent()) {
            resume(begun.get(), run);
            return;
        }
        var waits = withoutEntry(begun, run.now()).or(() -> waits(ring, run));
        if (waits.isPresent()) {
            run.postpone(waits.get().time(), waits.get().why());
            return;
        }
        switch (transactions.call(() -> intend(ring, run))) {
            case Intent.Meant meant -> dial(meant.call(), run);
            case Intent.Later later ->
                run.postpone(later.pause().time(), later.pause().why());
            case Intent.Unwanted ignored -> {
                // something else comes first by now
            }
        }
    }

    /** Where people phone the number whose turn it is, or it is night there, the next one that may be rung has it. */
    private Step.Ring turn(Step.Ring ring, StepRun run) {
        var round = run.incident().round().orElseThrow();
        if (!isLeftToPeople(ring.number(), round, run.now()) && !isQuiet(ring.number(), run)) {
            return ring;
        }
        return round.left(run.policy().call().map(Policy.Call::passes).orElse(1)).stream()
                .map(callee -> callee.number())
                .filter(number -> !isLeftToPeople(number, round, run.now()) && !isQuiet(number, run))
                .min(Comparator.comparingInt(number -> tries(number, round).size()))
                .map(number -> new Step.Ring(ring.key(), ring.round(), number))
                .orElse(ring);
    }

    private static List<Round.Try> tries(String number, Round round) {
        return round.tries().stream().filter(one -> one.number().equals(number)).toList();
    }

    private sealed interface Intent {
        record Meant(CallBook.Call call) implements Intent {}

        record Later(Wait pause) implements Intent {}

        record Unwanted() implements Intent {}
    }

    /** Nobody else means a call meanwhile: one at a time to a telephone, so many at once, and not across a person. */
    private Intent intend(Step.Ring ring, StepRun run) {
        book.lock();
        if (!run.begin()) {
            return new Intent.Unwanted();
        }
        return crowded(ring, run.now())
                .or(() -> takenMeanwhile(ring, run))
                .<Intent>map(Intent.Later::new)
                .orElseGet(() -> new Intent.Meant(book.intend(run.incident(), ring, script(ring, run), run.now())));
    }

    /**
     * A call of this step that is over stands on no timeline, else another step were next: it is made again, but not at
     * once where it has rung. One that was given up never rang.
     */
    private static Optional<Wait> withoutEntry(Optional<CallBook.Call> begun, Instant now) {
        return until(
                begun.filter(call -> call.progress() == CallBook.Progress.OVER)
                        .flatMap(CallBook.Call::overAt)
                        .map(over -> over.plus(LONGEST_BACK_OFF)),
                now,
                "a call that rang could not be entered");
    }

    private void dial(CallBook.Call call, StepRun run) {
        var number = PhoneNumber.of(call.number());
        if (!mayDial(number)) {
            ends.leftToPeople(call, number.why());
            return;
        }
        follow(call, telephone.place(book.order(call)), run);
    }

    private boolean mayDial(PhoneNumber number) {
        return switch (number.use()) {
            case ANYBODY -> true;
            case PEOPLE -> telephone.ringsDoubtfulNumbers();
            case NOBODY -> false;
        };
    }

    private void follow(CallBook.Call call, Telephone.Course course, StepRun run) {
        switch (course) {
            case Telephone.Course.Ringing ringing -> {
                book.ringing(call.id(), ringing.reference(), run.now());
                run.postpone(LOOK_AGAIN, "the call runs");
            }
            case Telephone.Course.Over over -> ends.over(call, over);
            case Telephone.Course.NotPlaced failed -> ends.notPlaced(call, failed.why());
            case Telephone.Course.NotNow later -> {
                ends.later(call);
                run.postpone(later.pause(), "the exchange takes no more calls just now");
            }
            case Telephone.Course.InDoubt doubt -> run.postpone(soon(), doubt.why());
        }
    }

    private Duration soon() {
        return telephone.listedAfter().isZero() ? LOOK_AGAIN : telephone.listedAfter();
    }

    /** The program died, or an answer was lost, after the intent was written. */
    private void resume(CallBook.Call call, StepRun run) {
        if (call.progress() != CallBook.Progress.INTENDED) {
            run.postpone(LOOK_AGAIN, "the call runs");
            return;
        }
        var listed = call.intendedAt().plus(telephone.listedAfter());
        if (listed.isAfter(run.now())) {
            run.postpone(Duration.between(run.now(), listed), "whether the call was placed shows soon");
            return;
        }
        var found = telephone.look(book.order(call), Optional.empty());
        switch (found) {
            case Telephone.Course.NotPlaced ignored -> {
                if (run.begin()) {
                    dial(call, run);
                }
            }
            case Telephone.Course.InDoubt doubt -> {
                if (call.intendedAt().plus(LONGEST_DOUBT).isAfter(run.now())) {
                    run.postpone(LOOK_AGAIN, doubt.why());
                } else {
                    ends.notPlaced(call, "nobody can say whether it rang: " + doubt.why());
                }
            }
            case Telephone.Course.NotNow later -> run.postpone(later.pause(), "the exchange is busy");
            case Telephone.Course.Ringing ignored -> follow(call, found, run);
            case Telephone.Course.Over ignored -> follow(call, found, run);
        }
    }

    // ---- when

    private record Wait(Duration time, String why) {}

    private static final Wait SOMEBODY_PHONES = new Wait(LOOK_AGAIN, "somebody of the desk phones");

    private Optional<Wait> waits(Step.Ring ring, StepRun run) {
        var now = run.now();
        var round = run.incident().round().orElseThrow();
        return taken(run, now)
                .or(() -> leftToPeople(ring, round, now))
                .or(() -> until(withinHours(ring.number(), run), now, "it is no hour to ring this number"))
                .or(() -> until(spaced(round), now, "calls of a round are spaced"))
                .or(() -> until(again(round, ring.number(), run.policy()), now, "this number was rung just before"));
    }

    private Optional<Wait> leftToPeople(Step.Ring ring, Round round, Instant now) {
        return isLeftToPeople(ring.number(), round, now)
                ? Optional.of(new Wait(LEFT_TO_PEOPLE, "people phone this number"))
                : Optional.empty();
    }

    /** That a program should not ring it is entered once; from then on nothing is done about it but to look. */
    private boolean isLeftToPeople(String number, Round round, Instant now) {
        return !mayDial(PhoneNumber.of(number)) && !tries(number, round).isEmpty() || ends.isGivenUp(number, now);
    }

    private boolean isQuiet(String number, StepRun run) {
        return withinHours(number, run).filter(at -> at.isAfter(run.now())).isPresent();
    }

    /** By the customer's zone, or where he has given none by that of the number (R1: no other clock waits for it). */
    private Optional<Instant> withinHours(String number, StepRun run) {
        return run.policy().call().flatMap(Policy.Call::hours).map(hours -> {
            var given = contact(number, run)
                    .map(Recipient::zone)
                    .filter(zone -> !zone.equals(ZoneId.of(Customer.DEFAULT_ZONE)));
            return hours.next(
                    run.now(), given.or(() -> PhoneNumber.of(number).zone()).orElse(ZoneId.of(Customer.DEFAULT_ZONE)));
        });
    }

    /** A person who has taken the call is not phoned across. */
    private Optional<Wait> taken(StepRun run, Instant now) {
        return casework.callClaims()
                .of(run.incident().id(), now)
                .filter(claim -> !claim.isOf(PROGRAM))
                .map(claim -> SOMEBODY_PHONES);
    }

    /** The program takes the call as a person does, so that neither begins while the other phones. */
    private Optional<Wait> takenMeanwhile(Step.Ring ring, StepRun run) {
        return casework.callClaims()
                        .claim(run.incident().id(), ring.round(), PROGRAM, run.now())
                        .isOf(PROGRAM)
                ? Optional.empty()
                : Optional.of(SOMEBODY_PHONES);
    }

    private static Optional<Wait> until(Optional<Instant> instant, Instant now, String why) {
        return instant.filter(at -> at.isAfter(now)).map(at -> new Wait(Duration.between(now, at), why));
    }

    private Optional<Instant> spaced(Round round) {
        return round.tries().stream()
                .map(Round.Try::endedAt)
                .max(Instant::compareTo)
                .map(ended -> ended.plus(rules.spacing()));
    }

    /** A second pass keeps its distance (R47); after failures of ours the waits grow. */
    private Optional<Instant> again(Round round, String number, Policy policy) {
        var tries = tries(number, round);
        if (tries.isEmpty()) {
            return Optional.empty();
        }
        var last = tries.getLast();
        if (last.outcome() != CallOutcome.NOT_PLACED) {
            return policy.call().map(call -> last.endedAt().plus(call.passGap()));
        }
        var failures = tries.reversed().stream()
                .takeWhile(one -> one.outcome() == CallOutcome.NOT_PLACED)
                .count();
        var wait = LOOK_AGAIN.multipliedBy(1L << Math.min(failures - 1, 6));
        return Optional.of(last.endedAt().plus(wait.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : wait));
    }

    private Optional<Wait> crowded(Step.Ring ring, Instant now) {
        if (book.isBusy(ring.number())) {
            return Optional.of(new Wait(rules.spacing().plusSeconds(1), "this number is being rung"));
        }
        if (rules.mostInASecond() < Integer.MAX_VALUE
                && book.begunSince(now.minusSeconds(1)) >= rules.mostInASecond()) {
            return Optional.of(new Wait(Duration.ofSeconds(1), "too many calls in this second"));
        }
        return rules.mostInAnHour() < Integer.MAX_VALUE
                        && book.begunSince(now.minus(Duration.ofHours(1))) >= rules.mostInAnHour()
                ? Optional.of(new Wait(LOOK_AGAIN, "too many calls in this hour"))
                : Optional.empty();
    }

    // ---- what is said

    private Optional<Recipient> contact(String number, StepRun run) {
        return inventory.facts(run.incident().server(), run.now()).stream()
                .flatMap(facts -> facts.numbers().stream())
                .filter(one -> one.number().equals(number))
                .map(one -> one.contact())
                .findFirst();
    }

    private CallScript script(Step.Ring ring, StepRun run) {
        var contact = contact(ring.number(), run);
        return CallScript.of(
                run.snapshot(),
                contact.map(Recipient::language).orElse("en"),
                contact.map(Recipient::name).orElse(""),
                provider);
    }

    /** @return the job that asks how calls stand whose end nobody has told */
    public CallWatch watch() {
        return new CallWatch(telephone, book, ends);
    }
}
