package duenotice.incident;

import static org.assertj.core.api.Assertions.assertThat;

import duenotice.incident.Circumstances.Sighting;
import duenotice.incident.IncidentEvent.Handed;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.incident.IncidentEvent.Told;
import duenotice.report.Category;
import duenotice.report.CustomerId;
import duenotice.report.ServerId;
import duenotice.report.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays one incident: decides in a loop, runs inner steps and lets an imaginary world do the outer ones, while the clock
 * goes from one look to the next. Times are written as hours and minutes since the incident was opened, such as "2:47".
 */
final class Play {
    static final Instant OPENED = Instant.parse("2026-03-02T10:00:00Z");
    static final Type SPAM = Type.of("messaging/spam");
    static final Actor AGENT = Actor.staff("agent");
    static final Actor LEAD = Actor.staff("lead");
    static final Actor ENGINEER = Actor.staff("engineer");

    /** No instant may want more steps than this. */
    private static final int STEPS_AT_ONE_INSTANT = 60;

    final World world = new World();
    Policy policy;
    Instant now = OPENED;
    final List<Entry> timeline = new ArrayList<>();
    private final IncidentFold fold = new IncidentFold(new IncidentId(7));
    private @Nullable Incident told;
    /** What was decided last: after {@link #run()} there is nothing to be done now. */
    @Nullable
    Decision atRest;

    private Consumer<Step> witness = ignored -> {};

    private Play(Policy policy) {
        this.policy = policy;
    }

    /** A trusted complaint about spam; nothing decided yet. */
    static Play underPolicy(Policy policy) {
        return about(policy, SPAM);
    }

    static Play about(Policy policy, Type type) {
        return about(policy, Category.EMAIL_COMPROMISE, type);
    }

    static Play about(Policy policy, Category category, Type type) {
        var play = new Play(policy);
        play.write(
                Actor.AUTOMATION,
                new IncidentEvent.Opened(
                        new ServerId("srv-1"),
                        new CustomerId("customer-1"),
                        category,
                        type,
                        policy.name(),
                        policy.version(),
                        Optional.of("198.51.100.7"),
                        false,
                        "a complaint"));
        return play;
    }

    /** Sees each outer step before the world does it. */
    Play watchedBy(Consumer<Step> eyes) {
        witness = eyes;
        return this;
    }

    Play inAWorld(Consumer<World> change) {
        change.accept(world);
        return this;
    }

    // ---- the clock

    static Instant at(String hoursAndMinutes) {
        var parts = hoursAndMinutes.split(":");
        return OPENED.plus(Duration.ofHours(Long.parseLong(parts[0])).plusMinutes(Long.parseLong(parts[1])));
    }

    /** Moves on to that instant and does on the way whatever falls due, at its own instant. */
    Play until(String hoursAndMinutes) {
        return until(at(hoursAndMinutes));
    }

    Play until(Instant then) {
        assertThat(then).isAfterOrEqualTo(now);
        while (true) {
            var look = run();
            if (look.isEmpty() || look.get().isAfter(then)) {
                break;
            }
            now = look.get();
        }
        now = then;
        run();
        return this;
    }

    /** Does everything that can be done now; the instant of the next look. */
    Optional<Instant> run() {
        for (var steps = 0; steps < STEPS_AT_ONE_INSTANT; steps++) {
            atRest = decide();
            switch (atRest.step()) {
                case Step.LookAgain look -> {
                    if (!look.at().isAfter(now)) {
                        throw new AssertionError("looks again in the past, at " + look.at());
                    }
                    return Optional.of(look.at());
                }
                case Step.Rest ignored -> {
                    return Optional.empty();
                }
                case Step.Outer outer -> {
                    witness.accept(outer);
                    outside(outer);
                }
                case Step inner -> {
                    witness.accept(inner);
                    InnerStep.events(inner, world.circumstances()).forEach(event -> write(Actor.AUTOMATION, event));
                }
            }
        }
        throw new AssertionError("never comes to rest at " + now + "\n" + told());
    }

    // ---- what is known

    Incident incident() {
        var known = told;
        if (known == null) {
            known = fold.incident();
            told = known;
        }
        return known;
    }

    Decision decide() {
        return Decision.decide(incident(), world.circumstances(), policy, now);
    }

    Outlook outlook() {
        return Outlook.of(incident(), world.circumstances(), policy, now);
    }

    <E extends IncidentEvent> List<E> all(Class<E> kind) {
        return timeline.stream()
                .map(Entry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    <E extends IncidentEvent> List<Instant> when(Class<E> kind) {
        return timeline.stream()
                .filter(entry -> kind.isInstance(entry.event()))
                .map(Entry::at)
                .toList();
    }

    List<NoticeKind> notices() {
        return all(IncidentEvent.Informed.class).stream()
                .map(IncidentEvent.Informed::notice)
                .toList();
    }

    List<AlarmKind> alarms() {
        return all(IncidentEvent.AlarmRaised.class).stream()
                .map(IncidentEvent.AlarmRaised::alarm)
                .toList();
    }

    String told() {
        var text = new StringBuilder();
        timeline.forEach(entry -> text.append(entry.at())
                .append(' ')
                .append(entry.actor().name())
                .append(' ')
                .append(entry.event())
                .append('\n'));
        return text.toString();
    }

    // ---- what people do

    Verdict judge(Actor actor, Act act) {
        return ActJudge.judge(incident(), world.circumstances(), policy, act, actor, now);
    }

    /** Does it where it is allowed, and lets the ladder go on. */
    Verdict tries(Actor actor, Act act) {
        var verdict = judge(actor, act);
        if (verdict instanceof Verdict.Done done) {
            done.events().forEach(event -> write(actor, event));
        }
        return verdict;
    }

    Play does(Actor actor, Act act) {
        assertThat(tries(actor, act)).isInstanceOf(Verdict.Done.class);
        run();
        return this;
    }

    Play calls(String number, CallOutcome outcome) {
        return does(AGENT, new Act.RecordCall(number, outcome, now, now, ""));
    }

    /** Nobody picks up any number. */
    Play callsInVain() {
        for (var callee : incident().round().orElseThrow().left(1)) {
            calls(callee.number(), CallOutcome.NO_ANSWER);
        }
        return this;
    }

    Play answers(AnswerKind kind) {
        return answers(kind, Standing.AUTHORIZED, now);
    }

    Play answers(AnswerKind kind, Standing standing, Instant receivedAt) {
        return does(
                Actor.customer(World.MAYA),
                new Act.Answer(World.MAYA, kind, standing, receivedAt, "We saw it.", Optional.empty()));
    }

    Play confirmsInWriting() {
        var text = "Cause: a stolen password\nDone: all keys changed\nPrevention: second factor for everyone";
        return does(
                Actor.customer(World.MAYA),
                new Act.Answer(
                        World.MAYA, AnswerKind.CORRECTIVE, Standing.AUTHORIZED, now, text, Statement.read(text)));
    }

    Play findsPersisting(Persistence value) {
        return does(AGENT, new Act.SayPersisting(value, "looked"));
    }

    /** A trusted report comes in now. */
    Play isSeenAgainAt(Instant observedAt) {
        world.sightings.add(new Sighting(SPAM, observedAt, now));
        world.lastSeen = Optional.of(observedAt);
        run();
        return this;
    }

    Play approves(Actor actor) {
        var proposal =
                incident().measures().stream().filter(Measure::isProposed).reduce((first, last) -> last);
        return does(actor, new Act.ApproveMeasure(proposal.orElseThrow().id(), "go on"));
    }

    /** Every proposal that stands, and those that follow from it. */
    Play approvesWhatIsProposed() {
        while (incident().measures().stream().anyMatch(Measure::isProposed)) {
            approves(LEAD);
        }
        return this;
    }

    void write(Actor actor, IncidentEvent event) {
        var entry = new Entry(timeline.size() + 1, now, actor, event);
        timeline.add(entry);
        fold.add(entry);
        told = null;
    }

    // ---- the world's part

    private void outside(Step.Outer outer) {
        switch (outer) {
            case Step.Warn ignored ->
                write(
                        Actor.AUTOMATION,
                        new IncidentEvent.CustomerWarned(
                                world.warnable.stream().map(this::hand).toList(),
                                Waits.of(incident(), policy).warning().map(now::plus),
                                Waits.of(incident(), policy).warning()));
            case Step.WarnMore more ->
                more.to().forEach(address -> write(Actor.AUTOMATION, new IncidentEvent.AddressWarned(hand(address))));
            case Step.Inform inform ->
                write(
                        Actor.AUTOMATION,
                        new IncidentEvent.Informed(
                                inform.notice(),
                                inform.key(),
                                world.warnable.stream().map(this::hand).toList()));
            case Step.SendMessage message ->
                write(
                        Actor.AUTOMATION,
                        new IncidentEvent.MessageSent(
                                message.entry(),
                                world.warnable.stream().map(this::hand).toList()));
            case Step.Resend again ->
                write(Actor.AUTOMATION, new IncidentEvent.Resent(again.entry(), List.of(hand(again.to()))));
            case Step.WipeSecret wipe ->
                write(Actor.AUTOMATION, new IncidentEvent.SecretWiped(wipe.secret(), wipe.why()));
            case Step.Ring ring ->
                does(Actor.AUTOMATION, new Act.RecordCall(ring.number(), world.phone, now, now, "rung by the program"));
            case Step.Retest retest ->
                write(Actor.AUTOMATION, new IncidentEvent.RetestFound(retest.key(), world.probe, "probe"));
            case Step.Cut cut -> {
                write(
                        Actor.AUTOMATION,
                        new IncidentEvent.MeasureRequested(
                                cut.measure(),
                                cut.kind(),
                                cut.target(),
                                cut.key(),
                                "on",
                                cut.automatic(),
                                cut.expiresAt(),
                                cut.emergency(),
                                cut.reason(),
                                ""));
                come(cut.measure());
            }
            case Step.Settle settle -> {
                var going = incident().measure(settle.measure()).orElseThrow().isGoing();
                if (going) {
                    go(settle.measure());
                } else {
                    come(settle.measure());
                }
            }
            case Step.Restore restore -> {
                write(
                        Actor.AUTOMATION,
                        new IncidentEvent.LiftRequested(
                                restore.measure(), restore.why(), restore.key(), restore.reason()));
                go(restore.measure());
            }
        }
    }

    private void come(MeasureId measure) {
        write(
                Actor.AUTOMATION,
                switch (world.network) {
                    case OBEYS -> new IncidentEvent.MeasureConfirmed(measure, "off");
                    case REFUSES -> new IncidentEvent.MeasureFailed(measure, "refused");
                    case LEAVES_US_IN_DOUBT -> new IncidentEvent.MeasureInDoubt(measure, "timeout");
                });
    }

    private void go(MeasureId measure) {
        write(
                Actor.AUTOMATION,
                world.network == World.Network.OBEYS
                        ? new IncidentEvent.MeasureLifted(measure, "on")
                        : new IncidentEvent.LiftFailed(measure, "refused"));
    }

    private Told hand(String address) {
        return world.refusedAddresses.contains(address)
                ? new Told(address, "", Handed.REFUSED, "550 no such user")
                : new Told(address, "", Handed.ACCEPTED, "250 ok");
    }
}
