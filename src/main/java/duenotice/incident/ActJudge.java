package duenotice.incident;

import duenotice.incident.Incident.FloodGate;
import duenotice.incident.Incident.StatementState.Progress;
import duenotice.incident.IncidentEvent.LiftReason;
import duenotice.incident.IncidentEvent.Standing;
import duenotice.report.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whether a person's act goes through, from the same facts as {@link Decision}. Pure. */
public final class ActJudge {
    /** Between two retests that are asked for. */
    private static final Duration RETEST_PAUSE = Duration.ofMinutes(10);

    private static final Duration RETEST_PAUSE_OF_STAFF = Duration.ofMinutes(1);

    /** So many passwords a customer may leave at once. */
    private static final int MOST_DROPS = 20;

    /** More in one entry is a slip of the keyboard. */
    private static final int MOST_MINUTES = 24 * 60;

    private final Incident incident;
    private final Circumstances circumstances;
    private final Policy policy;
    private final Actor actor;
    private final Instant now;

    private ActJudge(Incident incident, Circumstances circumstances, Policy policy, Actor actor, Instant now) {
        this.incident = incident;
        this.circumstances = circumstances;
        this.policy = policy;
        this.actor = actor;
        this.now = now;
    }

    /** Every act gets a verdict; rights of roles are looked at before, by the one who asks. */
    public static Verdict judge(
            Incident incident, Circumstances circumstances, Policy policy, Act act, Actor actor, Instant now) {
        return new ActJudge(incident, circumstances, policy, actor, now).judge(act);
    }

    private Verdict judge(Act act) {
        return switch (act) {
            case Act.Ascertain ascertain -> reasoned(ascertain.reason(), () -> ascertain(ascertain));
            case Act.Close close -> reasoned(close.reason(), () -> close(close));
            case Act.RecordCall call -> new CallJudge(incident, policy, now).judge(call);
            case Act.EnterAnswer answer -> enterAnswer(answer);
            case Act.AcceptAnswer accept -> reasoned(accept.reason(), () -> acceptAnswer(accept));
            case Act.RereadAnswer reread -> reasoned(reread.reason(), () -> reread(reread));
            case Act.KeepSecret secret -> keepSecret(secret);
            case Act.SeeSecret see -> seeSecret(see);
            case Act.SendMessage message ->
                said(message.text(), new IncidentEvent.Messaged(message.to(), TextDigest.of(message.text())));
            case Act.Resend again ->
                reasoned(
                        again.reason(),
                        () -> incident.isChildAbuse()
                                ? Verdict.conflict(
                                        "child-abuse material is a task for staff: nothing is sent by itself")
                                : Verdict.done(
                                        new IncidentEvent.ResendAsked(again.to(), again.mail(), again.reason())));
            case Act.SayPersisting found ->
                reasoned(found.reason(), () -> open(new IncidentEvent.StaffFound(found.value(), found.reason())));
            case Act.AskRetest ignored -> askRetest();
            case Act.AcceptStatement accept ->
                reasoned(
                        accept.reason(),
                        () -> submitted(new IncidentEvent.StatementAccepted(
                                incident.statement().number(), accept.reason())));
            case Act.RefuseStatement refuse ->
                reasoned(
                        refuse.reason(),
                        () -> submitted(new IncidentEvent.StatementRefused(
                                incident.statement().number(), List.of(), refuse.reason())));
            case Act.Verify verify -> verify(verify);
            case Act.LogWork work -> logWork(work);
            case Act.RecordPayment payment ->
                payment.authorized()
                        ? said(
                                payment.terms(),
                                new IncidentEvent.PaymentAgreed(payment.contact(), TextDigest.of(payment.terms())))
                        : Verdict.invalid(payment.contact() + " is not an authorized contact of this server");
            case Act.Hold hold -> reasoned(hold.reason(), () -> hold(hold));
            case Act.Release release -> reasoned(release.reason(), () -> release(release));
            case Act.Extend extend -> reasoned(extend.reason(), () -> extend(extend));
            case Act.DecideDispute decide -> reasoned(decide.reason(), () -> decideDispute(decide));
            case Act.ChangePolicy change ->
                reasoned(
                        change.reason(),
                        () -> open(
                                new IncidentEvent.PolicyChanged(change.policy(), change.version(), change.reason())));
            case Act.Move move -> reasoned(move.reason(), () -> move(move));
            case Act.Withdraw withdraw -> reasoned(withdraw.reason(), () -> withdraw(withdraw));
            case Act.AskMeasure ask ->
                reasoned(ask.reason(), () -> new MeasureJudge(incident, circumstances, policy, now).ask(ask));
            case Act.ApproveMeasure approve -> reasoned(approve.reason(), () -> approve(approve));
            case Act.RejectMeasure reject -> reasoned(reject.reason(), () -> reject(reject));
            case Act.ConfirmMeasure confirm -> new MeasureJudge(incident, circumstances, policy, now).confirm(confirm);
            case Act.LiftMeasure lift -> reasoned(lift.reason(), () -> lift(lift));
            case Act.Assign assign ->
                assign.agent().isBlank()
                        ? Verdict.invalid("name the agent")
                        : open(new IncidentEvent.Assigned(assign.agent()));
            case Act.Note note ->
                note.text().isBlank()
                        ? Verdict.invalid("the note is empty")
                        : Verdict.doneWith(note.text(), new IncidentEvent.Noted(TextDigest.of(note.text())));
            case Act.ReleaseWarning release ->
                reasoned(
                        release.reason(),
                        () -> isHeldBack()
                                ? open(new IncidentEvent.WarningReleased(release.reason()))
                                : Verdict.conflict("no warning of this incident is held back"));
            case Act.DiscardWarning discard ->
                reasoned(
                        discard.reason(),
                        () -> isHeldBack()
                                ? Verdict.done(
                                        new IncidentEvent.WarningDiscarded(discard.reason()),
                                        new IncidentEvent.Closed(CloseAs.OTHER, discard.reason()))
                                : Verdict.conflict("no warning of this incident is held back"));
            case Act.Answer answer -> answer(answer);
            case Act.AskRepair repair ->
                new MeasureJudge(incident, circumstances, policy, now)
                        .ask(new Act.AskMeasure(
                                MeasureKind.REPAIR,
                                incident.server().text(),
                                true,
                                "asked for by " + repair.from(),
                                Optional.of(repair.until()),
                                false));
            case Act.Bounce bounce ->
                Verdict.done(new IncidentEvent.AddressBounced(bounce.address(), bounce.detail(), bounce.mail()));
            case Act.Return back -> back(back);
            case Act.Delay delay ->
                Verdict.done(
                        new IncidentEvent.MailDelayed(delay.address(), delay.mail(), delay.until(), delay.detail()));
            case Act.Arrive arrived ->
                Verdict.done(new IncidentEvent.MailArrived(arrived.address(), arrived.mail(), arrived.detail()));
            case Act.Complain complaint ->
                Verdict.done(new IncidentEvent.MailComplained(complaint.address(), complaint.mail()));
        };
    }

    /** One that came back too often is dead (R48). */
    private Verdict back(Act.Return back) {
        var soFar = incident.warning()
                .map(warning -> warning.timesReturned(back.address()))
                .orElse(0);
        return soFar < Incident.Warning.MOST_RETURNS
                ? Verdict.done(new IncidentEvent.MailReturned(back.address(), back.mail(), back.detail()))
                : Verdict.done(new IncidentEvent.AddressBounced(back.address(), back.detail(), back.mail()));
    }

    private boolean isHeldBack() {
        return incident.floodGate() == FloodGate.HELD && !incident.isClosed() && !incident.measureInForce();
    }

    private static Verdict reasoned(String reason, java.util.function.Supplier<Verdict> verdict) {
        return reason.isBlank() ? Verdict.invalid("a reason is missing") : verdict.get();
    }

    private Verdict open(IncidentEvent event) {
        return incident.isClosed() ? closed() : Verdict.done(event);
    }

    private static Verdict closed() {
        return Verdict.conflict("the incident is closed");
    }

    /** Nobody is charged for what he has not agreed to (R26). */
    private Verdict logWork(Act.LogWork work) {
        if (work.minutes() == 0) {
            return said(work.text(), new IncidentEvent.WorkLogged(TextDigest.of(work.text())));
        }
        if (work.minutes() < 0 || work.minutes() > MOST_MINUTES) {
            return Verdict.invalid("minutes is a number from 1 to " + MOST_MINUTES);
        }
        return incident.paymentAgreed()
                ? said(work.text(), new IncidentEvent.BillableWorkLogged(TextDigest.of(work.text()), work.minutes()))
                : Verdict.conflict("the customer has not agreed to pay for work: record first who agreed, and to what");
    }

    private Verdict said(String text, IncidentEvent event) {
        if (text.isBlank()) {
            return Verdict.invalid("the text is empty");
        }
        return incident.isClosed() ? closed() : Verdict.doneWith(text, event);
    }

    private Verdict ascertain(Act.Ascertain ascertain) {
        return incident.ascertainedAt().isPresent()
                ? Verdict.conflict("the incident is ascertained already")
                : open(new IncidentEvent.Ascertained("by staff: " + ascertain.reason()));
    }

    private Verdict close(Act.Close close) {
        if (incident.isClosed()) {
            return closed();
        }
        if (!incident.measureInForce()) {
            return Verdict.done(new IncidentEvent.Closed(close.as(), close.reason()));
        }
        return close.as() == CloseAs.FALSE_POSITIVE
                ? Verdict.done(new IncidentEvent.CloseAsked(close.as(), close.reason()))
                : Verdict.conflict(
                        "a measure is in force: lift it first, or close as a false positive, which restores");
    }

    private Verdict enterAnswer(Act.EnterAnswer answer) {
        if (!answer.authorized()) {
            return Verdict.invalid(answer.contact() + " is not an authorized contact of this server");
        }
        if (answer.receivedAt().isAfter(now)) {
            return Verdict.invalid("receivedAt lies in the future");
        }
        if (answer.receivedAt().isBefore(incident.openedAt())) {
            return Verdict.invalid("receivedAt lies before the incident was opened");
        }
        return answer(new Act.Answer(
                answer.contact(),
                answer.kind(),
                Standing.AUTHORIZED,
                answer.receivedAt(),
                answer.text(),
                Statement.read(answer.text()),
                Act.Reading.because("entered by " + actor.name())));
    }

    private Verdict answer(Act.Answer answer) {
        if (answer.text().isBlank()) {
            return Verdict.invalid("the answer is empty");
        }
        var events = new ArrayList<>(said(answer));
        answer.reading()
                .sealing()
                .map(sealing -> new IncidentEvent.SecretKept(
                        incident.nextSecret(),
                        SecretKind.MAIL,
                        answer.from(),
                        sealing.until(),
                        sealing.fresh() && answer.standing() == Standing.AUTHORIZED,
                        incident.nextAnswer()))
                .ifPresent(events::add);
        return new Verdict.Done(events, List.of(answer.text()));
    }

    private List<IncidentEvent> said(Act.Answer answer) {
        var digest = TextDigest.of(answer.text());
        var answered = new IncidentEvent.Answered(
                incident.nextAnswer(),
                answer.from(),
                answer.kind(),
                answer.standing(),
                answer.receivedAt(),
                digest,
                answer.reading().why(),
                answer.reading().message());
        if (answer.standing() != Standing.AUTHORIZED || incident.isClosed()) {
            return List.of(answered);
        }
        var number = incident.statement().number() + 1;
        var statement = answer.statement();
        if (statementAccepted()) {
            return List.of(answered);
        }
        if (statement.isPresent() && statement.get().missing().isEmpty()) {
            return List.of(
                    answered, new IncidentEvent.StatementSubmitted(number, answer.from(), answer.receivedAt(), digest));
        }
        if (incident.statement().progress() != Progress.SUBMITTED
                && (statement.isPresent() || meantAsStatement(answer))) {
            return List.of(
                    answered,
                    new IncidentEvent.StatementRefused(
                            number,
                            statement.map(Statement::missing).orElse(new Statement("", "", "").missing()),
                            "a written confirmation names the cause, what was done, and what prevents it"));
        }
        return List.of(answered);
    }

    /**
     * R27: while a cut waits for a statement, "fixed" alone is refused with a reason. What we received before the cut, and
     * read too late, asks for nothing back: it undoes the cut (R50).
     */
    private boolean meantAsStatement(Act.Answer answer) {
        return answer.kind().claimsFix()
                && incident.cutInForce()
                        .flatMap(Measure::requestedAt)
                        .filter(asked -> !answer.receivedAt().isBefore(asked))
                        .isPresent();
    }

    /** What was accepted stays accepted; what is written after it is an answer like another. */
    private boolean statementAccepted() {
        return incident.statement().progress() == Progress.ACCEPTED;
    }

    private Verdict acceptAnswer(Act.AcceptAnswer accept) {
        var answer = incident.answers().stream()
                .filter(one -> one.number() == accept.answer())
                .findFirst();
        if (answer.isPresent() && answer.get().counts()) {
            return Verdict.conflict("answer " + accept.answer() + " counts already");
        }
        return answerNumbered(accept.answer(), new IncidentEvent.AnswerAccepted(accept.answer(), accept.reason()));
    }

    /** The clocks follow by themselves: they are counted from the answers as they are read (R44). */
    private Verdict reread(Act.RereadAnswer reread) {
        return answerNumbered(
                reread.answer(), new IncidentEvent.AnswerReread(reread.answer(), reread.kind(), reread.reason()));
    }

    // ---- passwords (R25)

    private Verdict keepSecret(Act.KeepSecret secret) {
        if (secret.what() == SecretKind.DROP) {
            if (incident.isClosed()) {
                return closed();
            }
            if (!mayLeaveSecret(incident, policy)) {
                return Verdict.conflict("nobody but you works on this server, so we need no password");
            }
            if (incident.secrets().stream()
                            .filter(one -> one.isKept() && one.what() == SecretKind.DROP)
                            .count()
                    >= MOST_DROPS) {
                return Verdict.conflict("%d passwords are kept already".formatted(MOST_DROPS));
            }
        }
        return Verdict.done(new IncidentEvent.SecretKept(
                incident.nextSecret(), secret.what(), secret.from(), secret.until(), false, 0));
    }

    /** Where the provider may clean, or the customer wanted to hand one over anyway and did so in the wrong way (R25). */
    public static boolean mayLeaveSecret(Incident incident, Policy policy) {
        return !incident.isClosed()
                && incident.category() != Category.SERVER_UNDER_ATTACK
                && (policy.cleanUp() != Policy.CleanUp.CUSTOMER
                        || incident.secrets().stream().anyMatch(one -> one.tell() && one.epoch() == incident.epoch()));
    }

    /** What a mail held is for leads, which {@code access.Rights} sees to. */
    private Verdict seeSecret(Act.SeeSecret see) {
        var secret = incident.secret(see.secret());
        if (secret.isEmpty()) {
            return Verdict.invalid("nothing of that number was kept");
        }
        if (secret.get().what() == SecretKind.DROP && !incident.assignedTo().equals(Optional.of(actor.name()))) {
            return Verdict.forbidden("only the agent to whom the incident is assigned may look at it");
        }
        return secret.get().isKept() && secret.get().epoch() == incident.epoch()
                ? Verdict.done(new IncidentEvent.SecretSeen(see.secret()))
                : Verdict.conflict("it is wiped");
    }

    private Verdict answerNumbered(int number, IncidentEvent event) {
        return incident.answers().stream().anyMatch(answer -> answer.number() == number)
                ? open(event)
                : Verdict.invalid("there is no answer " + number);
    }

    /** A retest looks at the server as everybody sees it: it shows nothing while a measure of ours stands (R45). */
    private Verdict askRetest() {
        if (incident.isClosed()) {
            return closed();
        }
        if (incident.isChildAbuse()) {
            return Verdict.conflict("nothing looks for such material by itself");
        }
        if (incident.category() == Category.SERVER_UNDER_ATTACK) {
            return Verdict.conflict("the server is the one attacked: there is nothing on it to look for");
        }
        if (incident.measureInForce()) {
            return Verdict.conflict("a retest shows nothing while a measure is in force");
        }
        if (!circumstances.retestPossible()) {
            return Verdict.conflict("no safe retest exists for what was reported");
        }
        if (incident.openRetestAsk().isPresent()) {
            return Verdict.conflict("a retest is under way");
        }
        var pause = actor.isStaff() ? RETEST_PAUSE_OF_STAFF : RETEST_PAUSE;
        var next = incident.retestAsked().map(ask -> ask.at().plus(pause)).filter(now::isBefore);
        return next.isPresent()
                ? Verdict.conflict("a retest was just made; the next one can be asked for at " + next.get())
                : open(new IncidentEvent.RetestAsked(
                        incident.retestAsked().map(Incident.RetestAsk::number).orElse(0) + 1));
    }

    private Verdict submitted(IncidentEvent event) {
        return incident.statement().progress() == Progress.SUBMITTED
                ? open(event)
                : Verdict.conflict("no statement waits for a decision");
    }

    private Verdict verify(Act.Verify verify) {
        if (incident.cutInForce().isEmpty()) {
            return Verdict.conflict("no measure is in force");
        }
        if (verify.text().isBlank()) {
            return Verdict.invalid("say what the finding rests on");
        }
        var repair = incident.measures().stream()
                .anyMatch(measure -> measure.kind() == MeasureKind.REPAIR && measure.isInForce());
        if (verify.basis() == IncidentEvent.VerificationBasis.RETEST && !repair) {
            return Verdict.conflict("a retest shows nothing while the server is off: ask for a repair first");
        }
        if (verify.clean() && !incident.workLogged() && !Restoring.statementAccepted(incident)) {
            return Verdict.conflict("the customer did the cleaning: accept his statement first, or log the work done");
        }
        return Verdict.doneWith(
                verify.text(),
                new IncidentEvent.Verified(verify.clean(), verify.basis(), TextDigest.of(verify.text())));
    }

    private Verdict hold(Act.Hold hold) {
        return hold.until().isAfter(now)
                ? open(new IncidentEvent.Held(hold.until(), hold.reason()))
                : Verdict.invalid("the hold ends before it begins");
    }

    private Verdict release(Act.Release release) {
        return incident.holdAt(now).isPresent()
                ? open(new IncidentEvent.Released(release.reason()))
                : Verdict.conflict("the incident is not held");
    }

    private Verdict extend(Act.Extend extend) {
        if (!extend.until().isAfter(now)) {
            return Verdict.invalid("the extension ends in the past");
        }
        var deadline = Outlook.of(incident, circumstances, policy, now).deadline();
        if (deadline.isEmpty()) {
            return Verdict.conflict("no clock of the customer is running");
        }
        if (!extend.until().isAfter(deadline.get())) {
            return Verdict.invalid("the customer has time until " + deadline.get() + " already");
        }
        var latest = now.plus(ExtensionLimit.of(incident));
        return extend.until().isAfter(latest)
                ? Verdict.invalid("an incident of category %s, with %d extensions before, can be extended until %s"
                        .formatted(incident.category(), incident.extensions().size(), latest))
                : open(new IncidentEvent.Extended(extend.until(), extend.reason()));
    }

    private Verdict decideDispute(Act.DecideDispute decide) {
        if (incident.openDispute().isEmpty()) {
            return Verdict.conflict("no dispute is open");
        }
        if (incident.firstStaff().filter(actor.name()::equals).isPresent()) {
            return Verdict.forbidden("a dispute is decided by somebody other than who acted first on the incident");
        }
        var decided = new IncidentEvent.DisputeDecided(decide.upheld(), decide.reason());
        return decide.upheld()
                ? Verdict.done(decided, new IncidentEvent.CloseAsked(CloseAs.FALSE_POSITIVE, decide.reason()))
                : Verdict.done(decided);
    }

    private Verdict move(Act.Move move) {
        if (move.server().equals(incident.server()) && move.customer().equals(incident.customer())) {
            return Verdict.invalid("the incident is about this server already");
        }
        if (incident.withdrawn() || incident.closeAsked().isPresent()) {
            return Verdict.conflict("the incident is about to close");
        }
        return open(
                new IncidentEvent.Moved(move.server(), move.customer(), move.policy(), move.version(), move.reason()));
    }

    private Verdict withdraw(Act.Withdraw withdraw) {
        return incident.withdrawn()
                ? Verdict.conflict("the warning is withdrawn already")
                : open(new IncidentEvent.Withdrawn(withdraw.reason()));
    }

    private Verdict approve(Act.ApproveMeasure approve) {
        var measure = incident.measure(approve.measure());
        if (measure.filter(Measure::isProposed).isEmpty()) {
            return Verdict.conflict("measure " + approve.measure() + " does not wait for approval");
        }
        if (measure.get().proposedBy().isStaff()
                && measure.get().proposedBy().name().equals(actor.name())) {
            return Verdict.forbidden("nobody approves what they asked for");
        }
        if (measure.get().expiresAt().filter(until -> !until.isAfter(now)).isPresent()) {
            return Verdict.conflict("the time of measure " + approve.measure() + " is over: ask for it anew");
        }
        if (measure.get().isApproved() || measure.get().approvedBy().contains(actor.name())) {
            return Verdict.conflict("measure " + approve.measure() + " is approved by " + actor.name() + " already");
        }
        return open(new IncidentEvent.MeasureApproved(approve.measure(), approve.reason()));
    }

    private Verdict reject(Act.RejectMeasure reject) {
        return incident.measure(reject.measure()).filter(Measure::isProposed).isPresent()
                ? open(new IncidentEvent.MeasureRejected(reject.measure(), reject.reason()))
                : Verdict.conflict("measure " + reject.measure() + " does not wait for approval");
    }

    private Verdict lift(Act.LiftMeasure lift) {
        var measure = incident.measure(lift.measure());
        if (measure.filter(one -> one.isInForce() || one.isComing()).isEmpty()) {
            return Verdict.conflict("measure " + lift.measure() + " is not in force");
        }
        if (measure.get().isUnsent()) {
            return Verdict.done(new IncidentEvent.ProposalWithdrawn(lift.measure(), lift.reason()));
        }
        return Verdict.done(new IncidentEvent.LiftRequested(
                lift.measure(),
                measure.get().kind() == MeasureKind.REPAIR ? LiftReason.REPAIR_OVER : LiftReason.STAFF,
                "lift-" + lift.measure() + "-" + measure.get().requestEntry(),
                lift.reason()));
    }
}
