package duenotice.portal;

import duenotice.knowledge.Viewer;
import duenotice.knowledge.Votes;

/** Where readers of these pages vote. */
final class Ballot {
    private final Votes votes;
    private final String secret;

    /** @param secret known to all nodes of the desk, and to nobody else; viewers are told apart by it, not known */
    Ballot(Votes votes, String secret) {
        this.votes = votes;
        this.secret = secret;
    }

    Votes votes() {
        return votes;
    }

    Viewer contact(String email) {
        return Viewer.contact(email, secret);
    }

    /** @param address as far as one person is behind it */
    Viewer visitor(String address) {
        return Viewer.visitor(address, secret);
    }
}
