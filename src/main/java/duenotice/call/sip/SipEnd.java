package duenotice.call.sip;

import duenotice.call.Telephone.Course;
import duenotice.incident.CallOutcome;

/**
 * What a final answer to an INVITE means for us (RFC 3261 §21, RFC 8197 for 607, RFC 8688 for 608). What is not known to be
 * the callee's doing is our own failure, and no try (R75).
 */
final class SipEnd {
    private SipEnd() {}

    /** @param rang whether the other end was heard to ring: without that a timeout is the way's fault and not the callee's */
    static Course of(int status, boolean rang) {
        return switch (status) {
            case 486, 600 -> over(CallOutcome.BUSY, status);
            case 480, 487 -> over(CallOutcome.NO_ANSWER, status);
            case 408 -> rang ? over(CallOutcome.NO_ANSWER, status) : failed(status);
            case 404, 410, 484, 604 -> over(CallOutcome.WRONG_NUMBER, status);
            case 603, 607, 608 -> over(CallOutcome.REFUSED, status);
            case 401, 403, 407 -> new Course.NotPlaced("the trunk refuses our login (SIP " + status + ")");
            default -> failed(status);
        };
    }

    private static Course over(CallOutcome outcome, int status) {
        return new Course.Over(outcome, "(SIP " + status + ")");
    }

    private static Course failed(int status) {
        return new Course.NotPlaced("the trunk did not place the call (SIP " + status + ")");
    }
}
