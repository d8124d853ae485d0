package duenotice.verification.probe;

import duenotice.report.Prefix;

/**
 * Where to look for what.
 *
 * @param address a single one
 */
record Place(Service service, Prefix address, int port) {
    @Override
    public String toString() {
        return "%s at %s port %d".formatted(service, address, port);
    }
}
