package duenotice.incident;

import duenotice.report.Category;
import duenotice.report.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A ladder of steps with its times, read from a policy file (R7). An incident keeps the version it started with.
 *
 * @param name as in the file and in the inventory's {@code policy} key
 * @param version digest of the file's content
 * @param categories categories it serves whatever the type; usually empty
 * @param types patterns of types it serves; {@code messaging/*} serves a whole group
 * @param calendar working calendar of {@code fixWithin}; empty means round the clock (R1)
 * @param watch how long a mended incident is watched before it closes (R63)
 * @param quiet hours without an observation after which the abuse counts as over (R45)
 * @param forwardWithin what a reseller has to forward our notice (R53)
 */
public record Policy(
        String name,
        String version,
        Set<Category> categories,
        List<TypePattern> types,
        List<Rung> ladder,
        FixWithin fixWithin,
        Optional<WorkingCalendar> calendar,
        CleanUp cleanUp,
        Set<RestoreNeed> restoreNeeds,
        Duration watch,
        Duration quiet,
        Optional<Repeat> repeat,
        Optional<Duration> forwardWithin) {

    public Policy {
        ladder = List.copyOf(ladder);
        types = List.copyOf(types);
    }

    /** One step of the ladder. */
    public sealed interface Rung {}

    /** A notice that asks for nothing (information, victim). */
    public record Notice(Optional<Duration> remindAfter) implements Rung {}

    /**
     * A warning that wants an answer.
     *
     * @param remindsAtHalf whoever has not answered when half of the time is over is reminded once
     */
    public record Warn(Duration answerWithin, boolean remindsAtHalf) implements Rung {
        public Warn(Duration answerWithin) {
            this(answerWithin, true);
        }
    }

    /**
     * A round of calls to every given number.
     *
     * @param passes how often each number is tried in a round, at least 1
     * @param passGap least time between two tries of one number
     * @param hours in which the program itself rings; round the clock where there are none
     */
    public record Call(Duration answerWithin, int passes, Duration passGap, Optional<CallHours> hours) implements Rung {
        public Call(Duration answerWithin, int passes, Duration passGap) {
            this(answerWithin, passes, passGap, Optional.empty());
        }
    }

    /** The last resort. */
    public record Cut(MeasureKind measure, Approval approval, CutWhen when) implements Rung {}

    /** How many people must approve an automatic measure. */
    public enum Approval {
        NONE,
        ONE,
        TWO
    }

    /** What an automatic cut needs to know of the abuse (R45). */
    public enum CutWhen {
        /** An observation after the call round. */
        FRESH,
        /** Anything but a proven end. */
        NOT_FIXED
    }

    /** Who cleans the machine. */
    public enum CleanUp {
        CUSTOMER,
        PROVIDER,
        EITHER
    }

    /** What must be there before a cut is undone. */
    public enum RestoreNeed {
        STATEMENT,
        VERIFICATION
    }

    /** How long each kind of answer gives the customer to mend it (R44). */
    public record FixWithin(Duration corrective, Duration other, Duration ack, Duration extension) {
        public Duration of(AnswerKind kind) {
            return switch (kind) {
                case ACK -> ack;
                case CORRECTIVE -> corrective;
                case EXTENSION -> extension;
                case DISPUTE, OTHER -> other;
            };
        }
    }

    /** Shorter waits for the same trouble again (R62). */
    public record Repeat(Duration within, Duration answerWithin) {
        /** R62: nothing shortens the time to answer below this. */
        public static final Duration SHORTEST = Duration.ofMinutes(30);
    }

    /** {@code group/*} or {@code group/name}. */
    public record TypePattern(String group, String name) {
        public boolean matches(Type type) {
            return group.equals(type.group()) && (name.equals("*") || name.equals(type.name()));
        }

        @Override
        public String toString() {
            return group + "/" + name;
        }
    }

    public boolean serves(Type type) {
        return types.stream().anyMatch(pattern -> pattern.matches(type));
    }

    public Optional<Notice> notice() {
        return first(Notice.class);
    }

    public Optional<Warn> warn() {
        return first(Warn.class);
    }

    public Optional<Call> call() {
        return first(Call.class);
    }

    public Optional<Cut> cut() {
        return first(Cut.class);
    }

    /** True where the measure comes before the notice: the emergency ladder (R59). */
    public boolean cutsFirst() {
        return !ladder.isEmpty() && ladder.getFirst() instanceof Cut;
    }

    /** True where nothing is asked of the customer: the incident closes by itself (R74). */
    public boolean onlyInforms() {
        return cut().isEmpty() && warn().isEmpty();
    }

    private <R extends Rung> Optional<R> first(Class<R> kind) {
        for (var rung : ladder) {
            if (kind.isInstance(rung)) {
                return Optional.of(kind.cast(rung));
            }
        }
        return Optional.empty();
    }
}
