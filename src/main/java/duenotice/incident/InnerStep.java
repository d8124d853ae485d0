package duenotice.incident;

import java.util.List;

/** What an inner step adds to the timeline. */
public final class InnerStep {
    private InnerStep() {}

    /** Empty for outer steps and for looking again. */
    public static List<IncidentEvent> events(Step step, Circumstances circumstances) {
        return switch (step) {
            case Step.LookAgain ignored -> List.of();
            case Step.Rest ignored -> List.of();
            case Step.Outer ignored -> List.of();
            case Step.Ascertain ascertain -> List.of(new IncidentEvent.Ascertained(ascertain.basis()));
            case Step.HoldWarning held -> List.of(new IncidentEvent.WarningHeld(held.source()));
            case Step.FindRepeat repeat ->
                List.of(new IncidentEvent.RepeatFound(repeat.earlier(), repeat.closedAt(), repeat.answerWithin()));
            case Step.DueCall due ->
                List.of(new IncidentEvent.CallDue(due.round(), due.reason(), circumstances.numbers()));
            case Step.EndRound end -> List.of(end.event());
            case Step.ProposeCut proposed ->
                List.of(new IncidentEvent.MeasureProposed(
                        proposed.measure(),
                        proposed.kind(),
                        proposed.target(),
                        java.util.Optional.of(proposed.block()),
                        proposed.approvalsNeeded(),
                        java.util.Optional.empty(),
                        false,
                        proposed.reason()));
            case Step.WithdrawProposal gone -> List.of(new IncidentEvent.ProposalWithdrawn(gone.measure(), gone.why()));
            case Step.ExtendMeasure extended ->
                List.of(new IncidentEvent.MeasureExtended(extended.measure(), extended.until(), extended.why()));
            case Step.StartWatch watch ->
                List.of(new IncidentEvent.WatchStarted(watch.from(), watch.until(), watch.why()));
            case Step.Recur recur -> List.of(new IncidentEvent.Recurred(recur.observedAt()));
            case Step.Raise raise ->
                List.of(new IncidentEvent.AlarmRaised(raise.alarm(), raise.alarmKey(), raise.text()));
            case Step.Close close -> List.of(new IncidentEvent.Closed(close.as(), close.reason()));
        };
    }
}
