package duenotice.inventory.source;

import duenotice.fetch.Trouble;

/** A reading cannot be had, or not be believed; the whole of it is given up. */
final class NoReading extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Trouble trouble;

    NoReading(Trouble trouble) {
        super(trouble.reason(), null, false, false);
        this.trouble = trouble;
    }

    NoReading(String reason) {
        this(new Trouble(reason));
    }

    Trouble trouble() {
        return trouble;
    }
}
