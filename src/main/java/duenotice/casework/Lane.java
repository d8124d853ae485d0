package duenotice.casework;

import duenotice.incident.Step;

/**
 * One kind of outside, such as the mail relay, with room for so much at once: what hangs there holds up nothing else.
 *
 * @param room so many deeds may be under way at once
 */
record Lane(String name, int room) {
    private static final Lane RELAY = new Lane("relay", 16);
    private static final Lane NETWORK = new Lane("network", 8);
    private static final Lane PHONE = new Lane("phone", 4);
    private static final Lane PROBE = new Lane("probe", 8);
    private static final Lane SAFE = new Lane("safe", 4);

    static Lane of(Step.Outer step) {
        return switch (step) {
            case Step.Warn ignored -> RELAY;
            case Step.WarnMore ignored -> RELAY;
            case Step.Inform ignored -> RELAY;
            case Step.SendMessage ignored -> RELAY;
            case Step.Resend ignored -> RELAY;
            case Step.Cut ignored -> NETWORK;
            case Step.Settle ignored -> NETWORK;
            case Step.Restore ignored -> NETWORK;
            case Step.Ring ignored -> PHONE;
            case Step.Retest ignored -> PROBE;
            case Step.WipeSecret ignored -> SAFE;
        };
    }
}
