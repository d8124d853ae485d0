package duenotice;

/// A port that the program should listen on is in use by another one.
final class PortTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param how to choose another one
    PortTaken(String what, int port, String how, Throwable cause) {
        super("Port %d for %s is taken by another program: %s.".formatted(port, what, how), cause);
    }
}
