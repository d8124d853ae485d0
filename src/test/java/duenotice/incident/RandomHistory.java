package duenotice.incident;

import duenotice.incident.Circumstances.ClockJump;
import duenotice.incident.Circumstances.Outage;
import duenotice.incident.Circumstances.OutagePart;
import duenotice.incident.Circumstances.Sighting;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** One random life of an incident, made from a seed, with every promise checked on the way. */
final class RandomHistory {
    /** How it went, for the distribution. */
    enum Ending {
        CUT_BY_ITSELF,
        CUT_WITH_APPROVAL,
        ONE_GUARD_SHORT,
        CLOSED,
        OTHER
    }

    private static final AnswerKind[] KINDS = AnswerKind.values();
    private static final CallOutcome[] OUTCOMES = CallOutcome.values();
    private static final Duration[] STEPS = {
        Duration.ofMinutes(1),
        Duration.ofMinutes(7),
        Duration.ofMinutes(16),
        Duration.ofMinutes(45),
        Duration.ofHours(2),
        Duration.ofHours(5),
        Duration.ofHours(25)
    };

    private final Random random;
    private final Play play;
    private final World world;
    /** How often something disturbs the plain story: 0 never, 1 in every round. */
    private final double trouble;

    private final List<List<Object>> log = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private final List<Late> late = new ArrayList<>();
    private boolean standardCut;
    private boolean approvedCut;
    private boolean oneShort;
    private boolean closed;
    /** After its end an incident is watched only a little longer. */
    private int roundsClosed;

    private record Late(AnswerKind kind, Standing standing, Instant receivedAt) {}

    RandomHistory(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        trouble = switch (random.nextInt(4)) {
            case 0 -> 0.03;
            case 1 -> 0.12;
            case 2 -> 0.3;
            default -> 0.6;
        };
        play = Play.underPolicy(somePolicy()).watchedBy(this::before);
        world = play.world;
        if (random.nextInt(4) == 0) {
            world.earlier = Optional.of(new Circumstances.Earlier(
                    new IncidentId(3), Play.OPENED.minus(Duration.ofDays(random.nextInt(40)))));
        }
        world.retestPossible = random.nextInt(3) == 0;
        world.probe = one(Persistence.values());
        if (chance(0.08)) {
            world.numbers.clear();
        }
        if (chance(0.08)) {
            world.refusedAddresses.add(World.MAYA);
        }
        if (chance(0.05)) {
            world.refusedAddresses.add(World.NIGHT);
        }
        if (chance(0.05)) {
            world.evidence = Circumstances.Evidence.NONE;
        }
    }

    private Policy somePolicy() {
        return switch (random.nextInt(12)) {
            case 0 -> TestPolicies.emergency();
            case 1 -> TestPolicies.information();
            case 2, 3, 4 -> TestPolicies.powerOff();
            case 5 ->
                TestPolicies.ladder(
                        "content",
                        MeasureKind.NETWORK_OFF,
                        random.nextBoolean() ? Policy.Approval.ONE : Policy.Approval.TWO,
                        Policy.CutWhen.FRESH,
                        Policy.RestoreNeed.STATEMENT);
            case 7 -> TestPolicies.repeating(TestPolicies.networkOff(), Duration.ofMinutes(random.nextInt(4) * 45L));
            case 6 ->
                TestPolicies.ladder(
                        "blunt",
                        MeasureKind.NETWORK_OFF,
                        Policy.Approval.NONE,
                        Policy.CutWhen.NOT_FIXED,
                        Policy.RestoreNeed.STATEMENT);
            default -> TestPolicies.networkOff();
        };
    }

    Ending play() {
        rest();
        for (var round = 0; round < 12 && roundsClosed < 2; round++) {
            if (chance(trouble)) {
                disturb();
                rest();
            }
            if (usual()) {
                rest();
            }
            pass();
            roundsClosed += closed ? 1 : 0;
        }
        ask();
        return standardCut
                ? Ending.CUT_BY_ITSELF
                : approvedCut
                        ? Ending.CUT_WITH_APPROVAL
                        : oneShort ? Ending.ONE_GUARD_SHORT : closed ? Ending.CLOSED : Ending.OTHER;
    }

    String told() {
        return log.stream().map(List::toString).collect(Collectors.joining("\n")) + "\n" + play.told();
    }

    // ---- time

    private Optional<Instant> look = Optional.empty();

    private void pass() {
        var then = play.now.plus(STEPS[random.nextInt(STEPS.length)]);
        if (look.isPresent() && (chance(0.6) || look.get().isBefore(then))) {
            then = look.get();
        }
        play.now = then;
        world.postponed.values().removeIf(until -> !until.isAfter(play.now));
        rest();
    }

    private void rest() {
        look = play.run();
        if (play.atRest != null) {
            count(play.atRest);
        }
        var incident = play.incident();
        if (closed && !incident.isClosed()) {
            throw new AssertionError("a closed incident opened again");
        }
        closed = incident.isClosed();
        if (closed && incident.measureInForce()) {
            throw new AssertionError("closed while a measure stands");
        }
    }

    /** The same question gets the same answer, and pages can be drawn at any time. */
    private void ask() {
        var one = play.decide();
        var again = Decision.decide(
                Incident.of(new IncidentId(7), play.timeline), world.circumstances(), play.policy, play.now);
        if (!one.equals(again)) {
            throw new AssertionError("two answers to one question: " + one + " and " + again);
        }
        play.outlook();
    }

    private void count(Decision decision) {
        var next = decision.next();
        if (next.filter(cut -> cut.step() == NextStep.CUT && !cut.dueAt().isAfter(play.now) && !play.policy.cutsFirst())
                .isPresent()) {
            var objections = new CutOracle(play.timeline, world, play.policy, play.now).objections(true);
            oneShort |= objections.size() == 1;
            if (objections.isEmpty() && next.get().block().isPresent() && !capped() && !waitsForMail(next.get())) {
                throw new AssertionError("nothing speaks against the cut, yet it waits: " + next.get());
            }
        }
    }

    /** The oracle knows the earliest due instant; a hold or an extension has moved the real one. */
    private boolean waitsForMail(Next next) {
        return next.block().filter(block -> block == Block.BACKLOG).isPresent()
                && !world.unread.headSet(next.dueAt(), true).isEmpty();
    }

    /** A cut that met the cap waits for a person. */
    private boolean capped() {
        return play.incident().measures().stream()
                .anyMatch(measure ->
                        measure.block().filter(block -> block == Block.CAP).isPresent() || measure.rejected());
    }

    // ---- promises

    private void before(Step step) {
        log.add(List.of(play.now, step));
        if (closed && !(step instanceof Step.Inform || step instanceof Step.WithdrawProposal)) {
            throw new AssertionError("a closed incident still does " + step);
        }
        switch (step) {
            case Step.Cut cut -> {
                once(cut.key());
                var measure = play.incident().measure(cut.measure());
                var byStaff = measure.filter(known -> known.block().isEmpty()).isPresent();
                if (!byStaff && !play.policy.cutsFirst()) {
                    var against =
                            new CutOracle(play.timeline, world, play.policy, play.now).objections(cut.automatic());
                    if (!against.isEmpty()) {
                        throw new AssertionError("cut although " + against);
                    }
                    standardCut |= cut.automatic();
                    approvedCut |= !cut.automatic();
                }
                if (cut.kind().isCut() && (!world.ownerUnchanged || world.neverCut)) {
                    throw new AssertionError("cut somebody else or one that is never cut");
                }
            }
            case Step.Inform inform -> once(inform.key());
            case Step.Retest retest -> once(retest.key());
            case Step.Restore restore -> {
                once(restore.key());
                if (!play.incident().measure(restore.measure()).orElseThrow().isLive()) {
                    throw new AssertionError("restores what is not cut");
                }
            }
            case Step.Settle settle -> {
                var measure = play.incident().measure(settle.measure()).orElseThrow();
                if (measure.isUnsent()) {
                    throw new AssertionError("settles what nobody asked for");
                }
            }
            default -> {}
        }
    }

    private void once(String key) {
        if (!keys.add(key)) {
            throw new AssertionError("twice: " + key);
        }
    }

    // ---- what happens

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    /** What happens in nearly every incident; true where something did. */
    private boolean usual() {
        var before = play.timeline.size() + world.sightings.size();
        var incident = play.incident();
        var round = incident.round().filter(open -> !open.isComplete());
        if (round.isPresent() && !incident.isClosed() && chance(0.8)) {
            for (var callee : round.get().left(1)) {
                tries(
                        Play.AGENT,
                        new Act.RecordCall(
                                callee.number(),
                                chance(0.8) ? CallOutcome.NO_ANSWER : one(OUTCOMES),
                                play.now.minusSeconds(random.nextInt(1200)),
                                play.now,
                                ""));
            }
        }
        if (chance(0.35)) {
            sighting();
        }
        if (incident.cutInForce().isPresent() && chance(0.3)) {
            var text = "Cause: stolen key\nDone: new keys\nPrevention: second factor";
            tries(
                    Actor.customer(World.MAYA),
                    new Act.Answer(
                            World.MAYA,
                            AnswerKind.CORRECTIVE,
                            Standing.AUTHORIZED,
                            play.now,
                            text,
                            Statement.read(text)));
            tries(Play.AGENT, new Act.AcceptStatement("plausible"));
            tries(Play.AGENT, new Act.Verify(true, IncidentEvent.VerificationBasis.STAFF, "looked"));
        }
        proposals();
        return play.timeline.size() + world.sightings.size() > before;
    }

    private void proposals() {
        for (var measure : play.incident().measures()) {
            if (measure.isProposed() && chance(0.25)) {
                tries(
                        random.nextBoolean() ? Play.ENGINEER : Play.LEAD,
                        chance(0.8)
                                ? new Act.ApproveMeasure(measure.id(), "go on")
                                : new Act.RejectMeasure(measure.id(), "not now"));
            }
        }
    }

    private void sighting() {
        var observed = play.now.minus(Duration.ofMinutes(chance(0.8) ? random.nextInt(20) : random.nextInt(600)));
        world.sightings.add(new Sighting(chance(0.95) ? Play.SPAM : Type.UNKNOWN, observed, play.now));
        world.lastSeen = Optional.of(observed);
    }

    private void tries(Actor actor, Act act) {
        var verdict = play.tries(actor, act);
        log.add(List.of(play.now, actor.name(), act, verdict instanceof Verdict.Refused refused ? refused : "done"));
    }

    private Act mailReport(String address) {
        var mail = chance(0.5) ? "" : Step.Warn.keyFor(play.incident().epoch());
        return switch (random.nextInt(8)) {
            case 0, 1 -> new Act.Delay(address, mail, Optional.empty(), "4.4.1");
            case 2 -> new Act.Delay(address, mail, Optional.of(play.now.plus(one(STEPS))), "4.4.1");
            case 3 -> new Act.Arrive(address, mail, "2.0.0");
            case 4 -> new Act.Return(address, mail, "4.2.2");
            case 5 -> new Act.Complain(address, mail);
            default -> new Act.Bounce(address, mail, "5.1.1");
        };
    }

    private void disturb() {
        switch (random.nextInt(26)) {
            case 0, 1, 2 -> answer(one(KINDS), Standing.AUTHORIZED, play.now);
            case 3 -> answer(one(KINDS), one(Standing.values()), play.now);
            case 4 -> {
                late.add(new Late(one(KINDS), Standing.AUTHORIZED, play.now));
                world.unread.add(play.now);
            }
            case 5, 6 -> readLate();
            case 7 -> tries(Play.AGENT, new Act.SayPersisting(one(Persistence.values()), "looked"));
            case 8 -> tries(Play.AGENT, new Act.Hold(play.now.plus(one(STEPS)), "wait"));
            case 9 -> tries(Play.AGENT, new Act.Release("go on"));
            case 10 -> tries(Play.AGENT, new Act.Extend(play.now.plus(one(STEPS)), "more time"));
            case 11, 12 -> tries(Play.LEAD, new Act.DecideDispute(chance(0.2), "seen"));
            case 13 -> tries(Actor.AUTOMATION, mailReport(random.nextBoolean() ? World.MAYA : World.NIGHT));
            case 14 -> world.vip = !world.vip;
            case 15 -> world.shared = !world.shared;
            case 16 -> world.neverCut = !world.neverCut;
            case 17 -> world.ownerUnchanged = !world.ownerUnchanged;
            case 18 -> world.automationStopped = !world.automationStopped;
            case 19 -> world.automaticCuts = random.nextInt(8);
            case 20 -> world.inventoryStale = !world.inventoryStale;
            case 21 -> outage();
            case 22 -> jump();
            case 23 -> world.network = one(World.Network.values());
            case 24 -> {
                if (play.decide().step() instanceof Step.Outer outer) {
                    world.postponed.put(outer.key(), play.now.plus(one(STEPS)));
                }
                world.probe = one(Persistence.values());
            }
            default -> rare();
        }
    }

    private void answer(AnswerKind kind, Standing standing, Instant receivedAt) {
        tries(
                Actor.customer(World.MAYA),
                new Act.Answer(World.MAYA, kind, standing, receivedAt, "we are on it", Optional.empty()));
    }

    private void readLate() {
        if (late.isEmpty()) {
            var answers = play.incident().answers();
            if (!answers.isEmpty()) {
                tries(Play.AGENT, new Act.AcceptAnswer(answers.getLast().number(), "known to us"));
            }
            return;
        }
        var one = late.removeFirst();
        world.unread.remove(one.receivedAt());
        answer(one.kind(), one.standing(), one.receivedAt());
    }

    private void outage() {
        var from = play.now.minus(one(STEPS));
        world.outages.add(new Outage(
                one(OutagePart.values()), from, chance(0.7) ? Optional.of(from.plus(one(STEPS))) : Optional.empty()));
        if (chance(0.5)) {
            world.outages.removeIf(outage -> outage.until().isEmpty());
        }
    }

    private void jump() {
        world.clockJump = world.clockJump.isPresent()
                ? Optional.empty()
                : Optional.of(new ClockJump(play.now.minus(Duration.ofMinutes(random.nextInt(90))), chance(0.5)));
    }

    private void rare() {
        switch (random.nextInt(12)) {
            case 0 ->
                tries(
                        Play.ENGINEER,
                        new Act.AskMeasure(
                                one(MeasureKind.values()),
                                "198.51.100.7",
                                true,
                                "danger",
                                Optional.of(play.now.plus(one(STEPS))),
                                random.nextBoolean()));
            case 1 -> {
                var measures = play.incident().measures();
                if (!measures.isEmpty()) {
                    tries(Play.ENGINEER, new Act.LiftMeasure(measures.getLast().id(), "enough"));
                }
            }
            case 2 -> {
                var moves = play.incident().epoch() + 1;
                tries(
                        Play.LEAD,
                        new Act.Move(
                                new ServerId("srv-" + moves),
                                new CustomerId("customer-" + moves),
                                play.policy.name(),
                                "version-1",
                                "wrong server"));
            }
            case 3 -> tries(Play.LEAD, new Act.Withdraw("a mistake"));
            case 4, 5 -> tries(Play.AGENT, new Act.Close(one(CloseAs.values()), "over"));
            case 6 -> {
                var standing = play.incident().measures().stream()
                        .filter(Measure::isInForce)
                        .findFirst();
                standing.ifPresent(measure -> play.write(
                        new Actor(Actor.Role.INFRASTRUCTURE, "network"),
                        new IncidentEvent.MeasureVanished(measure.id(), "on")));
            }
            case 7 -> tries(Play.AGENT, new Act.Ascertain("seen it"));
            case 8 -> {
                var coming = play.incident().measures().stream()
                        .filter(measure -> measure.isComing() || measure.isGoing())
                        .findFirst();
                coming.ifPresent(measure ->
                        tries(Play.ENGINEER, new Act.ConfirmMeasure(measure.id(), random.nextBoolean(), "")));
            }
            case 9 -> world.numbers.removeIf(callee -> random.nextBoolean());
            case 10 -> world.warnable.add("new" + world.warnable.size() + "@customer.example");
            default -> {
                var answers = play.incident().answers();
                if (!answers.isEmpty()) {
                    tries(Play.AGENT, new Act.RereadAnswer(answers.getFirst().number(), one(KINDS), "misread"));
                }
            }
        }
    }
}
